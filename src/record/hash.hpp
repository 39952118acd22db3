// The only hash functions and the only source of randomness: XXH3 of bytes, and a mixing function for integers. Their
// values are part of the file format and of the promise "same answer everywhere". Never replace them by std::hash.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace onefold {

/// XXH3 hash of the bytes, 64 bits wide.
[[nodiscard]] std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);

/// Mixes two integers into one that looks random (splitmix64 finaliser over a keyed sum; Steele, Lea, Flood 2014).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15ULL * (value + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

__extension__ using Uint128 = unsigned __int128;

/// Maps a random 64-bit word to [0, bound). The bias is at most bound / 2^64 (Lemire's multiplication).
[[nodiscard]] constexpr std::uint64_t scale_to(std::uint64_t random, std::uint64_t bound) {
  return static_cast<std::uint64_t>((static_cast<Uint128>(random) * bound) >> 64);
}

}  // namespace onefold
