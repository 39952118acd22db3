// Edit distances in code points. Levenshtein counts insertions, deletions and replacements. Damerau-Levenshtein also
// counts the exchange of two neighbours as one edit; it is the optimal string alignment, which edits no part twice.
//
// Cost for lengths m <= n without the common beginning and end: O(n m / 64), because a machine word holds 64 rows of
// the table, or O(k n) for a bound k that is small compared with m / 64. Both distances are symmetric. Sources: Myers,
// JACM 46 (1999) 395-415; Hyyro, Nordic Journal of Computing 10 (2003) 29-39; Ukkonen, Information and Control 64
// (1985) 100-118.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold::similarity {

[[nodiscard]] std::uint32_t levenshtein(std::string_view left, std::string_view right);
[[nodiscard]] std::uint32_t damerau_levenshtein(std::string_view left, std::string_view right);

/// The distance if it is at most `bound`, otherwise bound + 1. One call serves several thresholds. `bound` must be
/// below 2^32 - 1.
[[nodiscard]] std::uint32_t levenshtein_up_to(std::string_view left, std::string_view right, std::uint32_t bound);
[[nodiscard]] std::uint32_t damerau_levenshtein_up_to(std::string_view left, std::string_view right,
                                                      std::uint32_t bound);

[[nodiscard]] inline bool levenshtein_at_most(std::string_view left, std::string_view right, std::uint32_t k) {
  return levenshtein_up_to(left, right, k) <= k;
}
[[nodiscard]] inline bool damerau_levenshtein_at_most(std::string_view left, std::string_view right, std::uint32_t k) {
  return damerau_levenshtein_up_to(left, right, k) <= k;
}

}  // namespace onefold::similarity
