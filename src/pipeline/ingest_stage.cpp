#include <memory>
#include <utility>

#include "decisions/read_decisions.hpp"
#include "identity/previous_result.hpp"
#include "ingest/raw_record_sink.hpp"
#include "inspect/previous_customers.hpp"
#include "merge/golden_overrides.hpp"
#include "pipeline/stages.hpp"

namespace onefold::pipeline {

namespace {

// Says which decisions were not applied, and counts all of them.
void report_decisions(const Context& context, RunState& state) {
  const auto& job = context.job;
  const auto& decisions = state.decisions;
  using onefold::decisions::DecisionStatus;
  add(state.warnings, decisions.warnings);
  for (const auto& note : decisions.notes) context.progress.say("decisions: " + note);
  if (!job.cluster.must_link.empty() || !job.cluster.cannot_link.empty() || !job.decisions.files.empty()) {
    context.statistics.add_global("must_links", decisions.must_link.size());
    context.statistics.add_global("cannot_links", decisions.cannot_link.size());
  }
  if (job.decisions.files.empty()) return;
  context.statistics.add_global("decisions_applied", decisions.counts[DecisionStatus::applied]);
  context.statistics.add_global("decisions_stale", decisions.counts[DecisionStatus::stale]);
  context.statistics.add_global("decisions_superseded", decisions.counts[DecisionStatus::superseded]);
  context.statistics.add_global("decisions_contradictory", decisions.counts[DecisionStatus::contradictory]);
}

}  // namespace

void run_ingest_stage(const Context& context, RunState& state) {
  const auto& job = context.job;
  // 0. Refuse a previous result that cannot be used before any work is done.
  identity::refuse_unusable_previous(context);
  // 1. Read the decisions of people about pairs of records first, so that a mistake in these lists is reported early.
  auto lists = decisions::read_decision_lists(context.world, job, inspect::previous_customers(job));
  // 2. Each row becomes a record with a global id or goes to quarantine; raw values are stored in the work directory.
  ingest::RawRecordSink sink(job, context.work, ingest::all_raw_records(job));
  // In a delta, records that did not change are those of the previous result.
  if (config::has_delta(job)) {
    state.delta = std::make_unique<delta::DeltaRun>(context);
    state.delta->watch(sink);
  }
  const bool learns_from_truth = job.model.train == config::Training::truth && job.model.is_trained();
  state.sources = ingest::ingest_sources(context, sink,
                                         {.named = &lists.sought,
                                          .max_true_pairs = learns_from_truth ? job.model.max_training_pairs : 0,
                                          .kept = state.delta ? &state.delta->kept() : nullptr});
  add(state.warnings, state.sources.warnings);
  if (state.delta) {
    state.delta->find_changes(context, state.sources);
    add(state.warnings, state.delta->warnings(job));
  }
  // 3. Combine the records that the lists name, which ingest found while reading.
  state.decisions =
      decisions::find_decisions(context.world, job, std::move(lists), std::exchange(state.sources.local_named, {}));
  report_decisions(context, state);
  add(state.warnings, merge::warn_of_overrides(context, state.decisions.overrides));
}

}  // namespace onefold::pipeline
