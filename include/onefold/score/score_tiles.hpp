// Visits the candidate pairs of tiles, each pair once over all rules, and scores or counts them. Local.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/block/blocks.hpp"
#include "onefold/block/tiles.hpp"
#include "onefold/model/pattern.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/score/pair_evaluator.hpp"

namespace onefold::score {

/// Scored pairs at or above the review threshold, in columns. left < right.
struct EdgeList {
  std::vector<RecordId> left;
  std::vector<RecordId> right;
  std::vector<model::Pattern> pattern;
  std::vector<model::FixedWeight> weight;               ///< prior and term frequencies included
  std::vector<std::uint16_t> rule;
  std::vector<std::int32_t> term_frequency;             ///< [edge * num_term_frequencies + t]
  [[nodiscard]] std::size_t size() const { return left.size(); }
};

struct PairCounts {
  std::uint64_t scored = 0;             ///< new pairs: first proposed by this rule
  std::uint64_t claimed_earlier = 0;    ///< pairs that an earlier rule proposes too
};

/// Visits every candidate pair (i, j), i before j, of the tiles: visit(i, j, claimed_earlier) with indices into the rows.
template <typename Visit>
void for_each_pair(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope, Visit visit);

/// Appends edges of `rule` to `edges`. `threshold` is a total weight.
PairCounts local_score_tiles(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                             const PairEvaluator& evaluator, const PairWeights& weights, model::FixedWeight threshold,
                             std::uint16_t rule, EdgeList& edges);

/// Counts patterns of all pairs and of the new ones among them.
PairCounts local_count_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                                const PairEvaluator& evaluator, model::PatternCounter& all_pairs,
                                model::PatternCounter& new_pairs);

/// Counts levels of all comparisons of all pairs: of comparison 0, then of comparison 1, ...
std::vector<std::uint64_t> local_count_levels(const block::TileSet& set, const block::TileRows& rows,
                                              const block::PairScope& scope, const PairEvaluator& evaluator);

/// Counts pairs only; compares nothing.
PairCounts local_count_pairs(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope);

template <typename Visit>
void for_each_pair(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope, Visit visit) {
  const auto claimed_earlier = [&](std::uint64_t i, std::uint64_t j) {
    for (const auto& keys : rows.earlier_keys)
      if (keys[i] == keys[j] && keys[i] != block::kNoKey) return true;
    return false;
  };
  for (const auto& tile : set.tiles) {
    const std::uint64_t left_end = tile.first + tile.num_left;
    const std::uint64_t end = tile.first + tile.num_rows();
    for (std::uint64_t i = tile.first; i < left_end; ++i)
      for (std::uint64_t j = tile.num_right == 0 ? i + 1 : left_end; j < end; ++j)
        if (scope.allows(rows.source[i], rows.source[j])) visit(i, j, claimed_earlier(i, j));
  }
}

}  // namespace onefold::score
