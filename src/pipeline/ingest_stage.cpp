#include "onefold/pipeline/stages.hpp"

namespace onefold::pipeline {

ingest::RawRows run_ingest_stage(const Context& context, SourceFacts& facts) {
  Stage stage(context, "ingest", "bytes");
  auto ingested = ingest::read_sources(context.world, context.job, [&](std::uint64_t done, std::uint64_t total) {
    context.progress.update(done, total);
  });
  facts.sources = std::move(ingested.sources);
  facts.files = std::move(ingested.files);
  facts.file_sources = std::move(ingested.file_sources);
  facts.local_quarantine = std::move(ingested.local_quarantine);
  facts.has_true_ids = std::any_of(context.job.sources.begin(), context.job.sources.end(),
                                   [](const auto& source) { return !source.truth.empty(); });
  std::uint64_t rows_read = 0;
  for (const auto& source : facts.sources) {
    rows_read += source.rows_read;
    mpi::require_on_all_ranks(context.world, source.rows_read == source.records + source.quarantined,
                              "rows read = records + quarantined");
  }
  context.statistics.add_global("rows_read", rows_read);
  context.statistics.add_global("records", ingested.rows.distribution.num_global());
  stage.finish(rows_read, "rows");
  return std::move(ingested.rows);
}

}  // namespace onefold::pipeline
