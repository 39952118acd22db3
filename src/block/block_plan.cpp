#include "block/block_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>

#include "block/block_product.hpp"
#include "block/block_sample.hpp"
#include "block/frozen_keys.hpp"
#include "block/measure_rule.hpp"
#include "block/sampler.hpp"
#include "block/wave_rows.hpp"
#include "onefold/record/error.hpp"

namespace onefold::block {

namespace {

constexpr std::uint64_t kSampleOfAllStream = 0x6472696674ULL;
// Enough to see whether a model still fits.
constexpr std::uint64_t kPairsOfSampleOfAll = 50'000;

// The blocks for which `takes(hash, members)` is true.
template <typename Takes>
Blocks chosen_blocks(const Blocks& blocks, const Takes& takes) {
  Blocks chosen;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto members = blocks.members(b);
    if (!takes(blocks.hashes[b], members)) continue;
    chosen.hashes.push_back(blocks.hashes[b]);
    chosen.ids.insert(chosen.ids.end(), members.begin(), members.end());
    chosen.begins.push_back(chosen.ids.size());
  }
  return chosen;
}

// A sample of the blocks of all records, changed or not, in a delta run: those of sampled_keys().
class SampleOfAll {
 public:
  SampleOfAll(const Columns& columns, const PairScope& scope)
      : range_(sampled_keys(columns.distribution.num_global())), scope_(scope) {}

  void add(const Blocks& blocks) {
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      if (!range_.holds(blocks.hashes[b])) continue;
      const auto members = blocks.members(b);
      num_local_pairs_ += scope_.num_pairs(members);
      sample_.hashes.push_back(blocks.hashes[b]);
      sample_.ids.insert(sample_.ids.end(), members.begin(), members.end());
      sample_.begins.push_back(sample_.ids.size());
    }
  }
  // Collective. Publishes a part with at most about kPairsOfSampleOfAll pairs; returns the number of pairs of the rule.
  std::uint64_t publish(const Context& context, std::size_t rule) const {
    const std::uint64_t num_pairs = context.world.sum(num_local_pairs_);
    const double share = static_cast<double>(std::min(context.job.model.max_training_pairs, kPairsOfSampleOfAll)) /
                         static_cast<double>(std::max<std::uint64_t>(1, num_pairs));
    const Sampler sampler(mix(context.job.seed, kSampleOfAllStream + rule), share);
    publish_blocks(
        context.world, context.work, sample_product(rule),
        chosen_blocks(sample_, [&](KeyHash hash, std::span<const RecordId>) { return sampler.takes(hash); }));
    return static_cast<std::uint64_t>(static_cast<double>(num_pairs) * HashRange::kNumBins / range_.last_bin);
  }

 private:
  HashRange range_;
  const PairScope& scope_;
  Blocks sample_;
  std::uint64_t num_local_pairs_ = 0;
};

}  // namespace

BlockPlan make_block_plan(const Context& context, const Columns& columns) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  BlockPlan plan;
  plan.scope = {job.task == config::Task::link, columns.source_ends, columns.changed.get()};
  // Whether training looks at a sample of each rule's blocks.
  const bool samples = job.model.is_trained() && job.model.train != config::Training::candidates;
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    const auto& rule = job.blocking[r];
    // 1. Blocks that are larger than the rule allows are split, or their records lose their keys.
    RuleSize skipped;
    const std::uint64_t max_rows = max_wave_rows(context, columns, r);
    plan.keys.push_back(job.model.frozen ? frozen_keys(context, columns, r, skipped)
                                         : keys_in_effect(world, columns, rule, max_rows, skipped));
    // 2. Wave by wave: group records with equal keys into blocks, which are stored for scoring, and a sample of them
    // for training.
    BlockSample sample(job, r);
    SampleOfAll sample_of_all(columns, plan.scope);
    std::uint64_t num_pairs = 0;
    auto [size, num_waves] = measure_rule(context, columns, plan.scope, plan.keys[r], max_rows, [&](const Wave& wave) {
      // No structured bindings here: not all compilers let C++20 lambdas capture them.
      if (columns.changed) {
        sample_of_all.add(wave.blocks);
        const auto is_changed = [&](RecordId record) { return columns.changed->contains(record); };
        publish_blocks(context.world, context.work, blocks_product(r, wave.number),
                       chosen_blocks(wave.blocks, [&](KeyHash, std::span<const RecordId> members) {
                         return std::ranges::any_of(members, is_changed);
                       }));
        return;
      }
      publish_blocks(context.world, context.work, blocks_product(r, wave.number), wave.blocks);
      num_pairs += context.world.sum(wave.size.num_pairs);
      if (samples) sample.add_wave(wave.blocks, num_pairs);
    });
    plan.num_waves.push_back(num_waves);
    plan.has_sample.push_back(samples && !world.any(sample.is_missing()));
    if (columns.changed) plan.num_pairs_of_all.push_back(sample_of_all.publish(context, r));
    statistics.add_load("waves", num_waves);
    size.num_skipped_blocks = skipped.num_skipped_blocks;
    size.num_skipped_rows = skipped.num_skipped_rows;
    // 3. Refuse a rule that proposes too many pairs before its pairs are scored.
    if (size.num_pairs > rule.max_pairs)
      throw Error(
          ExitCode::limit,
          fmt::format(
              "blocking rule {} ({}) would make {} candidate pairs, more than max_pairs = {}; its largest block "
              "has {} records. Add a key to the rule, set max_block_size, or raise max_pairs",
              r + 1, rule.name, size.num_pairs, rule.max_pairs, size.largest_block));
    if (plan.has_sample[r]) publish_blocks(world, work, sample_product(r), sample.blocks());
    if (const auto note = note_of_skipped(rule, size); !note.empty())
      progress.say(fmt::format("block: rule {} ({}): {}", r + 1, rule.name, note));
    statistics.add_global("pairs of rule " + std::to_string(r + 1), size.num_pairs);
    statistics.add_global("largest block of rule " + std::to_string(r + 1), size.largest_block);
    plan.num_pairs += size.num_pairs;
    plan.rules.push_back(size);
    progress.update(r + 1, job.blocking.size());
  }
  return plan;
}

}  // namespace onefold::block
