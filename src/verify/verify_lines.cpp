// Conservation by physical lines, for the sources that were read from text.
#include "verify/verify_lines.hpp"

#include "result/lines_table.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

/// Per source: lines of its quarantined rows. Also requires that rows of a file follow each other without overlap.
std::vector<std::int64_t> lines_in_quarantine(const result::ResultReader& file, std::size_t num_sources) {
  std::vector<std::int64_t> lines(num_sources, 0);
  std::string previous_file;
  std::int32_t previous_source = -1;
  std::int64_t previous_line = 0;
  result::for_each_slice(QuarantineTable::kSource.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto rows = QuarantineTable::read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(rows.line[i] >= 1 && rows.last_line[i] >= rows.line[i],
              "quarantined row {}: it begins on line {} and ends on line {}", first + i, rows.line[i],
              rows.last_line[i]);
      const bool follows = rows.source[i] == previous_source && rows.file[i] == previous_file;
      require(!follows || rows.line[i] > previous_line, "quarantined row {}: line {} belongs to the one before it",
              first + i, rows.line[i]);
      lines[static_cast<std::size_t>(rows.source[i])] += rows.last_line[i] - rows.line[i] + 1;
      previous_source = rows.source[i];
      previous_file = rows.file[i];
      previous_line = rows.last_line[i];
    }
  });
  return lines;
}

}  // namespace

std::string check_lines(const result::ResultReader& file) {
  if (!result::LinesTable::is_in(file) || !QuarantineTable::kLastLine.is_in(file))
    return "not in this file, which an older version has written";
  const auto table = result::LinesTable::read(file);
  const auto sources = SourcesTable::read(file);
  require(table.all.size() == sources.records.size(), "/lines has {} rows, /sources has {}", table.all.size(),
          sources.records.size());
  const auto in_quarantine = lines_in_quarantine(file, table.all.size());
  std::int64_t num_lines = 0;
  std::size_t num_texts = 0;
  for (std::size_t s = 0; s < table.all.size(); ++s) {
    std::int64_t rest = table.all[s];
    for (const auto* part : table.parts()) {
      require((*part)[s] >= 0 && (*part)[s] <= rest, "source {}: its {} lines are fewer than those accounted for", s,
              table.all[s]);
      rest -= (*part)[s];
    }
    require(rest == 0, "source {}: {} of its {} lines are not accounted for", s, rest, table.all[s]);
    if (table.all[s] == 0) continue;  // not read from text
    const std::int64_t of_files = sources.records[s] - sources.kept[s];
    require(table.records[s] >= of_files, "source {}: {} records on {} lines", s, of_files, table.records[s]);
    require(table.quarantined[s] == in_quarantine[s], "source {}: {} lines are in quarantine, /quarantine has {}", s,
            table.quarantined[s], in_quarantine[s]);
    num_lines += table.all[s];
    ++num_texts;
  }
  return fmt::format("{} lines of {} sources read from text, each accounted for", num_lines, num_texts);
}

}  // namespace onefold::verify
