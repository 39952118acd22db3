#include "reading/report.hpp"

#include <algorithm>
#include <optional>

#include "cleanse/date_evidence.hpp"

namespace onefold::reading {

namespace {

/// Lines before the first row of each file of a source; nothing unless every row has a line of its own, and no other
/// lines stand between them.
std::optional<std::uint64_t> lines_before_rows(std::uint32_t source, const ingest::SourceFacts& facts) {
  const auto& counts = facts.sources[source];
  const ingest::LineCounts& lines = counts.lines;
  const auto num_files = static_cast<std::uint64_t>(std::ranges::count(facts.file_sources, source));
  const std::uint64_t before = lines.header + lines.skipped;
  const bool one_line_each = lines.all > 0 && lines.records + lines.quarantined == counts.rows_read;
  if (!one_line_each || lines.blank + lines.delimiters + lines.comment + lines.repeated_header + lines.deleted > 0 ||
      num_files == 0)
    return std::nullopt;
  return before % num_files == 0 ? std::optional(before / num_files) : std::nullopt;
}

UnreadableValue place_of(RecordId record, std::uint32_t source, const ingest::SourceFacts& facts) {
  UnreadableValue place;
  place.row = ingest::row_of(record, facts.sources[source], facts.quarantined_rows[source]);
  for (std::uint32_t f = 0; f < facts.files.size(); ++f)
    if (facts.file_sources[f] == source && facts.rows_before_file[f] < place.row) place.file = f;
  place.row_of_file = place.row - facts.rows_before_file[place.file];
  if (const auto before = lines_before_rows(source, facts)) place.line = *before + place.row_of_file;
  return place;
}

}  // namespace

ReadingReport make_report(const config::Job& job, const ingest::SourceFacts& facts,
                          std::span<const columns::CleansedAttribute> cleansed) {
  ReadingReport report;
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    const auto& dates = facts.columns.dates[s];
    const auto add = [&](ColumnReading column, std::span<const RecordId> unreadable) {
      column.source = s;
      column.ambiguous = cleanse::num_doubtful(column.attribute ? dates[*column.attribute] : dates.back());
      if (column.attribute) column.ambiguous += cleanse::num_doubtful(facts.columns.numbers[s][*column.attribute]);
      // Kept records stand in no file; the run that read them has reported them.
      for (const RecordId record : unreadable)
        if (const auto place = place_of(record, s, facts); place.row > 0) column.examples.push_back(place);
      report.push_back(std::move(column));
    };
    for (const auto& attribute : cleansed) add(attribute.of_source[s], attribute.unreadable[s]);
    if (job.sources[s].updated.empty()) continue;
    const auto& updated = facts.columns.updated[s];
    const auto of = [&](cleanse::Outcome outcome) { return updated.outcomes[static_cast<std::size_t>(outcome)]; };
    add({.filled = of(cleanse::Outcome::filled),
         .missing = of(cleanse::Outcome::missing),
         .dummy = of(cleanse::Outcome::dummy),
         .unreadable = of(cleanse::Outcome::unreadable)},
        updated.unreadable);
  }
  return report;
}

std::string_view name_of(const config::Job& job, const ColumnReading& column) {
  return column.attribute ? std::string_view(job.attributes[*column.attribute].name) : "updated";
}

}  // namespace onefold::reading
