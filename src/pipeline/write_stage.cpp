#include <fmt/format.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "block/frozen_keys.hpp"
#include "columns/frequencies.hpp"
#include "decisions/write_decisions.hpp"
#include "identity/write_indexes.hpp"
#include "identity/write_lineage.hpp"
#include "identity/write_records.hpp"
#include "ingest/write_sources.hpp"
#include "memory/write_windows.hpp"
#include "merge/write_customers.hpp"
#include "merge/write_needs.hpp"
#include "merge/write_values.hpp"
#include "onefold/record/error.hpp"
#include "pipeline/stages.hpp"
#include "reading/write_reading.hpp"
#include "repair/write_clustering.hpp"
#include "result/cluster_tables.hpp"
#include "result/result_writer.hpp"
#include "result/statistics_table.hpp"
#include "result/warnings_table.hpp"
#include "score/write_edges.hpp"
#include "score/write_model.hpp"

namespace onefold::pipeline {

namespace {

void refuse_if_strict(const Context& context, const Warnings& warnings) {
  if (!context.options.strict || warnings.empty()) return;
  throw Error(ExitCode::limit,
              fmt::format("--strict: nothing was written to {}, because of {} warning{}; the first is {}: {}",
                          context.job.output, warnings.size(), warnings.size() == 1 ? "" : "s", warnings.front().code,
                          warnings.front().text));
}

}  // namespace

void run_write_stage(const Context& context, RunState& state) {
  Stage stage(context, "write", "attributes");
  const auto& job = context.job;
  // 0. Where warnings are errors, a doubtful file does not appear.
  refuse_if_strict(context, state.warnings);
  // 1. Refuse a merge that does not fit in the memory limit, before anything is written.
  const auto needs = merge::measure_write_needs(context, state.columns.distribution);
  merge::require_memory_to_write(
      context, needs, -merge::bytes_freed_before_merging(context, state.columns.distribution, state.structures));
  identity::require_memory_for_lineage(context, state.customers.lineage);
  result::ResultWriter writer(context.world, job.output, job.overwrite, static_cast<int>(job.compression_level));
  // 2. Write large columns window by window; a window is a range of global rows that the ranks share.
  ingest::write_sources(context, state.sources, writer);
  identity::write_records(context, state.columns, state.sources, state.customers, needs.records, writer);
  auto overrides = merge::find_overrides(context.world, state.decisions.overrides, state.customers);
  if (!state.decisions.overrides.empty()) {
    context.statistics.add_global("overrides_applied", overrides.num_applied);
    context.statistics.add_global("overrides_superseded", overrides.num_superseded);
  }
  identity::add_overridden(context, state.decisions.overrides, overrides.local_set, state.customers.lineage);
  identity::write_lineage(context, state.customers, writer);
  std::vector<std::int64_t>().swap(state.customers.record_pins);
  std::vector<RecordId>().swap(state.customers.record_clusters);
  merge::write_values(context, state.columns, needs.values, writer);
  score::write_edges(context, state.columns, state.model, state.pairs, needs.edges, writer);
  repair::write_clustering(context, state.decisions, state.cuts, needs.edges, writer);
  identity::write_customer_indexes(context, state.customers, needs.records, writer);
  // 3. Write golden records, with the lineage of each value.
  add(state.warnings,
      merge::write_customers(context, state.columns,
                             {std::move(state.structures.customers), std::move(overrides), state.customers},
                             needs.customers, writer));
  refuse_if_strict(context, state.warnings);
  // 4. Write small tables.
  score::write_model(context, state.blocks, state.model, state.pairs, writer);
  score::write_completeness(state.completeness, writer);
  columns::write_frequencies(context, state.columns.facts(), writer);
  block::write_oversized_keys(state.blocks, writer);
  if (const auto& expected = state.threshold.expected)
    result::ExpectedLinksTable{expected->precision, expected->recall}.write(writer);
  result::WarningsTable::of(state.warnings).write(writer);
  if (state.delta) state.delta->write(writer, state.pairs.num_scored());
  decisions::write_decisions(job, state.decisions, writer);
  ingest::write_quarantine(state.sources, writer);
  reading::write_reading(state.reading, state.sources.files, writer);
  result::write_statistics(context, writer);
  // 5. Read the file back, compare it with digests taken from memory, then give it its name.
  state.content_digest = writer.publish();
  stage.finish(state.columns.distribution.num_global(), "records");
}

}  // namespace onefold::pipeline
