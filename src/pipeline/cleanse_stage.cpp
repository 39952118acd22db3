#include "cleanse/cleanse_attribute.hpp"
#include "doubt/warn.hpp"
#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_cleanse_stage(const Context& context, RunState& state) {
  Stage stage(context, "cleanse", "attributes");
  state.columns = ingest::columns_without_values(context, state.sources);
  // One attribute after the other becomes a column of codes, numbers or texts.
  cleanse::cleanse_attributes(context, state.columns);
  add(state.warnings, doubt::warn_of_attributes(context.job, state.columns.facts(),
                                                {.num_records = state.columns.distribution.num_global()}));
  stage.finish(state.columns.distribution.num_global(), "records");
}

}  // namespace onefold::pipeline
