#include <utility>

#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_identity_stage(const Context& context, RunState& state) {
  // Each cluster is a customer and gets a PIN.
  state.customers = identity::number_customers(context, state.columns, std::move(state.components));
}

}  // namespace onefold::pipeline
