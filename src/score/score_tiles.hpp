// Visits the candidate pairs of tiles, each pair once over all rules, and scores or counts them. Local.
//
// A pair belongs to the first rule that proposes it: not to this rule if an earlier rule gives both records the same
// key. If the rule gives records several keys, the pair belongs to the block of the smallest key that both have,
// whichever wave or rank has that block. score/pair_scan.hpp compares pairs without reading all texts of all pairs.
// Measured on a busy core at 2.1 GHz with six fields
// (tests/bench/scoring_bench): 28 to 34 million pairs a second with AVX-512 in blocks of a hundred records, 36 to 52 in
// blocks of a thousand, 5 in blocks of four; the naive twin 1 to 2.
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

/// How pairs are scored, and which of them become edges. What it refers to must outlive it.
struct Scoring {
  const PairEvaluator& evaluator;
  const PairWeights& weights;
  FixedWeight threshold;  ///< total weight of the lightest edge
};

/// Takes an edge and its term-frequency adjustments, one per adjusted comparison, which are valid during the call.
using TakeEdge = std::function<void(const Edge& edge, std::span<const std::int32_t> adjustments)>;

/// Gives every edge of `rule` to `take`.
PairCounts local_score_tiles(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                             const Scoring& scoring, std::uint16_t rule, const TakeEdge& take);

/// A pair of records that may be one customer, whether or not a rule proposes it. Rows are indices into the TileSet.
struct EvidencePair {
  std::uint64_t left;
  std::uint64_t right;
  FixedWeight weight;  ///< as an edge's
  model::Pattern pattern;
  bool proposed;  ///< by a rule whose keys were fetched with the rows
};

/// Visits the pairs of all tiles whose total weight is at least `threshold`, including pairs within a source and pairs
/// that no rule proposes.
void local_score_evidence(const block::TileSet& set, const block::TileRows& rows, const PairEvaluator& evaluator,
                          const PairWeights& weights, FixedWeight threshold,
                          const std::function<void(const EvidencePair&)>& visit);

/// Counts the patterns of all pairs of the rule, each pair once, and of the new pairs among them.
PairCounts local_count_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                                const PairEvaluator& evaluator, model::PatternCounter& all_pairs,
                                model::PatternCounter& new_pairs);

/// Calls visit(row, row, pattern) for all pairs of the rule that no earlier rule proposes.
void local_list_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                         const PairEvaluator& evaluator,
                         const std::function<void(std::uint64_t, std::uint64_t, model::Pattern)>& visit);

/// Counts pairs without comparing them.
PairCounts local_count_pairs(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope);

}  // namespace onefold::score
