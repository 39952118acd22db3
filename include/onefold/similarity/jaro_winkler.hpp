// Jaro-Winkler similarity, computed and compared with thresholds in integers.
//
// A character of one string matches an equal character of the other if their positions differ by at most the window,
// which is half the longer length less one. Each character matches at most once; the first free one is taken. Let a and
// b be the lengths, m the number of matches, and t half the number of matched characters that are in a different
// order, rounded down:
//     Jaro = (m/a + m/b + (m-t)/m) / 3,   Jaro-Winkler = Jaro + p/10 (1 - Jaro) if Jaro > 0.7, else Jaro,
// where p is the length of the common prefix, at most 4. If both strings are empty the similarity is 1, if one is empty
// it is 0.
//
// Jaro is a ratio of integers and is often exactly 0.7 or exactly a threshold (PATEL and PARKER), where rounding of
// floating-point numbers would decide. Callers therefore get the counts, and thresholds are compared by
// cross-multiplication.
//
// Greedy matching can give a different t from each side. It always runs from the shorter string, or for equal lengths
// from the string whose code points come first, so the result is symmetric.
//
// Cost: a few operations per character of the shorter string if the longer has at most 64 characters; O(n log n)
// otherwise. Sources: Jaro, JASA 84 (1989) 414-420; Winkler, Proceedings of the Section on Survey Research Methods, ASA
// 1990, 354-359.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold::similarity {

/// Lengths in code points.
struct JaroMatch {
  std::uint32_t length_left = 0;
  std::uint32_t length_right = 0;
  std::uint32_t matches = 0;
  std::uint32_t transpositions = 0;  ///< half the number of matched characters out of order, rounded down
  std::uint32_t prefix = 0;          ///< length of the common prefix, at most 4
  bool operator==(const JaroMatch&) const = default;
};

[[nodiscard]] JaroMatch jaro_match(std::string_view left, std::string_view right);

/// For callers whose lowest threshold is `least_e4`. If the matches cannot reach it even in the best order,
/// transpositions are not counted (0). jaro_winkler_at_least gives the right answer for every threshold from `least_e4`
/// up.
[[nodiscard]] JaroMatch jaro_match(std::string_view left, std::string_view right, std::uint32_t least_e4);

namespace detail {

/// Jaro-Winkler is numerator / (10 * denominator). For lengths up to L both are below 30 L^3.
template <class Unsigned>
struct JaroWinklerRatio {
  Unsigned numerator;
  Unsigned denominator;

  constexpr explicit JaroWinklerRatio(const JaroMatch& match) {
    const Unsigned a = match.length_left, b = match.length_right, m = match.matches,
                   in_order = m - match.transpositions;
    const Unsigned jaro = m * m * (a + b) + in_order * a * b;
    denominator = 3 * a * b * m;
    const bool boosted = 10 * jaro > 7 * denominator;
    numerator = boosted ? jaro * (10 - match.prefix) + denominator * match.prefix : 10 * jaro;
  }
  [[nodiscard]] constexpr bool at_least(std::uint32_t threshold_e4) const {
    return numerator * 1000 >= denominator * threshold_e4;
  }
};

__extension__ typedef unsigned __int128 Wide;
/// For lengths up to this one, 30,000 L^3 fits in 64 bits.
inline constexpr std::uint32_t kMaxNarrowLength = 60'000;

}  // namespace detail

/// Whether the Jaro-Winkler similarity is at least threshold_e4 / 10,000. Exact for all lengths.
[[nodiscard]] constexpr bool jaro_winkler_at_least(const JaroMatch& match, std::uint32_t threshold_e4) {
  if (match.matches == 0) {
    const bool both_empty = match.length_left == 0 && match.length_right == 0;
    return threshold_e4 <= (both_empty ? 10'000 : 0);
  }
  if (match.length_left <= detail::kMaxNarrowLength && match.length_right <= detail::kMaxNarrowLength)
    return detail::JaroWinklerRatio<std::uint64_t>(match).at_least(threshold_e4);
  return detail::JaroWinklerRatio<detail::Wide>(match).at_least(threshold_e4);
}

/// The similarity as a number, for people and tests. Comparison levels are decided by jaro_winkler_at_least.
[[nodiscard]] double jaro_winkler(const JaroMatch& match);
[[nodiscard]] double jaro_winkler(std::string_view left, std::string_view right);

}  // namespace onefold::similarity
