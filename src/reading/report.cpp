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
    const auto add = [&](ColumnReading column, const cleanse::DateEvidence& dates,
                         std::span<const RecordId> unreadable) {
      column.source = s;
      column.ambiguous = cleanse::num_doubtful(dates);
      if (!is_time(column)) column.ambiguous += cleanse::num_doubtful(facts.columns.numbers[s][*column.attribute]);
      // Kept records stand in no file; the run that read them has reported them.
      for (const RecordId record : unreadable)
        if (const auto place = place_of(record, s, facts); place.row > 0) column.examples.push_back(place);
      report.push_back(std::move(column));
    };
    for (const auto& attribute : cleansed) {
      const ColumnReading& column = attribute.of_source[s];
      add(column, facts.columns.dates[s][*column.attribute], attribute.unreadable[s]);
    }
    bool is_first = true;
    for (const auto& times : facts.columns.times[s]) {
      const auto of = [&](cleanse::Outcome outcome) { return times.outcomes[static_cast<std::size_t>(outcome)]; };
      // All times of a source are read in one order, so its first column tells about all of them.
      add({.attribute = times.attribute,
           .is_time_of_change = times.attribute.has_value(),
           .filled = of(cleanse::Outcome::filled),
           .missing = of(cleanse::Outcome::missing),
           .dummy = of(cleanse::Outcome::dummy),
           .unreadable = of(cleanse::Outcome::unreadable)},
          is_first ? facts.columns.dates[s].back() : cleanse::DateEvidence{}, times.unreadable);
      is_first = false;
    }
  }
  return report;
}

std::string name_of(const config::Job& job, const ColumnReading& column) {
  if (!column.attribute) return "updated";
  const std::string& name = job.attributes[*column.attribute].name;
  return column.is_time_of_change ? "updated_of." + name : name;
}

}  // namespace onefold::reading
