// Why repair cut a link, so that its two records belong to different customers. Result files store these numbers.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold {

enum class CutReason : std::uint8_t {
  none = 0,
  support = 1,        ///< the mean match probability of all pairs between the two groups is too small
  unique_source = 2,  ///< both groups hold a record of the same source, which has no duplicates
  conflict = 3,       ///< the groups hold two values that one customer cannot have
  cannot_link = 4,    ///< a steward's cannot-link list separates them
  tie = 5,            ///< two links that exclude each other are equally strong
  too_large = 6,      ///< a component had too many records and was broken at a higher threshold
  contrast = 7,       ///< the pairs between the two groups weigh far less than the pairs within each
  lasting = 8,        ///< the two groups differ in an attribute that a customer never changes
};
inline constexpr std::uint8_t kNumCutReasons = 9;

/// The end of a sentence that begins with "cut because".
[[nodiscard]] constexpr std::string_view text_of(CutReason reason) {
  constexpr std::string_view kTexts[kNumCutReasons] = {
      "of no reason",
      "the pairs of the two groups, taken together, have too small a mean match probability",
      "the two customers hold records of the same source, which has no duplicates",
      "the two customers hold values that one customer cannot have",
      "a cannot-link list keeps the two customers apart",
      "the link was tied with another one, and the two exclude each other",
      "the component had too many records, and was broken at a higher threshold",
      "the pairs between the two groups weigh far less than those within each of them",
      "the two customers differ in an attribute that a customer never changes",
  };
  return kTexts[static_cast<std::size_t>(reason)];
}

}  // namespace onefold
