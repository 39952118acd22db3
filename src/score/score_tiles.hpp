// Visits the candidate pairs of tiles, each pair once over all rules, and scores or counts them. Local.
//
// A pair belongs to the first rule that proposes it: not to this rule if an earlier rule gives both records the same
// key. If the rule gives records several keys, the pair belongs to the block of the smallest key that both have, on any
// wave or rank. score/pair_scan.hpp compares pairs without reading all texts of all pairs. tests/bench/scoring_bench
// measures the speed; docs/benchmarks.md has figures.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "block/blocks.hpp"
#include "block/tiles.hpp"
#include "model/pattern.hpp"
#include "onefold/record/record_id.hpp"
#include "score/edge.hpp"
#include "score/pair_evaluator.hpp"

namespace onefold::score {

struct PairCounts {
  std::uint64_t scored = 0;           ///< new pairs: first proposed by this rule
  std::uint64_t claimed_earlier = 0;  ///< pairs that an earlier rule, or a smaller key of this rule, proposes too
};

/// How pairs are scored, and which of them become edges. The objects that it refers to must outlive it.
struct Scoring {
  const PairEvaluator& evaluator;
  const PairWeights& weights;
  FixedWeight threshold;  ///< edges have at least this total weight
};

/// Takes an edge and its term-frequency adjustments, one per adjusted comparison, which are valid during the call.
using TakeEdge = std::function<void(const Edge& edge, std::span<const std::int32_t> adjustments)>;

/// Passes every edge of `rule` to `take`.
PairCounts local_score_tiles(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                             const Scoring& scoring, std::uint16_t rule, const TakeEdge& take);

/// A pair of records that may be one customer, whether or not a rule proposes it. Rows are indices into the TileSet.
struct EvidencePair {
  std::uint64_t left;
  std::uint64_t right;
  FixedWeight weight;  ///< as the weight of an edge
  model::Pattern pattern;
  bool proposed;  ///< whether a rule whose keys were fetched with the rows proposes the pair
};

/// Visits the pairs of all tiles whose total weight is at least `threshold`, including pairs within a source and pairs
/// that no rule proposes.
void local_score_evidence(const block::TileSet& set, const block::TileRows& rows, const PairEvaluator& evaluator,
                          const PairWeights& weights, FixedWeight threshold,
                          const std::function<void(const EvidencePair&)>& visit);

/// The counted patterns of a rule's pairs.
struct RulePatterns {
  model::PatternCounter all_pairs;
  model::PatternCounter new_pairs;  ///< that no earlier rule proposes
  /// [earlier rule] Pairs that it proposes too. Nothing is counted for rules that are not wanted, or not listed.
  std::vector<model::PatternCounter> overlaps;
};

/// Counts the patterns of all pairs of the rule, each pair once. `wanted`: [earlier rule] whether pairs that it
/// proposes too are counted; may be empty.
PairCounts local_count_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                                const PairEvaluator& evaluator, const std::vector<bool>& wanted,
                                RulePatterns& patterns);

/// Calls visit(row, row, pattern) for all pairs of the rule that no earlier rule proposes.
void local_list_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                         const PairEvaluator& evaluator,
                         const std::function<void(std::uint64_t, std::uint64_t, model::Pattern)>& visit);

/// Counts pairs without comparing them.
PairCounts local_count_pairs(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope);

}  // namespace onefold::score
