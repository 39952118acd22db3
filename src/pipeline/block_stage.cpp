#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_block_stage(const Context& context, RunState& state) {
  Stage stage(context, "block", "rules");
  // Finds records with equal keys, counts the pairs before any pair is made, and refuses a rule that proposes too many.
  state.blocks = block::make_block_plan(context, state.columns);
  stage.finish(state.blocks.num_pairs, "pairs proposed");
}

}  // namespace onefold::pipeline
