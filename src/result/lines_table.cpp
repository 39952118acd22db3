#include "result/lines_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onefold::result {

void LinesTable::write(ResultWriter& writer) const {
  kAll.write_once(writer, all);
  kRecords.write_once(writer, records);
  kQuarantined.write_once(writer, quarantined);
  kHeader.write_once(writer, header);
  kBlank.write_once(writer, blank);
  kDelimiters.write_once(writer, delimiters);
  kComment.write_once(writer, comment);
  kSkipped.write_once(writer, skipped);
  kFooter.write_once(writer, footer);
  kRepeatedHeader.write_once(writer, repeated_header);
  if (std::ranges::any_of(deleted, [](std::int64_t count) { return count != 0; })) kDeleted.write_once(writer, deleted);
}

LinesTable LinesTable::read(const ResultReader& reader) {
  LinesTable table;
  table.all = kAll.read_all(reader);
  table.records = kRecords.read_all(reader);
  table.quarantined = kQuarantined.read_all(reader);
  table.header = kHeader.read_all(reader);
  table.blank = kBlank.read_all(reader);
  table.delimiters = kDelimiters.read_all(reader);
  table.comment = kComment.read_all(reader);
  table.skipped = kSkipped.read_all(reader);
  table.footer = kFooter.read_all(reader);
  table.repeated_header = kRepeatedHeader.read_all(reader);
  if (kDeleted.is_in(reader))
    table.deleted = kDeleted.read_all(reader);
  else
    table.deleted.assign(table.all.size(), 0);
  for (const auto* part : table.parts())
    if (part->size() != table.all.size())
      throw Error(ExitCode::input, fmt::format("{}: the columns of /lines have {} and {} rows", reader.path(),
                                               table.all.size(), part->size()));
  return table;
}

}  // namespace onefold::result
