// The number of blocks, records and pairs that a blocking rule proposes.
#pragma once

#include <cstdint>

namespace onefold::block {

/// Global: equal on all ranks.
struct RuleSize {
  std::uint64_t num_blocks = 0;          ///< blocks of two or more records
  std::uint64_t num_rows = 0;            ///< records in these blocks; a record counts once per block
  std::uint64_t num_pairs = 0;           ///< candidate pairs of all blocks; other blocks and rules are not considered
  std::uint64_t largest_block = 0;       ///< records of the largest block
  std::uint64_t num_skipped_blocks = 0;  ///< oversized blocks whose records lost their key
  std::uint64_t num_skipped_rows = 0;    ///< records that lost their only key, or all of several
  bool operator==(const RuleSize&) const = default;
};

}  // namespace onefold::block
