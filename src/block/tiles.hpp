// Pairs are split, not blocks: blocks are cut into tiles of bounded cost and the global sequence of tiles is dealt to
// ranks in equal shares of pairs, so that one giant block is shared by many ranks.
//
// After BlockSplit and PairRange: Kolb, Thor, Rahm: Load Balancing for MapReduce-based Entity Resolution, ICDE 2012.
// Bound: no tile has more than tau = eps * T / P pairs (T pairs on P ranks), so the largest rank has at most (1 + eps)
// T / P, whatever the skew. Rows shipped: at most the rows in blocks + 2 sqrt(T P / eps).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/blocks.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::block {

/// Records to compare: all pairs among rows [first, first + num_left) when num_right is 0, else all pairs of one of
/// these with one of the num_right rows behind them. Rows index into `TileSet::ids`.
struct Tile {
  std::uint64_t first = 0;
  std::uint32_t num_left = 0;
  std::uint32_t num_right = 0;
  KeyHash hash = 0;  ///< of the block, where DealOptions::several_keys
  [[nodiscard]] std::uint64_t num_rows() const { return std::uint64_t{num_left} + num_right; }
};

/// The tiles that a rank scores. Ids ascend within num_left and within num_right, and those on the left are smaller.
struct TileSet {
  std::vector<Tile> tiles;
  std::vector<RecordId> ids;
  std::uint64_t num_local_pairs = 0;
  double load_factor = 1;  ///< largest rank's pairs over the mean; equal on all ranks
};

struct DealOptions {
  double epsilon = 0.02;                ///< tolerated excess of the largest rank over the mean
  std::uint64_t min_tile_pairs = 4096;  ///< smaller tiles are not worth their messages
  /// This rule, or one before it, gives records several keys: tiles know which block they are of, and stay so small
  /// that the keys of their rows can be held.
  bool several_keys = false;
  static constexpr std::uint64_t kMaxPairsOfSeveralKeys = 1 << 22;
};

/// The rules that a pair of a tile may belong to instead: earlier ones, and the tile's own rule where it gives records
/// several keys, for pairs that share a smaller one.
struct RulesSoFar {
  std::span<const RuleKeys> earlier;
  const RuleKeys* own = nullptr;  ///< none: pairs have one tile in this rule

  RulesSoFar() = default;
  RulesSoFar(std::span<const RuleKeys> earlier_rules)
      : earlier(earlier_rules) {}  // NOLINT(google-explicit-constructor)
  RulesSoFar(const std::vector<RuleKeys>& earlier_rules)
      : earlier(earlier_rules) {}  // NOLINT(google-explicit-constructor)
  /// Of rule `rule` of all; `all` must outlive what is made of it.
  static RulesSoFar of(std::span<const RuleKeys> all, std::size_t rule);
  /// Whether any of them gives records several keys.
  [[nodiscard]] bool several_keys() const;
};

/// Collective. Cuts this rank's blocks into tiles and sends each to the rank that scores it.
[[nodiscard]] TileSet deal_tiles(const mpi::Communicator& world, const Blocks& blocks, const PairScope& scope,
                                 const DealOptions& options = {});

/// What scoring reads of the rows of a TileSet, in its order: row i is record ids[i].
struct TileRows {
  std::vector<Column> attributes;                  ///< [attribute]; without rows for attributes that were not asked for
  std::vector<std::vector<KeyHash>> earlier_keys;  ///< [earlier rule with one key a record]
  std::vector<std::uint32_t> source;
  /// Rules with several keys a record, which are made of `attributes` where they are asked for; see row_keys.hpp.
  std::vector<const RuleKeys*> earlier_lists;
  const RuleKeys* own_list = nullptr;  ///< of the tiles' own rule, or none
};

/// Collective. Brings the values of `attributes` (ascending) and the keys of `rules` of the given records here. Keys
/// that are made of these attributes alone are computed here, others by the owners of the records. What rules with
/// several keys a record are made of comes too; such rules must outlive the rows.
[[nodiscard]] TileRows fetch_rows(const mpi::Communicator& world, const Columns& columns, std::span<const RecordId> ids,
                                  std::span<const AttributeIndex> attributes, const RulesSoFar& rules);

}  // namespace onefold::block
