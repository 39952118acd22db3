#include "score/score_waves.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "block/block_product.hpp"
#include "block/tile_batches.hpp"
#include "block/wave_rows.hpp"
#include "memory/memory_budget.hpp"
#include "score/score_tiles.hpp"

namespace onefold::score {

namespace {

// Number of pairs that are scored between two progress reports.
constexpr std::uint64_t kPairsPerReport = 50'000'000;

// Local. The next tiles, starting with number `done`, with about kPairsPerReport pairs; advances `done`.
std::span<const block::Tile> next_tiles(std::span<const block::Tile> tiles, std::size_t& done) {
  const std::size_t begin = done;
  for (std::uint64_t pairs = 0; done < tiles.size() && pairs < kPairsPerReport; ++done) {
    const auto& tile = tiles[done];
    pairs += tile.num_right == 0 ? std::uint64_t{tile.num_left} * tile.num_left / 2
                                 : std::uint64_t{tile.num_left} * tile.num_right;
  }
  return tiles.subspan(begin, done - begin);
}

// The state that all waves of scoring share.
struct Scorer {
  Scorer(const Context& context_in, const Columns& columns_in, const block::BlockPlan& plan_in,
         const model::Model& model)
      : context(context_in),
        columns(columns_in),
        plan(plan_in),
        evaluator(context_in.job),
        weights(context_in.job, model, columns_in.facts()),
        threshold(weight_of_probability(context_in.job.cluster.review_threshold)),
        link_threshold(weight_of_probability(context_in.job.cluster.threshold)),
        attributes(evaluator.attributes()),
        max_rows(block::max_batch_rows(context_in, columns_in, context_in.job.blocking.size())) {
    for (const auto& rule : plan.rules) num_all_pairs += rule.num_pairs;
  }

  // Collective. Scores the pairs of a wave, and adds the counts of this rank.
  void score_wave(std::size_t rule, std::size_t wave, ScoredPairs& scored, PairCounts& counts);

  const Context& context;
  const Columns& columns;
  const block::BlockPlan& plan;
  const PairEvaluator evaluator;
  const PairWeights weights;
  const FixedWeight threshold;
  const FixedWeight link_threshold;
  const std::vector<AttributeIndex> attributes;
  const std::uint64_t max_rows;
  std::uint64_t num_all_pairs = 0;
  std::uint64_t num_done = 0;  // pairs of the previous rules

 private:
  // Local. Scores the tiles of a batch whose rows were fetched.
  void score_batch(std::size_t rule, block::TileSet batch, const block::TileRows& rows, ScoredPairs& scored,
                   PairCounts& counts);
};

void Scorer::score_batch(std::size_t rule, block::TileSet batch, const block::TileRows& rows, ScoredPairs& scored,
                         PairCounts& counts) {
  const auto take = [&](const Edge& edge, std::span<const std::int32_t> adjustments) {
    (edge.weight >= link_threshold ? scored.links : scored.for_review).add(edge, adjustments);
  };
  block::TileSet part{.ids = std::move(batch.ids)};
  for (std::size_t done = 0; done < batch.tiles.size();) {
    const auto next = next_tiles(batch.tiles, done);
    part.tiles.assign(next.begin(), next.end());
    const auto some = local_score_tiles(part, rows, plan.scope, {evaluator, weights, threshold},
                                        static_cast<std::uint16_t>(rule), take);
    counts.scored += some.scored;
    counts.claimed_earlier += some.claimed_earlier;
    context.progress.update(
        num_done + (counts.scored + counts.claimed_earlier) * static_cast<std::uint64_t>(context.world.size()),
        num_all_pairs);
  }
}

void Scorer::score_wave(std::size_t rule, std::size_t wave, ScoredPairs& scored, PairCounts& counts) {
  const auto& world = context.world;
  auto& work = context.work;
  const auto rules = block::RulesSoFar::of(plan.keys, rule);
  memory::MemoryBudget(context).release_if_short();
  // 1. Read the blocks of the wave, and deal out their pairs in tiles of bounded size.
  block::Blocks blocks;
  mpi::run_locally(world, [&] { block::read_blocks(world, work, block::blocks_product(rule, wave), {}, blocks); });
  auto tiles = block::deal_tiles(world, std::exchange(blocks, {}), plan.scope, {.several_keys = rules.several_keys()});
  context.statistics.add_load("pairs", tiles.num_local_pairs);
  const std::string suffix = std::to_string(rule) + "-" + std::to_string(wave);
  scored.links.open("links-" + suffix);
  scored.for_review.open("review-" + suffix);
  std::uint64_t num_rows = 0;
  block::for_each_batch(world, std::move(tiles), max_rows, [&](block::TileSet batch) {
    // 2. Fetch the rows of the tiles batch by batch, and only the columns that comparisons read.
    const auto rows = block::fetch_rows(world, columns, batch.ids, attributes, rules);
    num_rows += batch.ids.size();
    // 3. Score locally. Edges go to sorted runs.
    mpi::run_locally(world, [&] { score_batch(rule, std::move(batch), rows, scored, counts); });
  });
  context.statistics.add_load("rows_fetched", num_rows);
  scored.links.publish();
  scored.for_review.publish();
  work.remove_product(block::blocks_product(rule, wave));
}

}  // namespace

ScoredPairs score_candidate_pairs(const Context& context, const Columns& columns, const block::BlockPlan& plan,
                                  const model::Model& model, const AddEdges& add_edges) {
  const auto& world = context.world;
  Scorer scorer(context, columns, plan, model);
  ScoredPairs result;
  // Both kinds of edges are collected at the same time, so each gets half of the memory.
  const EdgeRuns::Shape shape{columns.distribution.num_global(), memory::MemoryBudget(context).run_bytes() / 2,
                              scorer.weights.num_term_frequencies()};
  result.links = EdgeRuns(world, context.work, shape);
  result.for_review = EdgeRuns(world, context.work, shape);
  for (std::size_t t = 0; t < scorer.weights.num_term_frequencies(); ++t)
    result.term_frequency_comparisons.push_back(scorer.weights.comparison_of(t));
  for (std::size_t rule = 0; rule < plan.rules.size(); ++rule) {
    PairCounts counts;
    for (std::size_t wave = 0; wave < plan.num_waves[rule]; ++wave) scorer.score_wave(rule, wave, result, counts);
    mpi::require_on_all_ranks(world, world.sum(counts.scored + counts.claimed_earlier) == plan.rules[rule].num_pairs,
                              "each candidate pair is scored once, or belongs to an earlier block or blocking rule");
    scorer.num_done += plan.rules[rule].num_pairs;
    result.new_pairs.push_back(world.sum(counts.scored));
    context.statistics.add_global("new pairs of rule " + std::to_string(rule + 1), result.new_pairs.back());
  }
  if (add_edges) add_edges(result);
  result.links.finish();
  result.for_review.finish();
  context.statistics.add_global("pairs_scored", result.num_scored());
  context.statistics.add_global("edges", result.num_edges());
  return result;
}

}  // namespace onefold::score
