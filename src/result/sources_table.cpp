#include "result/sources_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onefold::result {

void SourcesTable::write(ResultWriter& writer) const {
  kName.write_once(writer, name);
  kRowsRead.write_once(writer, rows_read);
  kRecords.write_once(writer, records);
  kQuarantined.write_once(writer, quarantined);
  kFirstRecordId.write_once(writer, first_record_id);
  if (std::ranges::any_of(kept, [](std::int64_t count) { return count != 0; })) kKept.write_once(writer, kept);
  if (unique.size() == name.size()) kUnique.write_once(writer, unique);
  kFile.write_once(writer, file);
  kFileSource.write_once(writer, file_source);
}

SourcesTable SourcesTable::read(const ResultReader& reader) {
  SourcesTable table;
  table.name = kName.read_all(reader);
  table.rows_read = kRowsRead.read_all(reader);
  table.records = kRecords.read_all(reader);
  table.quarantined = kQuarantined.read_all(reader);
  table.first_record_id = kFirstRecordId.read_all(reader);
  if (kKept.is_in(reader))
    table.kept = kKept.read_all(reader);
  else
    table.kept.assign(table.name.size(), 0);
  if (kUnique.is_in(reader)) table.unique = kUnique.read_all(reader);
  if (kRivalGroup.is_in(reader)) table.rival_group = kRivalGroup.read_all(reader);
  const std::size_t rows = table.name.size();
  for (const std::size_t size :
       {table.rows_read.size(), table.records.size(), table.quarantined.size(), table.first_record_id.size(),
        table.kept.size(), kUnique.is_in(reader) ? table.unique.size() : rows,
        kRivalGroup.is_in(reader) ? table.rival_group.size() : rows})
    if (size != rows)
      throw Error(ExitCode::input,
                  fmt::format("{}: the columns of /sources have {} and {} rows", reader.path(), rows, size));
  return table;
}

void AttributesTable::write(ResultWriter& writer) const {
  kName.write_once(writer, name);
  kType.write_once(writer, type);
  if (conflict.size() == name.size()) kConflict.write_once(writer, conflict);
  if (separator.size() == name.size()) kSeparator.write_once(writer, separator);
  if (group.size() == name.size()) kGroup.write_once(writer, group);
}

AttributesTable AttributesTable::read(const ResultReader& reader) {
  AttributesTable table;
  table.name = kName.read_all(reader);
  table.type = kType.read_all(reader);
  if (kConflict.is_in(reader)) table.conflict = kConflict.read_all(reader);
  if (kSeparator.is_in(reader)) table.separator = kSeparator.read_all(reader);
  if (kGroup.is_in(reader)) table.group = kGroup.read_all(reader);
  const std::size_t rows = table.name.size();
  for (const std::size_t size :
       {table.type.size(), kConflict.is_in(reader) ? table.conflict.size() : rows,
        kSeparator.is_in(reader) ? table.separator.size() : rows, kGroup.is_in(reader) ? table.group.size() : rows})
    if (size != rows)
      throw Error(ExitCode::input,
                  fmt::format("{}: the columns of /attributes have {} and {} rows", reader.path(), rows, size));
  return table;
}

}  // namespace onefold::result
