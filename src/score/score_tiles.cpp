#include "onefold/score/score_tiles.hpp"

namespace onefold::score {

PairCounts local_score_tiles(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                             const PairEvaluator& evaluator, const PairWeights& weights, model::FixedWeight threshold,
                             std::uint16_t rule, EdgeList& edges) {
  PairCounts counts;
  const std::size_t num_term_frequencies = weights.num_term_frequencies();
  // A pair that stays below this even with every adjustment at its largest needs no adjustments.
  const model::FixedWeight hopeless = threshold - weights.largest_term_frequency_sum();
  for_each_pair(set, rows, scope, [&](std::uint64_t i, std::uint64_t j, bool claimed_earlier) {
    if (claimed_earlier) {
      ++counts.claimed_earlier;
      return;
    }
    ++counts.scored;
    const model::Pattern pattern = evaluator.pattern(rows, i, j);
    model::FixedWeight weight = weights.base(pattern);
    if (weight < hopeless) return;
    const std::size_t first_adjustment = edges.term_frequency.size();
    for (std::size_t t = 0; t < num_term_frequencies; ++t) {
      const auto adjustment = weights.term_frequency(t, pattern, rows, i);
      weight += adjustment;
      edges.term_frequency.push_back(static_cast<std::int32_t>(adjustment));
    }
    if (weight < threshold) {
      edges.term_frequency.resize(first_adjustment);
      return;
    }
    edges.left.push_back(set.ids[i]);
    edges.right.push_back(set.ids[j]);
    edges.pattern.push_back(pattern);
    edges.weight.push_back(weight);
    edges.rule.push_back(rule);
  });
  return counts;
}

PairCounts local_count_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                                const PairEvaluator& evaluator, model::PatternCounter& all_pairs,
                                model::PatternCounter& new_pairs) {
  PairCounts counts;
  for_each_pair(set, rows, scope, [&](std::uint64_t i, std::uint64_t j, bool claimed_earlier) {
    const model::Pattern pattern = evaluator.pattern(rows, i, j);
    all_pairs.add(pattern);
    if (claimed_earlier) {
      ++counts.claimed_earlier;
    } else {
      ++counts.scored;
      new_pairs.add(pattern);
    }
  });
  return counts;
}

std::vector<std::uint64_t> local_count_levels(const block::TileSet& set, const block::TileRows& rows,
                                              const block::PairScope& scope, const PairEvaluator& evaluator) {
  std::vector<std::size_t> first;
  std::size_t size = 0;
  for (std::size_t c = 0; c < evaluator.num_comparisons(); ++c) {
    first.push_back(size);
    size += evaluator.space().num_levels(c);
  }
  std::vector<std::uint64_t> counts(size, 0);
  for_each_pair(set, rows, scope, [&](std::uint64_t i, std::uint64_t j, bool) {
    for (std::size_t c = 0; c < first.size(); ++c) ++counts[first[c] + evaluator.level(rows, c, i, j)];
  });
  return counts;
}

PairCounts local_count_pairs(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope) {
  PairCounts counts;
  for_each_pair(set, rows, scope, [&](std::uint64_t, std::uint64_t, bool claimed_earlier) {
    ++(claimed_earlier ? counts.claimed_earlier : counts.scored);
  });
  return counts;
}

}  // namespace onefold::score
