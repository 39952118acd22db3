// Texts as keys of 128 bits. Records that the user's files name as SOURCE:ID are found by such keys, so all code must
// make them with these functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "record/hash.hpp"

namespace onefold {

/// Two of 10^9 different texts have equal keys with probability 10^-21.
struct TextKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const TextKey&) const = default;
};

/// XXH3 128 bits of the text. `space` separates kinds of texts, for example ids of different sources.
[[nodiscard]] TextKey text_key(std::string_view text, std::uint64_t space = 0);

/// Key of the record with this id in the source with this position in the job. `id` is without surrounding spaces.
[[nodiscard]] inline TextKey record_key(std::uint64_t source, std::string_view id) { return text_key(id, source + 1); }

/// The rank that handles everything with this key.
[[nodiscard]] inline int owner_of(const TextKey& key, int num_ranks) {
  return static_cast<int>(scale_to(key.high, static_cast<std::uint64_t>(num_ranks)));
}

}  // namespace onefold
