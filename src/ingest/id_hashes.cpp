#include "ingest/id_hashes.hpp"

#include <limits>

#include "onefold/record/error.hpp"

namespace onefold::ingest {

void IdHashes::add(const TextKey& key, std::uint64_t position) {
  if (position > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "one rank has more than 4 billion records to read: run with more ranks");
  Bucket& bucket = buckets_[key.low >> 58];
  if (bucket.in_last == kChunkItems) {
    bucket.chunks.push_back(std::make_unique_for_overwrite<HashedId[]>(kChunkItems));
    bucket.in_last = 0;
  }
  bucket.chunks.back()[bucket.in_last++] = {key.low, static_cast<std::uint32_t>(key.high >> 32),
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
