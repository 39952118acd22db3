#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_structure_stage(const Context& context, RunState& state) {
  Stage stage(context, "structure", "customers");
  // How the links of each customer hold it together: which of them hang on a single link?
  state.structures = structure::find_structures(context, state.columns, state.pairs.links, state.decisions, state.cuts,
                                                state.customers);
  stage.finish(state.customers.num_global, "customers");
}

}  // namespace onefold::pipeline
