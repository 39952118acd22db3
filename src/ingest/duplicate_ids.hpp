// Finds records of one source with the same source id, wherever they lie.
//
//   in   hashes of the ids that each rank has read; sources without an id column have none
//   out  how many records repeat an id, and the first of them by RecordId with the record whose id it repeats
//
// Each hash goes with its position to its owner, who finds equal ones in groups that fit the first-level cache. Two of
// a billion different ids have equal hashes (96 bits) with probability 6e-12. Slice by slice, so that at most about
// `max_in_flight` records of a rank are on their way at a time, though there are never more than IdHashes::kNumBuckets
// slices. Memory: 48 bytes for each of these, and 16 for each that waits. Cost: O(n) expected time for n local records,
// 16 n bytes on the wire.
#pragma once

#include <cstdint>
#include <span>

#include "ingest/id_hashes.hpp"
#include "ingest/numbering.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

struct DuplicateIds {
  std::uint64_t num_repeats = 0;
  RecordId first = 0;   ///< the record whose id is repeated, and
  RecordId repeat = 0;  ///< the first record of all that repeats an id; both 0 when none does
};

/// Collective. Equal on all ranks. `stretches`, which say what RecordId a position on a rank is, are equal on all
/// ranks.
[[nodiscard]] DuplicateIds find_duplicate_ids(const mpi::Communicator& world, std::span<const RankStretch> stretches,
                                              IdHashes hashes, std::uint64_t max_in_flight);

}  // namespace onefold::ingest
