// Cuts blocks into tiles of bounded cost and deals the global sequence of tiles to the ranks in equal shares of pairs,
// so that many ranks share one giant block.
//
// After BlockSplit and PairRange: Kolb, Thor, Rahm: Load Balancing for MapReduce-based Entity Resolution, ICDE 2012.
// Bound: no tile has more than tau = eps * T / P pairs (T pairs on P ranks), so the largest rank has at most (1 + eps)
// T / P, for any skew. Rows sent: at most the rows in blocks + 2 sqrt(T P / eps).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/blocks.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::block {

/// Records to compare. If num_right is 0: all pairs among rows [first, first + num_left). Otherwise: all pairs of one
/// of these rows and one of the num_right rows after them. Rows are indices into TileSet::ids.
struct Tile {
  std::uint64_t first = 0;
  std::uint32_t num_left = 0;
  std::uint32_t num_right = 0;
  KeyHash hash = 0;  ///< of the block, if DealOptions::several_keys
  [[nodiscard]] std::uint64_t num_rows() const { return std::uint64_t{num_left} + num_right; }
};

/// The tiles that a rank scores. Ids ascend within the left and within the right rows. Left ids are smaller, except in
/// a delta run, where they are those of changed records.
struct TileSet {
  std::vector<Tile> tiles;
  std::vector<RecordId> ids;
  std::uint64_t num_local_pairs = 0;
  double load_factor = 1;  ///< pairs of the largest rank divided by the mean; equal on all ranks
};

struct DealOptions {
  double epsilon = 0.02;                ///< tolerated excess of the largest rank over the mean
  std::uint64_t min_tile_pairs = 4096;  ///< smaller tiles do not justify their messages
  /// Set if this rule or an earlier one gives records several keys: then each tile stores its block's hash, and has so
  /// few rows that their keys fit in memory.
  bool several_keys = false;
  static constexpr std::uint64_t kMaxPairsOfSeveralKeys = 1 << 22;
};

/// The rules that may propose a pair of a tile before the tile does: the earlier rules; and the tile's own rule if it
/// gives records several keys, since a pair belongs to the smallest key that both records have.
struct RulesSoFar {
  std::span<const RuleKeys> earlier;
  const RuleKeys* own = nullptr;  ///< null: the rule gives records one key, so each pair is in one tile

  RulesSoFar() = default;
  RulesSoFar(std::span<const RuleKeys> earlier_rules)
      : earlier(earlier_rules) {}  // NOLINT(google-explicit-constructor)
  RulesSoFar(const std::vector<RuleKeys>& earlier_rules)
      : earlier(earlier_rules) {}  // NOLINT(google-explicit-constructor)
  /// For tiles of rule `rule` of `all`, which must outlive the result.
  static RulesSoFar of(std::span<const RuleKeys> all, std::size_t rule);
  /// Whether any of these rules gives records several keys.
  [[nodiscard]] bool several_keys() const;
};

/// Collective. Cuts this rank's blocks into tiles and sends each to the rank that scores it.
[[nodiscard]] TileSet deal_tiles(const mpi::Communicator& world, const Blocks& blocks, const PairScope& scope,
                                 const DealOptions& options = {});

/// The columns of a TileSet that scoring reads: row i is record ids[i].
struct TileRows {
  std::vector<Column> attributes;                  ///< [attribute]; attributes that were not requested have no rows
  std::vector<std::vector<KeyHash>> earlier_keys;  ///< [earlier rule with one key per record]
  std::vector<std::uint32_t> source;
  /// Earlier rules with several keys per record; row_keys.hpp computes their keys from `attributes`.
  std::vector<const RuleKeys*> earlier_lists;
  std::vector<std::size_t> list_rules;  ///< [earlier_lists] their numbers among the earlier rules, ascending
  const RuleKeys* own_list = nullptr;   ///< the tiles' own rule if it has several keys per record, otherwise null
};

/// Collective. Fetches the values of `attributes` (ascending) and the keys of `rules` of the given records. Keys that
/// read only these attributes are computed here, other keys by the owners of the records. For rules with several keys
/// per record, the attributes that they read are fetched too; these rules must outlive the rows.
[[nodiscard]] TileRows fetch_rows(const mpi::Communicator& world, const Columns& columns, std::span<const RecordId> ids,
                                  std::span<const AttributeIndex> attributes, const RulesSoFar& rules);

}  // namespace onefold::block
