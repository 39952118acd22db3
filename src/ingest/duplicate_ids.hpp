// Finds records of one source with the same source id, on any ranks.
//
//   in   hashes of the ids that each rank has read; sources without an id column have none
//   out  how many records repeat an id; the first of them by RecordId, and the record whose id it repeats
//
// Each hash goes to its owner, which finds equal hashes in groups that fit the first-level cache. Hashes have 96 bits:
// two of a billion different ids have equal hashes with probability 6e-12. Hashes travel in slices, so that at most
// about `max_in_flight` hashes per rank travel at a time; there are at most IdHashes::kNumBuckets slices. Memory: 48
// bytes per travelling hash, 16 bytes per waiting hash. Cost: O(n) expected time for n local records, 16 n bytes on the
// wire.
#pragma once

#include <cstdint>
#include <span>

#include "ingest/id_hashes.hpp"
#include "ingest/numbering.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

struct DuplicateIds {
  std::uint64_t num_repeats = 0;
  // Both are 0 if no id is repeated.
  RecordId first = 0;   ///< the first record with the id that `repeat` has
  RecordId repeat = 0;  ///< the first record that repeats an id
};

/// Collective. Equal on all ranks. `stretches` turn positions on a rank into RecordIds; they are equal on all ranks.
[[nodiscard]] DuplicateIds find_duplicate_ids(const mpi::Communicator& world, std::span<const RankStretch> stretches,
                                              IdHashes hashes, std::uint64_t max_in_flight);

}  // namespace onefold::ingest
