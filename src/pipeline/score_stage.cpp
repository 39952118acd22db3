#include <algorithm>
#include <utility>

#include "block_product.hpp"
#include "edge_runs.hpp"
#include "memory_budget.hpp"
#include "onefold/block/tile_batches.hpp"
#include "onefold/pipeline/stages.hpp"

namespace onefold::pipeline {

namespace {

// Tiles that are scored between two reports of progress.
constexpr std::uint64_t kPairsPerReport = 50'000'000;

// Local. The tiles from `done` on, with about kPairsPerReport pairs; moves `done` behind them.
std::span<const block::Tile> next_tiles(std::span<const block::Tile> tiles, std::size_t& done) {
  const std::size_t begin = done;
  for (std::uint64_t pairs = 0; done < tiles.size() && pairs < kPairsPerReport; ++done) {
    const auto& tile = tiles[done];
    pairs += tile.num_right == 0 ? std::uint64_t{tile.num_left} * tile.num_left / 2
                                 : std::uint64_t{tile.num_left} * tile.num_right;
  }
  return tiles.subspan(begin, done - begin);
}

}  // namespace

ScoredPairs run_score_stage(const Context& context, const Columns& columns, const BlockPlan& plan,
                            const model::Model& model) {
  Stage stage(context, "score", "pairs");
  const auto& [world, node, job, work, progress, statistics, options] = context;
  const score::PairEvaluator evaluator(job);
  const score::PairWeights weights(job, model, columns.facts());
  const auto threshold = model::weight_of_probability(job.cluster.review_threshold);
  const auto attributes = evaluator.attributes();
  std::uint64_t num_all_pairs = 0;
  for (const auto& rule : plan.rules) num_all_pairs += rule.num_pairs;

  ScoredPairs result;
  result.edges.num_records = columns.distribution.num_global();
  result.edges.num_term_frequencies = weights.num_term_frequencies();
  result.edges.left_bins.assign(EdgeSummary::kNumBins, 0);
  for (std::size_t t = 0; t < weights.num_term_frequencies(); ++t)
    result.term_frequency_comparisons.push_back(weights.comparison_of(t));
  // Edges of all waves are put in one list, so that its memory is used again.
  score::EdgeList edges;
  const std::uint64_t run_bytes = std::min(job.memory_per_rank_bytes / kRunsPerMemory, kMaxRunBytes);
  const std::uint64_t max_edges = EdgeRunWriter::edges_in(run_bytes, weights.num_term_frequencies());
  const std::uint64_t max_rows = max_batch_rows(context, columns, job.blocking.size());
  std::uint64_t num_done = 0;
  std::uint64_t num_scored = 0;
  for (std::size_t rule = 0; rule < job.blocking.size(); ++rule) {
    score::PairCounts counts;
    const auto rules = block::RulesSoFar::of(plan.keys, rule);
    for (std::size_t wave = 0; wave < plan.num_waves[rule]; ++wave) {
      release_if_short(context);
      // 1. Blocks that were found before; their pairs are dealt out in tiles, however uneven the blocks are.
      block::Blocks blocks;
      mpi::run_locally(world, [&] { read_blocks(world, work, blocks_product(rule, wave), {}, blocks); });
      auto tiles =
          block::deal_tiles(world, std::exchange(blocks, {}), plan.scope, {.several_keys = rules.several_keys()});
      statistics.add_load("pairs", tiles.num_local_pairs);
      result.edges.products.push_back("edges-" + std::to_string(rule) + "-" + std::to_string(wave));
      EdgeRunWriter runs(context, result.edges.products.back(), result.edges.num_records,
                         weights.num_term_frequencies(), result.edges.left_bins, edges);
      std::uint64_t num_rows = 0;
      block::for_each_batch(world, std::move(tiles), max_rows, [&](block::TileSet batch) {
        // 2. The rows of our tiles come here, as many as fit, and of them only what comparisons read.
        const auto rows = block::fetch_rows(world, columns, batch.ids, attributes, rules);
        num_rows += batch.ids.size();
        // 3. Score. Nothing crosses ranks: edges wait in sorted runs until all are found.
        mpi::run_locally(world, [&] {
          const score::EdgeLimit limit{max_edges, [&] { runs.spill(); }};
          block::TileSet part{.ids = std::move(batch.ids)};
          for (std::size_t done = 0; done < batch.tiles.size();) {
            const auto next = next_tiles(batch.tiles, done);
            part.tiles.assign(next.begin(), next.end());
            const auto some = score::local_score_tiles(part, rows, plan.scope, evaluator, weights, threshold,
                                                       static_cast<std::uint16_t>(rule), edges, limit);
            counts.scored += some.scored;
            counts.claimed_earlier += some.claimed_earlier;
            progress.update(
                num_done + (counts.scored + counts.claimed_earlier) * static_cast<std::uint64_t>(world.size()),
                num_all_pairs);
          }
        });
      });
      statistics.add_load("rows_fetched", num_rows);
      runs.publish();
      work.remove_product(blocks_product(rule, wave));
    }
    mpi::require_on_all_ranks(world, world.sum(counts.scored + counts.claimed_earlier) == plan.rules[rule].num_pairs,
                              "each candidate pair is scored once, or belongs to an earlier block or blocking rule");
    num_done += plan.rules[rule].num_pairs;
    result.new_pairs.push_back(world.sum(counts.scored));
    num_scored += result.new_pairs.back();
    statistics.add_global("new pairs of rule " + std::to_string(rule + 1), result.new_pairs.back());
  }
  // 4. How many edges there are for which left records: with this their order can be made without one rank seeing all.
  world.sum_in_place(result.edges.left_bins);
  for (const auto count : result.edges.left_bins) result.edges.num_edges += count;
  statistics.add_global("pairs_scored", num_scored);
  statistics.add_global("edges", result.edges.num_edges);
  stage.finish(num_scored, "pairs");
  return result;
}

}  // namespace onefold::pipeline
