#include "hdf5/chunk_check.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace onefold::result {

std::uint64_t hash_of_chunk(std::span<const char> bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace onefold::result
