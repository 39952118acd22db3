#include <algorithm>

#include "onefold/pipeline/stages.hpp"
#include "parking_sink.hpp"
#include "stage_parts.hpp"

namespace onefold::pipeline {

SourceFacts run_ingest_stage(const Context& context) {
  ParkingSink sink(context.job, context.work, park_everything(context.job));
  return ingest_into(context, sink);
}

SourceFacts ingest_into(const Context& context, ParkingSink& sink) {
  Stage stage(context, "ingest", "bytes");
  auto ingested = ingest::read_sources(context.world, context.job, sink, [&](std::uint64_t done, std::uint64_t total) {
    context.progress.update(done, total);
  });
  sink.publish(context.world, context.work, ingested.local_stretches);
  SourceFacts facts;
  facts.distribution = ingested.distribution;
  facts.sources = std::move(ingested.sources);
  facts.files = std::move(ingested.files);
  facts.file_sources = std::move(ingested.file_sources);
  facts.quarantine = context.world.gather_all(ingested.local_quarantine);
  std::sort(facts.quarantine.begin(), facts.quarantine.end(),
            [](const auto& a, const auto& b) { return a.source != b.source ? a.source < b.source : a.row < b.row; });
  facts.quarantined_rows = ingest::quarantined_rows(facts.quarantine, facts.sources.size());
  facts.source_id_bounds.max_value_bytes = context.world.max(sink.max_source_id_bytes());
  facts.true_id_bounds.max_value_bytes = context.world.max(sink.max_true_id_bytes());
  facts.has_true_ids = std::any_of(context.job.sources.begin(), context.job.sources.end(),
                                   [](const auto& source) { return !source.truth.empty(); });
  std::uint64_t rows_read = 0;
  for (const auto& source : facts.sources) {
    rows_read += source.rows_read;
    mpi::require_on_all_ranks(context.world, source.rows_read == source.records + source.quarantined,
                              "rows read = records + quarantined");
  }
  context.statistics.add_global("rows_read", rows_read);
  context.statistics.add_global("records", facts.distribution.num_global());
  stage.finish(rows_read, "rows");
  return facts;
}

}  // namespace onefold::pipeline
