// A sample of records with a true id, for training: all records of some true ids, none of the others.
//
// A true id is in the sample if its hash is divisible by a power of two. This power grows with the number of records:
// about one pair of records with equal true ids is expected per record. While records are read, each rank uses the
// power that fits the records it has seen so far; this power divides the final one, so no needed record is dropped.
// Memory per rank: 16 bytes per sampled record, at most about 32 `max_pairs` bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "record/hashed_record.hpp"

namespace onefold::ingest {

class TrueIdSample {
 public:
  /// The sample holds at most about `max_pairs` pairs of records with equal true ids; 0: it stays empty.
  explicit TrueIdSample(std::uint64_t max_pairs) : max_pairs_(max_pairs) {}

  /// Local. `position`: the number of records that this rank has read before this one. Positions ascend.
  void offer(std::string_view true_id, std::uint64_t position);
  /// Local. The sample for `num_global` records on all ranks; HashedRecord::record is still a position.
  [[nodiscard]] std::vector<HashedRecord> take(std::uint64_t num_global);

 private:
  void thin_out(std::uint64_t num_records);

  std::uint64_t max_pairs_;
  std::uint64_t share_ = 1;  // one of this many hashes is in the sample
  std::vector<HashedRecord> sample_;
};

}  // namespace onefold::ingest
