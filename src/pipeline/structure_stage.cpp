#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_structure_stage(const Context& context, RunState& state) {
  Stage stage(context, "structure", "customers");
  // Finds the links that hold each customer together, such as bridges.
  state.structures = structure::find_structures(context, state.columns, state.pairs.links, state.decisions, state.cuts,
                                                state.customers);
  stage.finish(state.customers.num_global, "customers");
}

}  // namespace onefold::pipeline
