// Texts as keys of 128 bits, and how they meet: everything with one key goes to one rank.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "record/hash.hpp"

namespace onefold::evaluate {

struct TextKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const TextKey&) const = default;
};

/// `space` keeps apart texts of different kinds, such as ids of different sources.
[[nodiscard]] inline TextKey key_of(std::string_view text, std::uint64_t space = 0) {
  return {hash_bytes(text, mix(1, space)), hash_bytes(text, mix(2, space))};
}

/// The rank where the key meets its like.
[[nodiscard]] inline int owner_of(const TextKey& key, int num_ranks) {
  return static_cast<int>(scale_to(key.high, static_cast<std::uint64_t>(num_ranks)));
}

}  // namespace onefold::evaluate
