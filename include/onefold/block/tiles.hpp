// Pairs are split, not blocks: blocks are cut into tiles of bounded cost and the global sequence of tiles is dealt to ranks in
// equal shares of pairs, so that one giant block is shared by many ranks.
//
// After BlockSplit and PairRange: Kolb, Thor, Rahm: Load Balancing for MapReduce-based Entity Resolution, ICDE 2012.
// Bound: no tile has more than tau = eps * T / P pairs (T pairs on P ranks), so the largest rank has at most (1 + eps) T / P, whatever the skew.
// Rows shipped: at most the rows in blocks + 2 sqrt(T P / eps).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/block/blocks.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/columns.hpp"

namespace onefold::block {

/// Records to compare: all pairs among rows [first, first + num_left) when num_right is 0, else all pairs of one of these with one of the
/// num_right rows behind them. Rows index into `TileSet::ids`.
struct Tile {
  std::uint64_t first = 0;
  std::uint32_t num_left = 0;
  std::uint32_t num_right = 0;
  [[nodiscard]] std::uint64_t num_rows() const { return std::uint64_t{num_left} + num_right; }
};

/// The tiles that a rank scores. Ids ascend within num_left and within num_right, and those on the left are smaller.
struct TileSet {
  std::vector<Tile> tiles;
  std::vector<RecordId> ids;
  std::uint64_t num_local_pairs = 0;
  double load_factor = 1;   ///< largest rank's pairs over the mean; equal on all ranks
};

struct DealOptions {
  double epsilon = 0.02;                    ///< tolerated excess of the largest rank over the mean
  std::uint64_t min_tile_pairs = 4096;      ///< smaller tiles are not worth their messages
};

/// Collective. Cuts this rank's blocks into tiles and sends each to the rank that scores it.
[[nodiscard]] TileSet deal_tiles(const mpi::Communicator& world, const Blocks& blocks, const PairScope& scope,
                                 const DealOptions& options = {});

/// What scoring reads of the rows of a TileSet, in its order: row i is record ids[i].
struct TileRows {
  std::vector<Column> attributes;                    ///< [attribute]; without rows for attributes that were not asked for
  std::vector<std::vector<KeyHash>> earlier_keys;    ///< [earlier rule]
  std::vector<std::uint32_t> source;
};

/// Collective. Brings the values of `attributes` (ascending) and the keys of `earlier_rules` of the given records here. Keys that are made of
/// these attributes alone are computed here, others by the owners of the records.
[[nodiscard]] TileRows fetch_rows(const mpi::Communicator& world, const Columns& columns, std::span<const RecordId> ids,
                                  std::span<const AttributeIndex> attributes,
                                  std::span<const RuleKeys> earlier_rules);

}  // namespace onefold::block
