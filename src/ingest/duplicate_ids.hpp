// Finds records of one source with the same source id, wherever they lie.
//
//   in   the records of each rank: source and source id; sources without an id column are passed over
//   out  how many records repeat an id, and the first of them by RecordId with the record whose id it repeats
//
// Each id goes as 128 bits of hash with its RecordId to the owner of the hash, who finds equal ones in buckets that fit
// the cache. Two of a billion different ids have equal hashes with probability 1e-21. Memory: 24 bytes a record, sent
// and received, for at most `max_in_flight` records of a rank at a time; the hashes are cut into as many slices as that
// needs. Cost: O(n) expected time for n local records, one exchange of 24 n bytes a rank.
#pragma once

#include <cstdint>
#include <optional>

#include "onefold/ingest/ingest.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

struct DuplicateIds {
  std::uint64_t num_repeats = 0;
  RecordId first = 0;   ///< the record whose id is repeated, and
  RecordId repeat = 0;  ///< the first record of all that repeats an id; both 0 when none does
};

/// Collective. Equal on all ranks.
[[nodiscard]] DuplicateIds find_duplicate_ids(const mpi::Communicator& world, const config::Job& job,
                                              const RawRows& rows, std::uint64_t max_in_flight);

}  // namespace onefold::ingest
