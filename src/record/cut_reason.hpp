// Why a link joins two customers and not one. The numbers stand in result files.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold {

enum class CutReason : std::uint8_t {
  none = 0,
  support = 1,        ///< taken together, the pairs of the two groups say too little for one customer
  unique_source = 2,  ///< two records of a source without duplicates
  conflict = 3,       ///< two values that one customer cannot have
  cannot_link = 4,    ///< a steward's list says so
  tie = 5,            ///< two that exclude one another have the same claim
  too_large = 6,      ///< a component of too many records was broken at a higher threshold
  contrast = 7,       ///< the pairs between the two groups say far less than those within each
  lasting = 8,        ///< the two groups differ in what a customer keeps for life
};
inline constexpr std::uint8_t kNumCutReasons = 9;

/// The rest of a sentence that begins with "cut because".
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
      "the two customers differ in what a customer keeps for life",
  };
  return kTexts[static_cast<std::size_t>(reason)];
}

}  // namespace onefold
