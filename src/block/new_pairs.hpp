// Counts the candidate pairs of blocks that are new: no earlier rule proposes them, nor a smaller key of the same rule
// if it gives records several keys. Exact; does not visit the pairs of large blocks one by one. Local.
//
// For a block B and k earlier rules, each pair that earlier rules also propose is counted at the first of these rules:
//
//   new(B, k)  =  pairs(B)  -  sum of new(G, r - 1) over rules r = 1 .. k and groups G of B with equal keys of rule r
//
// Small blocks are counted pair by pair.
// Cost for n rows of a block: O(k n log n), and the same for the groups, whose sizes fall fast; a group that has equal
// keys of an earlier rule as a whole is skipped at once. Memory: 16 bytes per row of the largest block and level of
// recursion.
//
// If records have several keys, groups overlap, and there may be as many groups as sets of keys. In this case, per row,
// the later rows that share a key with it are collected as bits (common_keys.hpp) and counted: about k n^2 / 64 steps
// for k keys per row. Memory: 40 bytes per key of 32,768 rows.
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
