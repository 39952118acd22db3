// How many candidate pairs of blocks are new: proposed by no earlier rule. Exact, without looking at the pairs of large
// blocks. Local.
//
// The pairs of a block that earlier rules propose too, each counted at the first rule that does:
//
//   new(B, k)  =  pairs(B)  -  sum of new(G, r - 1) over rules r = 1 .. k and groups G of B with equal keys of rule r
//
// Small blocks are counted pair by pair.
// Cost for n rows of a block and k earlier rules: O(k n log n), and the same for the groups, whose sizes fall fast;
// groups that an earlier rule has as a whole are left out at once. Memory: 16 bytes a row of the largest block, for
// each rule that a group is in.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/block/blocks.hpp"
#include "onefold/block/key_evaluator.hpp"

namespace onefold::block {

/// `earlier_keys`: [earlier rule][i] key in effect of record blocks.ids[i]; kNoKey: none.
[[nodiscard]] std::uint64_t local_count_new_pairs(const Blocks& blocks,
                                                  std::span<const std::vector<KeyHash>> earlier_keys,
                                                  const PairScope& scope);

}  // namespace onefold::block
