#include "ingest/id_hashes.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <limits>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"

namespace onefold::ingest {

void IdHashes::add(std::string_view id, std::uint32_t source, std::uint64_t position) {
  if (position > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "one rank has more than 4 billion records to read: run with more ranks");
  const XXH128_hash_t hash = XXH3_128bits_withSeed(id.data(), id.size(), mix(1, source));
  Bucket& bucket = buckets_[hash.low64 >> 58];
  if (bucket.in_last == kChunkItems) {
    bucket.chunks.push_back(std::make_unique_for_overwrite<HashedId[]>(kChunkItems));
    bucket.in_last = 0;
  }
  bucket.chunks.back()[bucket.in_last++] = {hash.low64, static_cast<std::uint32_t>(hash.high64 >> 32),
                                            static_cast<std::uint32_t>(position)};
  ++size_;
}

void IdHashes::take_bucket(std::size_t bucket, PlainBuffer<HashedId>& items) {
  auto& [chunks, in_last] = buckets_[bucket];
  for (auto& chunk : chunks) {
    items.append(chunk.get(), chunk == chunks.back() ? in_last : kChunkItems);
    chunk.reset();
  }
  chunks.clear();
  in_last = kChunkItems;
}

}  // namespace onefold::ingest
