// Difficult pairs of strings: lengths around the word sizes of the kernels, few letters (so that many matches compete),
// edited copies (so that they are similar), characters of one to four bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "record/hash.hpp"

namespace onefold::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(seed) {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(scale_to(mix(seed_, count_++), bound)); }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

inline std::u32string random_text(Random& random, std::size_t length, const std::u32string& alphabet) {
  std::u32string text;
  for (std::size_t i = 0; i < length; ++i) text.push_back(alphabet[random.below(alphabet.size())]);
  return text;
}

/// A copy with up to `num_edits` edits: insertions, deletions, replacements, or exchanges of neighbours.
inline std::u32string edited(Random& random, std::u32string text, std::size_t num_edits,
                             const std::u32string& alphabet) {
  for (std::size_t edit = random.below(num_edits + 1); edit > 0; --edit) {
    const std::size_t at = random.below(text.size() + 1);
    const char32_t character = alphabet[random.below(alphabet.size())];
    switch (random.below(4)) {
      case 0:
        text.insert(text.begin() + static_cast<std::ptrdiff_t>(at), character);
        break;
      case 1:
        if (at < text.size()) text.erase(at, 1);
        break;
      case 2:
        if (at < text.size()) text[at] = character;
        break;
      default:
        if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
        break;
    }
  }
  return text;
}

inline const std::array<std::u32string, 4>& alphabets() {
  static const std::array<std::u32string, 4> all = {U"ab", U"aeinorstl", std::u32string(U"abc\0 -", 6),
                                                    U"abé\u0416李\U0001F600"};
  return all;
}

inline std::vector<std::pair<std::u32string, std::u32string>> string_pairs(std::uint64_t seed, std::size_t repeats,
                                                                           const std::vector<std::size_t>& lengths) {
  Random random(seed);
  std::vector<std::pair<std::u32string, std::u32string>> pairs;
  for (std::size_t repeat = 0; repeat < repeats; ++repeat)
    for (const std::u32string& alphabet : alphabets())
      for (const std::size_t left_length : lengths) {
        const std::u32string left = random_text(random, left_length, alphabet);
        pairs.emplace_back(left, edited(random, left, 4, alphabet));
        for (const std::size_t right_length : lengths)
          pairs.emplace_back(left, random_text(random, right_length, alphabet));
      }
  return pairs;
}

/// Lengths around the sizes of machine words and vectors.
inline const std::vector<std::size_t> kHostileLengths = {0,  1,  2,  3,  4,  5,  7,  8,  9,  15,
                                                         16, 17, 31, 32, 33, 63, 64, 65, 130};

}  // namespace onefold::test
