#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_block_stage(const Context& context, RunState& state) {
  Stage stage(context, "block", "rules");
  // Records with equal keys meet; pairs are counted before any pair is made, and an explosion is refused.
  state.blocks = block::make_block_plan(context, state.columns);
  stage.finish(state.blocks.num_pairs, "pairs proposed");
}

}  // namespace onefold::pipeline
