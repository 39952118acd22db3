#include "onefold/score/score_tiles.hpp"

#include "score/pair_scan.hpp"

namespace onefold::score {

PairCounts local_score_tiles(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                             const PairEvaluator& evaluator, const PairWeights& weights, model::FixedWeight threshold,
                             std::uint16_t rule, EdgeList& edges, const EdgeLimit& limit) {
  const std::size_t num_term_frequencies = weights.num_term_frequencies();
  PairScan scan(evaluator, &weights, threshold);
  return scan.run(set, rows, scope, [&](const PairScan::Pair& pair) {
    model::FixedWeight weight = weights.base(pair.pattern);
    const std::size_t first_adjustment = edges.term_frequency.size();
    for (std::size_t t = 0; t < num_term_frequencies; ++t) {
      const auto adjustment = weights.term_frequency(t, pair.pattern, rows, pair.left);
      weight += adjustment;
      edges.term_frequency.push_back(static_cast<std::int32_t>(adjustment));
    }
    if (weight < threshold) {
      edges.term_frequency.resize(first_adjustment);
      return;
    }
    edges.left.push_back(set.ids[pair.left]);
    edges.right.push_back(set.ids[pair.right]);
    edges.pattern.push_back(pair.pattern);
    edges.weight.push_back(weight);
    edges.rule.push_back(rule);
    if (edges.size() >= limit.max_edges) limit.when_reached();
  });
}

void local_score_evidence(const block::TileSet& set, const block::TileRows& rows, const PairEvaluator& evaluator,
                          const PairWeights& weights, model::FixedWeight threshold,
                          const std::function<void(const EvidencePair&)>& visit) {
  PairScan scan(evaluator, &weights, threshold, true);
  scan.run(set, rows, block::PairScope{}, [&](const PairScan::Pair& pair) {
    model::FixedWeight weight = weights.base(pair.pattern);
    for (std::size_t t = 0; t < weights.num_term_frequencies(); ++t) weight += weights.term_frequency(t, pair.pattern, rows, pair.left);
    if (weight >= threshold) visit({pair.left, pair.right, weight, pair.claimed_earlier});
  });
}

PairCounts local_count_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                                const PairEvaluator& evaluator, model::PatternCounter& all_pairs,
                                model::PatternCounter& new_pairs) {
  PairScan scan(evaluator);
  return scan.run(set, rows, scope, [&](const PairScan::Pair& pair) {
    all_pairs.add(pair.pattern);
    if (!pair.claimed_earlier) new_pairs.add(pair.pattern);
  });
}

std::vector<std::uint64_t> local_count_levels(const block::TileSet& set, const block::TileRows& rows,
                                              const block::PairScope& scope, const PairEvaluator& evaluator) {
  const model::PatternSpace& space = evaluator.space();
  std::vector<std::size_t> first;
  std::size_t size = 0;
  for (std::size_t c = 0; c < evaluator.num_comparisons(); ++c) {
    first.push_back(size);
    size += space.num_levels(c);
  }
  std::vector<std::uint64_t> counts(size, 0);
  PairScan scan(evaluator);
  scan.run(set, rows, scope, [&](const PairScan::Pair& pair) {
    for (std::size_t c = 0; c < first.size(); ++c) ++counts[first[c] + space.level(pair.pattern, c)];
  });
  return counts;
}

PairCounts local_count_pairs(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope) {
  PairCounts counts;
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
        if (scope.allows(rows.source[i], rows.source[j]))
          ++(claimed_earlier(i, j) ? counts.claimed_earlier : counts.scored);
  }
  return counts;
}

}  // namespace onefold::score
