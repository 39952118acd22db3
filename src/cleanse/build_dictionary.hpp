// Codes for values that repeat: one distributed count gives codes, the dictionary and the term frequencies at once.
//
// Cost for n local rows with d distinct values, D of them in all, P ranks: O(n) hashing, O(d log d) sorting; on the
// wire d values with their counts to the owners of their hashes, 4 d bytes back, and D / P values to each other node.
// Memory: 4 n bytes for the codes, the local distinct values while counting, the dictionary once a node.
#pragma once

#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"
#include "record/columns.hpp"

namespace onefold::cleanse {

/// Distinct values of one rank and, per row, an index into them (0: missing; index i is `distinct[i - 1]`). A value may
/// stand in `distinct` more than once.
struct LocalValues {
  std::vector<Code> row_index;
  TextColumn distinct;
  std::vector<std::uint64_t> counts;  ///< rows with each distinct value
};

/// Local. Empty values are missing.
[[nodiscard]] LocalValues local_intern(const CleansedColumn& cleansed);

/// Codes of this rank's rows, and the dictionary that they index.
struct CodedColumn {
  std::vector<Code> codes;
  Dictionary dictionary;
};

/// Collective. `node` holds the ranks that share memory.
[[nodiscard]] CodedColumn build_coded_column(const mpi::Communicator& world, const mpi::Communicator& node,
                                             LocalValues local);

}  // namespace onefold::cleanse
