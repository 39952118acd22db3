// Keeps hashes of the source ids that a rank has read, until find_duplicate_ids compares them.
//
// An item has 96 bits of the record's key and the record's position among those of this rank: 16 bytes per record.
// Items are stored in buckets by six bits of their hash, so that they are compared and freed bucket by bucket. Memory
// beyond the items: at most 1 MiB.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "onefold/record/text_column.hpp"
#include "record/text_key.hpp"

namespace onefold::ingest {

struct HashedId {
  std::uint64_t low = 0;
  std::uint32_t high = 0;
  std::uint32_t position = 0;
};

class IdHashes {
 public:
  static constexpr std::size_t kNumBuckets = 64;

  /// `position`: the number of records that this rank has read before. Throws Error(limit) if it does not fit 32 bits.
  void add(const TextKey& key, std::uint64_t position);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Appends the items of a bucket to `items` and frees the bucket.
  void take_bucket(std::size_t bucket, PlainBuffer<HashedId>& items);

 private:
  static constexpr std::size_t kChunkItems = 1024;
  struct Bucket {
    std::vector<std::unique_ptr<HashedId[]>> chunks;
    std::size_t in_last = kChunkItems;
  };
  std::array<Bucket, kNumBuckets> buckets_;
  std::uint64_t size_ = 0;
};

}  // namespace onefold::ingest
