// A distributed count of values that are not coded: the number of records with each value, and the number of pairs of
// records with equal values.
//
//   in   hashes          u64[num_local_rows]  equal values have equal hashes; 0: missing
//        max_in_flight   u64                  number of hashes that a rank sends per round
//   out  counts          u32[num_local_rows]  records of all ranks with the row's value, at most 2^32 - 1; 0: missing
//        num_equal_pairs u64                  pairs of records with the same value; equal on all ranks
//
// Each rank sends hashes to their owners, who count them in a table and send the counts back. Cost: O(n) time; 12 bytes
// of communication per row. Memory: 28 bytes per hash of a round, and 24 to 48 bytes per hash for the owner's table.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "columns/frequencies.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::columns {

struct ValueCounts {
  std::vector<std::uint32_t> counts;  ///< empty unless requested
  std::uint64_t num_equal_pairs = 0;
};

/// Collective. `frequencies`, if given, settles the counts that are returned; the number of pairs is always that of
/// this run.
[[nodiscard]] ValueCounts count_values(const mpi::Communicator& world, std::span<const std::uint64_t> hashes,
                                       bool wants_counts, std::uint64_t max_in_flight,
                                       AttributeFrequencies* frequencies = nullptr);

}  // namespace onefold::columns
