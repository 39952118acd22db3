#include "block/block_plan.hpp"

#include <fmt/format.h>

#include <string>

#include "block/block_product.hpp"
#include "block/block_sample.hpp"
#include "block/frozen_keys.hpp"
#include "block/measure_rule.hpp"
#include "block/wave_rows.hpp"
#include "onefold/record/error.hpp"

namespace onefold::block {

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
    std::uint64_t num_pairs = 0;
    auto [size, num_waves] = measure_rule(context, columns, plan.scope, plan.keys[r], max_rows, [&](const Wave& wave) {
      // No structured bindings here: not all compilers let C++20 lambdas capture them.
      publish_blocks(context.world, context.work, blocks_product(r, wave.number), wave.blocks);
      num_pairs += context.world.sum(wave.size.num_pairs);
      if (samples) sample.add_wave(wave.blocks, num_pairs);
    });
    plan.num_waves.push_back(num_waves);
    plan.has_sample.push_back(samples && !world.any(sample.is_missing()));
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
