// One distributed count of values that are not coded: how many records have each value, and how many pairs of records
// agree.
//
//   in   hashes          u64[num_local_rows]  equal values have equal hashes; 0: missing
//        max_in_flight   hashes that a rank sends at a time; the rest waits for the next of several rounds
//   out  counts          u32[num_local_rows]  records of all ranks with the row's value, at most 2^32 - 1; 0: missing
//        num_equal_pairs u64                  pairs of records with the same value; equal on all ranks
//
// Hashes meet at their owners, who count them in a table and send counts back the way the hashes came.
// Cost: O(n) time; 12 bytes a row on the wire; memory of 28 bytes a hash in flight and 24 to 48 for the table of the
// owner.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::cleanse {

struct ValueCounts {
  std::vector<std::uint32_t> counts;  ///< empty unless asked for
  std::uint64_t num_equal_pairs = 0;
};

/// Collective.
[[nodiscard]] ValueCounts count_values(const mpi::Communicator& world, std::span<const std::uint64_t> hashes,
                                       bool wants_counts, std::uint64_t max_in_flight);

}  // namespace onefold::cleanse
