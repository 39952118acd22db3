#include "result/identity_tables.hpp"

#include <fmt/format.h>

namespace onefold::result {

namespace {

/// [event] Its column of /runs.
constexpr const Column<std::int64_t>* kColumnOfEvent[kNumPinEvents] = {nullptr,
                                                                       &RunsTable::kCreated,
                                                                       &RunsTable::kKept,
                                                                       &RunsTable::kGrown,
                                                                       &RunsTable::kShrunk,
                                                                       &RunsTable::kMergedInto,
                                                                       &RunsTable::kSplitFrom,
                                                                       &RunsTable::kReinstated,
                                                                       &RunsTable::kRetired,
                                                                       &RunsTable::kOverridden};

}  // namespace

void RunsTable::write(ResultWriter& writer) const {
  kJob.write_once(writer, job);
  kPreviousDigest.write_once(writer, previous_digest);
  kRecords.write_once(writer, records);
  kCustomers.write_once(writer, customers);
  for (std::size_t e = 1; e < events.size(); ++e) kColumnOfEvent[e]->write_once(writer, events[e]);
  kMovedRecords.write_once(writer, moved_records);
  kDepartedRecords.write_once(writer, departed_records);
}

RunsTable RunsTable::read(const ResultReader& reader) {
  RunsTable table;
  table.job = kJob.read_all(reader);
  table.previous_digest = kPreviousDigest.read_all(reader);
  table.records = kRecords.read_all(reader);
  table.customers = kCustomers.read_all(reader);
  table.moved_records = kMovedRecords.read_all(reader);
  table.departed_records = kDepartedRecords.read_all(reader);
  bool is_equal = table.size() > 0;
  for (const std::size_t size : {table.job.size(), table.previous_digest.size(), table.customers.size(),
                                 table.moved_records.size(), table.departed_records.size()})
    is_equal = is_equal && size == table.size();
  for (std::size_t e = 1; e < table.events.size(); ++e) {
    table.events[e].resize(table.size(), 0);
    if (kColumnOfEvent[e]->presence == Presence::required || kColumnOfEvent[e]->is_in(reader))
      table.events[e] = kColumnOfEvent[e]->read_all(reader);
    is_equal = is_equal && table.events[e].size() == table.size();
  }
  if (is_equal) return table;
  throw Error(ExitCode::input, fmt::format("{}: the columns of /runs are empty, or differ in length", reader.path()));
}

}  // namespace onefold::result
