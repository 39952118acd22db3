// An upper bound of the number of characters that two texts share, from 64 bits per text. It filters pairs before
// Jaro-Winkler, for texts that are too long for the batch kernels. A rejected pair cannot reach the threshold; the
// other pairs must be compared.
//
// A bag holds the length of the text, and for each of 28 classes of characters whether the class occurs once, and
// whether it occurs again. A class that occurs in just one of the two texts costs that text a match. Cost: O(length)
// per text, a few nanoseconds per pair.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace onefold::similarity {

/// Length of the longest text that has a bag.
inline constexpr std::size_t kMaxBagLength = 64;

/// The bag of a text of 1 .. kMaxBagLength characters. For other texts 0, which rejects no pair.
[[nodiscard]] std::uint64_t letter_bag(std::string_view text);

/// The filter for one Jaro-Winkler threshold.
class BagSieve {
 public:
  explicit BagSieve(std::uint32_t least_e4);
  /// False only if the similarity of the texts with these bags is below the threshold.
  [[nodiscard]] bool may_reach(std::uint64_t left, std::uint64_t right) const;

 private:
  /// [left length][right length] the smallest number of matches that can reach the threshold; a number above the left
  /// length if none can.
  std::vector<std::array<std::uint8_t, kMaxBagLength + 1>> fewest_matches_;
};

}  // namespace onefold::similarity
