#include "similarity/letter_bag.hpp"

#include <algorithm>

#include "onefold/similarity/jaro_winkler.hpp"
#include "similarity/letters.hpp"
#include "similarity/positions.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

constexpr int kLengthShift = 56;
constexpr int kNumClasses = 28;
constexpr std::uint64_t kClasses = low_bits(kLengthShift);

/// Each letter has a class of its own, in either case; all other characters share two classes.
int class_of(char32_t character) {
  const char letter = character < 0x80 ? upper_letter(static_cast<char>(character)) : '\0';
  return letter != '\0' ? letter - 'A' : 26 + static_cast<int>(character & 1);
}

/// std::popcount compiles to a call, because not every processor has the instruction.
std::uint32_t count_bits(std::uint64_t bits) {
  bits -= (bits >> 1) & 0x5555555555555555ULL;
  bits = (bits & 0x3333333333333333ULL) + ((bits >> 2) & 0x3333333333333333ULL);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
  return static_cast<std::uint32_t>((bits * 0x0101010101010101ULL) >> 56);
}

std::uint32_t length_of(std::uint64_t bag) { return static_cast<std::uint32_t>(bag >> kLengthShift); }

}  // namespace

std::uint64_t letter_bag(std::string_view text) {
  std::uint64_t once = 0, again = 0, length = 0;
  while (!text.empty()) {
    if (++length > kMaxBagLength) return 0;
    const std::uint64_t bit = 1ULL << class_of(take_code_point(text));
    again |= once & bit;
    once |= bit;
  }
  return length << kLengthShift | again << kNumClasses | once;
}

BagSieve::BagSieve(std::uint32_t least_e4) : fewest_matches_(kMaxBagLength + 1) {
  const auto reached = [&](std::uint32_t a, std::uint32_t b, std::uint32_t matches) {
    return jaro_winkler_at_least({a, b, matches, 0, std::min<std::uint32_t>(4, matches)}, least_e4);
  };
  for (std::uint32_t a = 1; a <= kMaxBagLength; ++a) {
    std::uint32_t fewest = 0;
    for (std::uint32_t b = 1; b <= kMaxBagLength; ++b) {
      // A longer right text never needs fewer matches, so the search continues from the last result.
      while (fewest <= a && !reached(a, b, fewest)) ++fewest;
      fewest_matches_[a][b] = static_cast<std::uint8_t>(fewest);
    }
  }
}

bool BagSieve::may_reach(std::uint64_t left, std::uint64_t right) const {
  const std::uint32_t a = length_of(left), b = length_of(right);
  if (a == 0 || b == 0) return true;
  const auto without_match = [](std::uint64_t one, std::uint64_t other) { return count_bits(one & ~other & kClasses); };
  const std::uint32_t most = std::min(a - without_match(left, right), b - without_match(right, left));
  return most >= fewest_matches_[a][b];
}

}  // namespace onefold::similarity
