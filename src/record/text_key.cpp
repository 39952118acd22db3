#include "record/text_key.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace onefold {

TextKey text_key(std::string_view text, std::uint64_t space) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(text.data(), text.size(), mix(1, space));
  return {hash.high64, hash.low64};
}

}  // namespace onefold
