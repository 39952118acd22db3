// How many characters two texts can have in common, from 64 bits each: a sieve in front of Jaro-Winkler for texts that
// are too long for the batch kernels. What it turns away does not reach the threshold; the rest has to be compared.
//
// A bag holds the length, and for each of 28 classes of characters whether it occurs once, and whether it occurs again.
// A class that one text has and the other lacks costs the text a match. Cost: O(length) a text, 3 ns a pair.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace onefold::similarity {

/// The longest text that has a bag.
inline constexpr std::size_t kMaxBagLength = 64;

/// Of a text of 1 .. kMaxBagLength characters; others give 0, of which nothing is known.
[[nodiscard]] std::uint64_t letter_bag(std::string_view text);

/// For one lowest threshold of Jaro-Winkler.
class BagSieve {
 public:
  explicit BagSieve(std::uint32_t least_e4);
  /// False only if the similarity of texts with these bags is below the threshold.
  [[nodiscard]] bool may_reach(std::uint64_t left, std::uint64_t right) const;

 private:
  /// [length][length] fewest matches that can reach the threshold; more than any text has if none can.
  std::vector<std::array<std::uint8_t, kMaxBagLength + 1>> fewest_matches_;
};

}  // namespace onefold::similarity
