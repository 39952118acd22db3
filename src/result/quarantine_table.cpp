#include "result/quarantine_table.hpp"

namespace onefold::result {

void QuarantineTable::write(ResultWriter& writer) const {
  kSource.write_once(writer, source);
  kRow.write_once(writer, row);
  kReason.write_once(writer, reason);
  kFile.write_once(writer, file);
  kLine.write_once(writer, line);
  kLastLine.write_once(writer, last_line);
}

QuarantineTable QuarantineTable::read(const ResultReader& reader, std::uint64_t first, std::uint64_t count) {
  QuarantineTable table;
  table.source = kSource.read(reader, first, count);
  table.row = kRow.read(reader, first, count);
  table.reason = kReason.read(reader, first, count);
  table.file = kFile.read(reader, first, count);
  table.line = kLine.read(reader, first, count);
  table.last_line = kLastLine.is_in(reader) ? kLastLine.read(reader, first, count) : table.line;
  return table;
}

}  // namespace onefold::result
