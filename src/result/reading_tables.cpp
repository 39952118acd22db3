#include "result/reading_tables.hpp"

#include <fmt/format.h>

#include "onefold/record/error.hpp"

namespace onefold::result {

void ReadingTable::write(ResultWriter& writer) const {
  kSource.write_once(writer, source);
  kAttribute.write_once(writer, attribute);
  kIsTimeOfChange.write_once(writer, is_time_of_change);
  kFilled.write_once(writer, filled);
  kMissing.write_once(writer, missing);
  kDummy.write_once(writer, dummy);
  kUnreadable.write_once(writer, unreadable);
  kDistinct.write_once(writer, distinct);
  kAmbiguous.write_once(writer, ambiguous);
}

ReadingTable ReadingTable::read(const ResultReader& reader) {
  ReadingTable table;
  table.source = kSource.read_all(reader);
  table.attribute = kAttribute.read_all(reader);
  table.is_time_of_change.resize(table.attribute.size(), 0);
  if (kIsTimeOfChange.is_in(reader)) table.is_time_of_change = kIsTimeOfChange.read_all(reader);
  table.filled = kFilled.read_all(reader);
  table.missing = kMissing.read_all(reader);
  table.dummy = kDummy.read_all(reader);
  table.unreadable = kUnreadable.read_all(reader);
  table.distinct = kDistinct.read_all(reader);
  table.ambiguous = kAmbiguous.read_all(reader);
  for (const std::size_t size :
       {table.attribute.size(), table.is_time_of_change.size(), table.filled.size(), table.missing.size(),
        table.dummy.size(), table.unreadable.size(), table.distinct.size(), table.ambiguous.size()})
    if (size != table.source.size())
      throw Error(ExitCode::input, fmt::format("{}: the columns of /reading have {} and {} rows", reader.path(),
                                               table.source.size(), size));
  return table;
}

void UnreadableTable::write(ResultWriter& writer) const {
  kReading.write_once(writer, reading);
  kRow.write_once(writer, row);
  kFile.write_once(writer, file);
  kRowOfFile.write_once(writer, row_of_file);
  kLine.write_once(writer, line);
}

}  // namespace onefold::result
