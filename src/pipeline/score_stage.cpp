#include "onefold/pipeline/stages.hpp"
#include "onefold/score/edge_order.hpp"

namespace onefold::pipeline {

ScoredPairs run_score_stage(const Context& context, const Columns& columns, const BlockPlan& plan, const model::Model& model) {
  Stage stage(context, "score", "pairs");
  const auto& [world, node, job, work, progress, statistics] = context;
  const score::PairEvaluator evaluator(job);
  const score::PairWeights weights(job, model, columns.facts());
  const auto threshold = model::weight_of_probability(job.cluster.review_threshold);
  const auto attributes = evaluator.attributes();
  std::uint64_t num_all_pairs = 0;
  for (const auto& rule : plan.rules) num_all_pairs += rule.num_pairs;

  ScoredPairs result;
  for (std::size_t t = 0; t < weights.num_term_frequencies(); ++t)
    result.term_frequency_comparisons.push_back(weights.comparison_of(t));
  std::uint64_t num_done = 0;
  std::uint64_t num_scored = 0;
  for (std::size_t rule = 0; rule < job.blocking.size(); ++rule) {
    score::PairCounts counts;
    for (const auto& wave : plan.waves[rule]) {
      // 1. Records with equal keys meet; their pairs are dealt out in tiles, however uneven the blocks are.
      const auto blocks = block::make_blocks(world, columns, job.blocking[rule].on, wave);
      const auto tiles = block::deal_tiles(world, blocks, plan.scope);
      // 2. The rows of our tiles come here, and of them only what comparisons read.
      const auto rows = block::fetch_rows(world, columns, tiles.ids, attributes, std::span(job.blocking).first(rule));
      // 3. Score. Nothing crosses ranks: edges stay here until all are found.
      const auto wave_counts = score::local_score_tiles(tiles, rows, plan.scope, evaluator, weights, threshold,
                                                        static_cast<std::uint16_t>(rule), result.edges);
      counts.scored += wave_counts.scored;
      counts.claimed_earlier += wave_counts.claimed_earlier;
      num_done += world.sum(wave_counts.scored + wave_counts.claimed_earlier);
      statistics.add_load("pairs", tiles.num_local_pairs);
      progress.update(num_done, num_all_pairs);
    }
    mpi::require_on_all_ranks(world, world.sum(counts.scored + counts.claimed_earlier) == plan.rules[rule].num_pairs,
                              "each candidate pair is scored once, or belongs to an earlier blocking rule");
    result.new_pairs.push_back(world.sum(counts.scored));
    num_scored += result.new_pairs.back();
    statistics.add_global("new pairs of rule " + std::to_string(rule + 1), result.new_pairs.back());
  }
  // 4. The order of edges must not tell who scored them.
  result.edges = score::order_edges(world, columns.distribution, std::move(result.edges), weights.num_term_frequencies());
  statistics.add_global("pairs_scored", num_scored);
  statistics.add_global("edges", world.sum(result.edges.size()));
  stage.finish(num_scored, "pairs");
  return result;
}

}  // namespace onefold::pipeline
