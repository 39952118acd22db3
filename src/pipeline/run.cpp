#include "onefold/pipeline/run.hpp"

#include <utility>

#include "files/output_path.hpp"
#include "merge/write_needs.hpp"
#include "pipeline/stages.hpp"
#include "record/hash.hpp"

namespace onefold::pipeline {

namespace {

// Golden records are made from raw values. Cleansed values are not needed once all pairs are compared.
void free_values(Columns& columns) {
  for (auto& column : columns.attributes) column = {.storage = column.storage, .facts = column.facts};
}

PinChanges changes_of(const identity::Lineage& lineage) {
  const auto count = [&](PinEvent event) { return lineage.events[static_cast<std::size_t>(event)]; };
  return {.kept = count(PinEvent::kept),
          .grown = count(PinEvent::grown),
          .shrunk = count(PinEvent::shrunk),
          .merged_into = count(PinEvent::merged_into),
          .retired = count(PinEvent::retired),
          .created = count(PinEvent::created),
          .split_from = count(PinEvent::split_from),
          .reinstated = count(PinEvent::reinstated),
          .overridden = count(PinEvent::overridden),
          .moved_records = lineage.num_moved_records};
}

DeltaCounts counts_of(const config::Job& job, const delta::DeltaRun& run) {
  const auto sum = run.changes().sum();
  std::optional<DeltaCounts::Drift> drift;
  if (const auto& of = run.drift())
    drift = {of->threshold,  of->links,          of->links_gained,
             of->links_lost, of->largest_change, job.comparisons[of->largest_comparison].name};
  return {.records_new = sum.num_new,
          .records_changed = sum.num_changed,
          .records_unchanged = sum.num_unchanged,
          .records_deleted = sum.num_deleted,
          .unknown_deletions = sum.num_unknown_deletions,
          .edges_carried = run.edges().num_carried,
          .edges_dropped = run.edges().num_dropped,
          .drift = drift};
}

RunSummary summarise(const config::Job& job, const RunState& state) {
  RunSummary summary;
  summary.output = job.output;
  summary.content_digest = state.content_digest;
  summary.num_rows_read = state.sources.num_rows_read();
  summary.num_records = state.sources.distribution.num_global();
  summary.num_quarantined = state.sources.num_quarantined();
  const auto lines = state.sources.lines();
  summary.lines_left_out = {lines.delimiters, lines.comment, lines.skipped, lines.footer, lines.repeated_header};
  summary.num_candidate_pairs = state.pairs.num_scored();
  summary.num_edges = state.pairs.num_edges();
  summary.num_links = state.customers.num_links;
  summary.num_customers = state.customers.num_global;
  summary.largest_customer = state.customers.largest;
  summary.num_customers_on_a_bridge = state.structures.num_on_a_bridge;
  if (!job.identity.previous.empty()) summary.pins = changes_of(state.customers.lineage);
  if (state.delta) summary.delta = counts_of(job, *state.delta);
  summary.threshold = job.cluster.threshold;
  summary.threshold_reason = job.cluster.threshold_reason;
  if (const auto& expected = state.threshold.expected) {
    summary.expected_precision = expected->precision;
    summary.expected_recall = expected->recall;
  }
  summary.expected_completeness = state.completeness.estimate();
  summary.warnings = state.warnings;
  summary.reading = state.reading;
  summary.files = state.sources.files;
  return summary;
}

}  // namespace

RunSummary run_job(const mpi::Communicator& world, const config::Job& given, progress::Progress& progress,
                   progress::Statistics& statistics, const config::RunOptions& options) {
  const auto node = world.split_by_node();
  config::Job job = given;  // training may decide its threshold
  // 0. Refuse an output that may not be written before any work is done.
  mpi::run_locally(world, [&] {
    if (world.is_root()) files::refuse_unusable_output(job.output, job.overwrite);
  });
  scratch::WorkDirectory work(world, job.work_dir, hash_bytes(job.digest_toml));
  const Context context{world, node, job, work, progress, statistics, options};
  RunState state;

  // 1. Ingest: each row becomes a record with a global id, or goes to quarantine; raw values are stored on disk. On the
  // way, the records that people have named in their decisions are found.
  run_ingest_stage(context, state);
  // If golden records would not fit in memory, stop now and not after all other work.
  merge::require_memory_for_customers(context, state.sources.distribution);
  // 2. Cleanse: turn raw values into codes, numbers or texts that can be compared.
  run_cleanse_stage(context, state);
  if (state.dates.latest_day && job.merge.uses_trust() && !job.merge.as_of)
    config::decide_as_of(job, *state.dates.latest_day);
  // 3. Block: count the pairs that each rule proposes, and divide them into waves.
  run_block_stage(context, state);
  // 4. Train: estimate the weight of each agreement.
  run_train_stage(context, state);
  if (!state.threshold.reason.empty())
    config::decide_threshold(job, state.threshold.probability, state.threshold.reason);
  // 5. Score: score each candidate pair once, and keep those above a threshold as edges.
  run_score_stage(context, state);
  const bool repairs = job.cluster.method == config::ClusterMethod::repair;
  if (!repairs) free_values(state.columns);
  // 6. Cluster: edges above the link threshold are links; connected records form a component.
  run_cluster_stage(context, state);
  // 7. Repair: split components that the evidence of all their pairs contradicts.
  if (repairs) run_repair_stage(context, state);
  free_values(state.columns);
  // 8. Identity: give every customer a PIN.
  run_identity_stage(context, state);
  // 9. Structure: find the customers that a single link holds together.
  run_structure_stage(context, state);
  // 10. Merge and write: golden records with the lineage of each value. The result gets its name only after it was read
  // back.
  run_write_stage(context, state);
  work.remove_all();
  return summarise(job, state);
}

}  // namespace onefold::pipeline
