#include "ingest/source_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/fetch_databases.hpp"
#include "ingest/raw_record_sink.hpp"
#include "progress/format.hpp"

namespace onefold::ingest {

std::uint64_t SourceFacts::num_rows_read() const {
  std::uint64_t sum = 0;
  for (const auto& source : sources) sum += source.rows_read;
  return sum;
}

std::uint64_t SourceFacts::num_quarantined() const {
  std::uint64_t sum = 0;
  for (const auto& source : sources) sum += source.quarantined;
  return sum;
}

LineCounts SourceFacts::lines() const {
  LineCounts sum;
  for (const auto& source : sources) sum += source.lines;
  return sum;
}

namespace {

// Finds the records that the lists name by row, because their sources have no ids. One rank does this for all
// ranks, since no file has to be read.
void find_rows(const decisions::SoughtRecords& sought, SourceFacts& facts) {
  for (const auto& [source, row, key] : sought.rows())
    if (const auto record = record_of(row, facts.sources[source], facts.quarantined_rows[source]))
      facts.local_named.push_back({key, *record});
}

// What patterns and splits found, for people and in the statistics.
void tell_extractions(const Context& context, const std::vector<Extraction>& extractions) {
  for (const auto& [source, attribute, columns, is_pattern, counts] : extractions) {
    const std::string& of_source = context.job.sources[source].name;
    const std::string& of_attribute = context.job.attributes[attribute].name;
    context.progress.say(fmt::format("ingest: {}: {} from {} of {} values of {}", of_source, of_attribute,
                                     progress::with_thousands(counts.num_found),
                                     progress::with_thousands(counts.num_texts), columns));
    const std::string counter = fmt::format("{}_{}", of_source, of_attribute);
    context.statistics.add_global("found_" + counter, counts.num_found);
    context.statistics.add_global("not_found_" + counter, counts.num_texts - counts.num_found);
  }
}

}  // namespace

SourceFacts ingest_sources(const Context& context, RawRecordSink& sink, const RecordSearch& search) {
  const FetchedDatabases fetched(context);
  Stage stage(context, "ingest", "bytes");
  auto ingested = read_sources(
      context.world, fetched.job(), sink,
      [&](std::uint64_t done, std::uint64_t total) { context.progress.update(done, total); }, search);
  sink.publish(context.world, context.work, ingested.local_stretches);
  SourceFacts facts;
  facts.columns = sink.find(context.world, ingested.local_stretches);
  facts.distribution = ingested.distribution;
  facts.sources = std::move(ingested.sources);
  facts.files = std::move(ingested.files);
  facts.file_sources = std::move(ingested.file_sources);
  facts.rows_before_file = std::move(ingested.rows_before_file);
  facts.quarantine = context.world.gather_all(ingested.local_quarantine);
  std::sort(facts.quarantine.begin(), facts.quarantine.end(),
            [](const auto& a, const auto& b) { return a.source != b.source ? a.source < b.source : a.row < b.row; });
  facts.quarantined_rows = quarantined_rows(facts.quarantine, facts.sources.size());
  facts.warnings = std::move(ingested.warnings);
  facts.local_named = std::move(ingested.local_named);
  facts.local_stretches = std::move(ingested.local_stretches);
  facts.local_true_ids = std::move(ingested.local_true_ids);
  add(facts.warnings, warn_of_patterns(context.job, ingested.extractions));
  if (search.named != nullptr && context.world.is_root()) find_rows(*search.named, facts);
  facts.has_true_ids = std::any_of(context.job.sources.begin(), context.job.sources.end(),
                                   [](const auto& source) { return !source.truth.empty(); });
  for (const auto& source : facts.sources)
    mpi::require_on_all_ranks(context.world, source.rows_read + source.kept == source.records + source.quarantined,
                              "rows read + records kept = records + quarantined");
  for (std::size_t s = 0; s < facts.sources.size(); ++s)
    mpi::require_on_all_ranks(context.world, facts.sources[s].lines.add_up(),
                              "lines = lines of records, of quarantined rows, of headers, and lines left out");
  context.statistics.add_global("rows_read", facts.num_rows_read());
  context.statistics.add_global("records", facts.distribution.num_global());
  tell_extractions(context, ingested.extractions);
  for (const std::string& note : ingested.notes) context.progress.say(note);
  stage.finish(facts.num_rows_read(), "rows");
  return facts;
}

Columns columns_without_values(const Context& context, const SourceFacts& facts) {
  Columns columns;
  columns.distribution = facts.distribution;
  columns.first_record = facts.distribution.begin(context.world.rank());
  columns.num_local_rows = facts.distribution.size(context.world.rank());
  for (const auto& source : facts.sources) columns.source_ends.push_back(source.first_record + source.records);
  columns.date_readings = date_readings(context.job, facts.columns);
  columns.decimals = decimals(facts.columns);
  return columns;
}

}  // namespace onefold::ingest
