#include <fmt/format.h>

#include "onefold/pipeline/stages.hpp"
#include "onefold/record/error.hpp"
#include "onefold/score/pair_evaluator.hpp"

namespace onefold::pipeline {

namespace {

// Memory of a wave per record with a key: routing and sorting it, its id, its codes twice (on the way and in place), its keys.
std::uint64_t wave_bytes_per_row(const config::Job& job, std::size_t rule) {
  return 64 + 2 * sizeof(Code) * job.comparisons.size() + 2 * sizeof(block::KeyHash) * rule;
}

}  // namespace

BlockPlan run_block_stage(const Context& context, const Columns& columns) {
  Stage stage(context, "block", "rules");
  const auto& job = context.job;
  BlockPlan plan;
  std::uint64_t num_pairs = 0;
  plan.scope = {job.task == config::Task::link, columns.source_ends};
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    const auto& rule = job.blocking[r];
    const auto size = block::measure_rule(context.world, columns, rule.on, plan.scope);
    if (size.num_pairs > rule.max_pairs)
      throw Error(ExitCode::limit,
                  fmt::format("blocking rule {} ({}) would make {} candidate pairs, more than max_pairs = {}; its largest block "
                              "has {} records. Add a key to the rule, or raise max_pairs",
                              r + 1, rule.name, size.num_pairs, rule.max_pairs, size.largest_block));
    // A quarter of the memory is for the rows of a wave; the rest holds columns, dictionaries and edges.
    const std::uint64_t max_rows = std::max<std::uint64_t>(1, job.memory_per_rank_bytes / 4 / wave_bytes_per_row(job, r)) *
                                   static_cast<std::uint64_t>(context.world.size());
    plan.waves.push_back(block::cut_waves(size.bin_rows, max_rows));
    context.statistics.add_global("pairs of rule " + std::to_string(r + 1), size.num_pairs);
    context.statistics.add_global("largest block of rule " + std::to_string(r + 1), size.largest_block);
    num_pairs += size.num_pairs;
    plan.rules.push_back(size);
    context.progress.update(r + 1, job.blocking.size());
  }
  stage.finish(num_pairs, "pairs proposed");
  return plan;
}

}  // namespace onefold::pipeline
