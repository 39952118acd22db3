#include "reading/write_reading.hpp"

#include "result/reading_tables.hpp"

namespace onefold::reading {

namespace {

using result::ReadingTable;
using result::UnreadableTable;

ReadingTable reading_table(const ReadingReport& report) {
  ReadingTable table;
  const auto count = [](std::uint64_t number) { return static_cast<std::int64_t>(number); };
  for (const ColumnReading& column : report) {
    table.source.push_back(static_cast<std::int32_t>(column.source));
    table.attribute.push_back(column.attribute ? static_cast<std::int32_t>(*column.attribute) : -1);
    table.is_time_of_change.push_back(column.is_time_of_change ? 1 : 0);
    table.filled.push_back(count(column.filled));
    table.missing.push_back(count(column.missing));
    table.dummy.push_back(count(column.dummy));
    table.unreadable.push_back(count(column.unreadable));
    table.distinct.push_back(count(column.distinct));
    table.ambiguous.push_back(count(column.ambiguous));
  }
  return table;
}

UnreadableTable unreadable_table(const ReadingReport& report, std::span<const std::string> files) {
  UnreadableTable table;
  for (std::size_t r = 0; r < report.size(); ++r)
    for (const UnreadableValue& value : report[r].examples) {
      table.reading.push_back(static_cast<std::int32_t>(r));
      table.row.push_back(static_cast<std::int64_t>(value.row));
      table.row_of_file.push_back(static_cast<std::int64_t>(value.row_of_file));
      table.line.push_back(static_cast<std::int64_t>(value.line));
      table.file.push_back(files[value.file]);
    }
  return table;
}

}  // namespace

void write_reading(const ReadingReport& report, std::span<const std::string> files, result::ResultWriter& writer) {
  reading_table(report).write(writer);
  unreadable_table(report, files).write(writer);
}

}  // namespace onefold::reading
