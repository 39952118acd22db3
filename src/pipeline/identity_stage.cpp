#include <utility>

#include "doubt/warn.hpp"
#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_identity_stage(const Context& context, RunState& state) {
  // Each cluster is a customer and gets a PIN.
  state.customers =
      identity::number_customers(context, state.columns, std::move(state.components), state.decisions.locks);
  add(state.warnings, identity::warn_of_pins(state.customers.lineage));
  add(state.warnings,
      doubt::warn_of_links(state.customers.num_links, {.num_records = state.columns.distribution.num_global()}));
}

}  // namespace onefold::pipeline
