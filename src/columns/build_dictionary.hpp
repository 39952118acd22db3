// Assigns codes to values that repeat. One distributed count yields codes, dictionary and term frequencies.
//
// Cost for n local rows with d distinct values, D distinct values over all ranks, P ranks: O(n) hashing and O(d log d)
// sorting. Communication: d values with their counts to the owners of their hashes, 4 d bytes back, and D / P values to
// each other node. Memory: 4 n bytes for the codes, the local distinct values while they are counted, and one
// dictionary per node.
#pragma once

#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "columns/frequencies.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"
#include "record/columns.hpp"

namespace onefold::columns {

/// The distinct values of one rank, and one index per row (0: missing; index i means `distinct[i - 1]`). A value may
/// occur in `distinct` more than once.
struct LocalValues {
  std::vector<Code> row_index;
  TextColumn distinct;
  std::vector<std::uint64_t> counts;  ///< number of rows with each distinct value
};

/// Local. Empty values are missing.
[[nodiscard]] LocalValues local_intern(const cleanse::CleansedColumn& cleansed);

/// Codes of this rank's rows, and the dictionary to which they refer.
struct CodedColumn {
  std::vector<Code> codes;
  Dictionary dictionary;
  std::uint64_t num_equal_pairs = 0;  ///< pairs of records of all ranks with the same value
};

/// Collective. `node` holds the ranks that share memory. `frequencies`, if given, settles the counts of the dictionary.
[[nodiscard]] CodedColumn build_coded_column(const mpi::Communicator& world, const mpi::Communicator& node,
                                             LocalValues local, AttributeFrequencies* frequencies = nullptr);

}  // namespace onefold::columns
