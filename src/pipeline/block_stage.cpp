#include <cstddef>

#include "doubt/warn.hpp"
#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_block_stage(const Context& context, RunState& state) {
  Stage stage(context, "block", "rules");
  // Finds records with equal keys, counts the pairs before any pair is made, and refuses a rule that proposes too many.
  state.blocks = block::make_block_plan(context, state.columns);
  const doubt::InputSize input{state.columns.distribution.num_global(), state.blocks.scope.num_all_pairs()};
  for (std::size_t rule = 0; rule < state.blocks.rules.size(); ++rule)
    add(state.warnings, doubt::warn_of_rule(context.job.blocking[rule], state.blocks.rules[rule], input));
  add(state.warnings,
      doubt::warn_of_unreached(context.job, block::find_unreached(context.world, context.job, state.columns),
                               state.columns.facts(), input));
  stage.finish(state.blocks.num_pairs, "pairs proposed");
}

}  // namespace onefold::pipeline
