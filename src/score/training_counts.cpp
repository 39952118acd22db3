#include "score/training_counts.hpp"

#include <algorithm>
#include <cmath>

#include "block/sampler.hpp"
#include "block/tile_batches.hpp"
#include "block/tiles.hpp"
#include "record/hash.hpp"
#include "score/score_tiles.hpp"

namespace onefold::score {

namespace {

constexpr std::uint64_t kRandomPairStream = 0x72616e646f6dULL;
constexpr std::uint64_t kRecordStream = 0x7265636f7264ULL;
// Number of rows on each side of a tile of chosen records.
constexpr std::size_t kChosenAtOnce = 1024;
constexpr std::size_t kOthersAtOnce = 4096;

std::vector<model::PatternCount> sum_counts(const mpi::Communicator& world, const model::PatternCounter& local) {
  return model::merge_counts(world.gather_all(local.sorted()));
}

// Collective. Counts the patterns of the pairs in this rank's tiles. `wanted`: as in local_count_patterns.
RulePatterns count_patterns(const TrainingInput& input, block::TileSet tiles, const block::RulesSoFar& rules,
                            const std::vector<bool>& wanted = {}) {
  const PairEvaluator evaluator(input.job);
  RulePatterns patterns;
  patterns.overlaps.resize(wanted.size());
  block::for_each_batch(input.world, std::move(tiles), input.max_batch_rows, [&](const block::TileSet& set) {
    const auto rows = block::fetch_rows(input.world, input.columns, set.ids, evaluator.attributes(), rules);
    local_count_patterns(set, rows, input.scope, evaluator, wanted, patterns);
  });
  return patterns;
}

}  // namespace

std::vector<bool> earlier_disjoint_rules(const config::Job& job, std::size_t rule) {
  const auto read = block::attributes_of(job.blocking[rule].on);
  std::vector<bool> disjoint;
  for (std::size_t earlier = 0; earlier < rule; ++earlier)
    disjoint.push_back(std::ranges::none_of(block::attributes_of(job.blocking[earlier].on),
                                            [&](AttributeIndex a) { return std::ranges::binary_search(read, a); }));
  return disjoint;
}

std::vector<model::PatternCount> count_random_pairs(const TrainingInput& input) {
  const auto& [world, job, columns, scope, keys, max_batch_rows, hashes] = input;
  // s records form s (s - 1) / 2 pairs.
  const double num_records = static_cast<double>(columns.distribution.num_global());
  const double wanted = std::sqrt(2.0 * static_cast<double>(job.model.max_random_pairs)) + 1;
  const block::Sampler sampler(mix(job.seed, kRandomPairStream), wanted / std::max(1.0, num_records));
  std::vector<RecordId> local_sample;
  for (std::uint64_t row = 0; row < columns.num_local_rows; ++row)
    if (sampler.takes(hashes.empty() ? columns.first_record + row : hashes[row]))
      local_sample.push_back(columns.first_record + row);
  const auto ids = world.gather_all(local_sample);

  // The sample forms one block, whose pairs are dealt to the ranks like those of any other block.
  block::Blocks sample;
  if (world.is_root() && !ids.empty()) {
    sample.hashes = {1};
    sample.ids = ids;
    sample.begins = {0, ids.size()};
  }
  return count_block_pairs(input, sample);
}

std::vector<model::PatternCount> count_block_pairs(const TrainingInput& input, const block::Blocks& local_blocks) {
  const auto patterns = count_patterns(input, block::deal_tiles(input.world, local_blocks, input.scope), {});
  return sum_counts(input.world, patterns.all_pairs);
}

double exact_collision(const ColumnFacts& facts) {
  if (facts.num_present < 2) return -1;
  const auto present = static_cast<Uint128>(facts.num_present);
  return static_cast<double>(facts.num_equal_pairs) / static_cast<double>(Uint128{present * (present - 1) / 2});
}

model::RuleCounts count_rule_patterns(const TrainingInput& input, std::size_t rule, std::uint64_t num_rule_pairs,
                                      const block::Blocks& local_blocks) {
  const auto& [world, job, columns, scope, keys, max_batch_rows, hashes] = input;
  model::RuleCounts counts;
  counts.rule = job.blocking[rule].name;
  const auto fixed = block::attributes_of(job.blocking[rule].on);
  // A key that reads an attribute determines the outcome of all levels that read it.
  for (const auto& comparison : job.comparisons) {
    const auto compared = config::attributes_compared(comparison);
    counts.free_comparisons.push_back(std::none_of(compared.begin(), compared.end(), [&](AttributeIndex attribute) {
      return std::binary_search(fixed.begin(), fixed.end(), attribute);
    }));
  }
  const auto disjoint = earlier_disjoint_rules(job, rule);
  if (num_rule_pairs == 0) return counts;

  const auto rules = block::RulesSoFar::of(keys, rule);
  auto set = block::deal_tiles(world, local_blocks, scope, {.several_keys = rules.several_keys()});
  counts.sampled_share = static_cast<double>(world.sum(set.num_local_pairs)) / static_cast<double>(num_rule_pairs);
  const auto patterns = count_patterns(input, std::move(set), rules, disjoint);
  counts.all_pairs = sum_counts(world, patterns.all_pairs);
  counts.new_pairs = sum_counts(world, patterns.new_pairs);
  for (std::size_t earlier = 0; earlier < rule; ++earlier)
    if (disjoint[earlier]) counts.overlaps.push_back({earlier, sum_counts(world, patterns.overlaps[earlier])});
  return counts;
}

block::TileSet tiles_of_chosen(const block::Blocks& local_blocks, const std::function<bool(RecordId)>& chosen) {
  block::TileSet set;
  std::vector<RecordId> some, others;
  const auto add = [&](std::span<const RecordId> left, std::span<const RecordId> right, block::KeyHash hash) {
    if (left.empty() || left.size() + right.size() < 2) return;
    set.tiles.push_back(
        {set.ids.size(), static_cast<std::uint32_t>(left.size()), static_cast<std::uint32_t>(right.size()), hash});
    set.ids.insert(set.ids.end(), left.begin(), left.end());
    set.ids.insert(set.ids.end(), right.begin(), right.end());
  };
  const auto part = [](const std::vector<RecordId>& ids, std::size_t begin, std::size_t most) {
    return std::span<const RecordId>(ids).subspan(begin, std::min(most, ids.size() - begin));
  };
  for (std::size_t b = 0; b < local_blocks.size(); ++b) {
    some.clear();
    others.clear();
    for (const RecordId id : local_blocks.members(b)) (chosen(id) ? some : others).push_back(id);
    const auto hash = local_blocks.hashes[b];
    for (std::size_t i = 0; i < some.size(); i += kChosenAtOnce) {
      add(part(some, i, kChosenAtOnce), {}, hash);
      for (std::size_t j = i + kChosenAtOnce; j < some.size(); j += kOthersAtOnce)
        add(part(some, i, kChosenAtOnce), part(some, j, kOthersAtOnce), hash);
      for (std::size_t j = 0; j < others.size(); j += kOthersAtOnce)
        add(part(some, i, kChosenAtOnce), part(others, j, kOthersAtOnce), hash);
    }
  }
  return set;
}

block::Sampler record_sampler(const config::Job& job, std::uint64_t num_pairs) {
  const double share =
      static_cast<double>(job.model.max_training_pairs) / static_cast<double>(std::max<std::uint64_t>(1, num_pairs));
  return {mix(job.seed, kRecordStream), share};
}

std::vector<model::CandidatePair> list_candidates(const TrainingInput& input, std::size_t rule,
                                                  const block::Blocks& local_blocks,
                                                  const std::function<bool(RecordId)>& chosen) {
  const auto& world = input.world;
  const auto& scope = input.scope;
  const PairEvaluator evaluator(input.job);
  const auto rules = block::RulesSoFar::of(input.keys, rule);
  std::vector<model::CandidatePair> pairs;
  auto tiles = tiles_of_chosen(local_blocks, chosen);
  block::for_each_batch(world, std::move(tiles), input.max_batch_rows, [&](const block::TileSet& batch) {
    const auto rows = block::fetch_rows(world, input.columns, batch.ids, evaluator.attributes(), rules);
    local_list_patterns(batch, rows, scope, evaluator,
                        [&](std::uint64_t left, std::uint64_t right, model::Pattern pattern) {
                          for (const RecordId id : {batch.ids[left], batch.ids[right]})
                            if (chosen(id)) pairs.push_back({id, pattern});
                        });
  });
  return world.gather(std::span<const model::CandidatePair>(pairs));
}

std::uint64_t count_proposed_pairs(const mpi::Communicator& world, const Columns& columns,
                                   const block::PairScope& scope, std::span<const block::RuleKeys> rules,
                                   std::uint64_t max_rows) {
  std::uint64_t pairs = 0;
  // These rows consist of keys only, so even little memory holds some of them.
  const std::uint64_t max_batch_rows = std::max<std::uint64_t>(64, max_rows / static_cast<std::uint64_t>(world.size()));
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    const auto so_far = block::RulesSoFar::of(rules, rule);
    for (const auto& wave : block::plan_waves(world, columns, rules[rule], max_rows)) {
      auto tiles = block::deal_tiles(world, block::make_blocks(world, columns, rules[rule], wave), scope,
                                     {.several_keys = so_far.several_keys()});
      block::for_each_batch(world, std::move(tiles), max_batch_rows, [&](const block::TileSet& set) {
        const auto rows = block::fetch_rows(world, columns, set.ids, {}, so_far);
        pairs += local_count_pairs(set, rows, scope).scored;
      });
    }
  }
  return world.sum(pairs);
}

}  // namespace onefold::score
