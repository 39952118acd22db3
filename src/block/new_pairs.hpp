// How many candidate pairs of blocks are new: proposed by no earlier rule, and by no smaller key of the same rule where
// that gives records several. Exact, without looking at the pairs of large blocks one by one. Local.
//
// The pairs of a block that earlier rules propose too, each counted at the first rule that does:
//
//   new(B, k)  =  pairs(B)  -  sum of new(G, r - 1) over rules r = 1 .. k and groups G of B with equal keys of rule r
//
// Small blocks are counted pair by pair.
// Cost for n rows of a block and k earlier rules: O(k n log n), and the same for the groups, whose sizes fall fast;
// groups that an earlier rule has as a whole are left out at once. Memory: 16 bytes a row of the largest block, for
// each rule that a group is in.
//
// Where records have several keys, groups overlap, and there may be as many as there are sets of keys. There, for each
// row, the rows behind it that share a key with it are united as bits (common_keys.hpp) and counted: about k n^2 / 64
// steps for k keys a row. Memory: 40 bytes a key of 32,768 rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/blocks.hpp"
#include "block/key_evaluator.hpp"
#include "block/tiles.hpp"

namespace onefold::block {

/// Row i of `rows` is record blocks.ids[i].
[[nodiscard]] std::uint64_t local_count_new_pairs(const Blocks& blocks, const TileRows& rows, const PairScope& scope);

}  // namespace onefold::block
