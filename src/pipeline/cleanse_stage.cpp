#include "columns/cleanse_attribute.hpp"
#include "doubt/warn.hpp"
#include "merge/input_dates.hpp"
#include "pipeline/stages.hpp"
#include "reading/judge.hpp"
#include "reading/report.hpp"

namespace onefold::pipeline {

void run_cleanse_stage(const Context& context, RunState& state) {
  Stage stage(context, "cleanse", "attributes");
  const auto& job = context.job;
  state.columns = ingest::columns_without_values(context, state.sources);
  if (state.delta) state.columns.changed = state.delta->changed();
  // 1. One attribute after the other becomes a column of codes, numbers or texts.
  const auto cleansed = columns::cleanse_attributes(context, state.columns);
  // 2. Report what could not be read. Stop if it is too much.
  state.reading = reading::make_report(job, state.sources, cleansed);
  reading::require_readable(job, state.reading, state.sources.files);
  add(state.warnings, reading::warn_of_reading(job, state.reading, state.sources.columns, state.sources.files));
  add(state.warnings, reading::warn_of_regions(job, cleansed));
  add(state.warnings,
      doubt::warn_of_attributes(job, state.columns.facts(), {.num_records = state.columns.distribution.num_global()}));
  // 3. Look at the times of change: golden records depend on them.
  state.dates = merge::examine_input_dates(context, state.columns);
  add(state.warnings, state.dates.warnings);
  stage.finish(state.columns.distribution.num_global(), "records");
}

}  // namespace onefold::pipeline
