#include "result/delta_table.hpp"

#include <fmt/format.h>

namespace onefold::result {

void DeltaTable::write(ResultWriter& writer) const {
  kNew.write_once(writer, num_new);
  kChanged.write_once(writer, changed);
  kUnchanged.write_once(writer, unchanged);
  kDeleted.write_once(writer, deleted);
  kUnknownDeletions.write_once(writer, unknown_deletions);
  kEdgesCarried.write_once(writer, edges_carried);
  kEdgesDropped.write_once(writer, edges_dropped);
  kPairsScored.write_once(writer, pairs_scored);
}

DeltaTable DeltaTable::read(const ResultReader& reader) {
  DeltaTable table;
  table.num_new = kNew.read_all(reader);
  table.changed = kChanged.read_all(reader);
  table.unchanged = kUnchanged.read_all(reader);
  table.deleted = kDeleted.read_all(reader);
  table.unknown_deletions = kUnknownDeletions.read_all(reader);
  table.edges_carried = kEdgesCarried.read_all(reader);
  table.edges_dropped = kEdgesDropped.read_all(reader);
  table.pairs_scored = kPairsScored.read_all(reader);
  for (const auto* column : {&table.changed, &table.unchanged, &table.deleted, &table.unknown_deletions})
    if (column->size() != table.num_new.size())
      throw Error(ExitCode::input, fmt::format("{}: the columns of /delta have {} and {} rows", reader.path(),
                                               table.num_new.size(), column->size()));
  for (const auto* column : {&table.edges_carried, &table.edges_dropped, &table.pairs_scored})
    if (column->size() != 1)
      throw Error(ExitCode::input, fmt::format("{}: a count of /delta has {} rows", reader.path(), column->size()));
  return table;
}

}  // namespace onefold::result
