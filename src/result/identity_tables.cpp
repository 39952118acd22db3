#include "result/identity_tables.hpp"

#include <fmt/format.h>

namespace onefold::result {

namespace {

constexpr PinEvent kAllPinEvents[] = {PinEvent::created,     PinEvent::kept,       PinEvent::grown,
                                      PinEvent::shrunk,      PinEvent::merged_into, PinEvent::split_from,
                                      PinEvent::reinstated,  PinEvent::retired};

}  // namespace

const Column<std::int64_t>& RunsTable::column_of(PinEvent event) {
  switch (event) {
    case PinEvent::created:
      return kCreated;
    case PinEvent::kept:
      return kKept;
    case PinEvent::grown:
      return kGrown;
    case PinEvent::shrunk:
      return kShrunk;
    case PinEvent::merged_into:
      return kMergedInto;
    case PinEvent::split_from:
      return kSplitFrom;
    case PinEvent::reinstated:
      return kReinstated;
    case PinEvent::retired:
      break;
  }
  return kRetired;
}

void RunsTable::write(ResultWriter& writer) const {
  kJob.write_once(writer, job);
  kPreviousDigest.write_once(writer, previous_digest);
  kRecords.write_once(writer, records);
  kCustomers.write_once(writer, customers);
  for (const PinEvent event : kAllPinEvents)
    column_of(event).write_once(writer, events[static_cast<std::size_t>(event)]);
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
  for (const PinEvent event : kAllPinEvents)
    table.events[static_cast<std::size_t>(event)] = column_of(event).read_all(reader);
  bool is_equal = table.job.size() == table.size() && table.previous_digest.size() == table.size() &&
                  table.customers.size() == table.size() && table.moved_records.size() == table.size() &&
                  table.departed_records.size() == table.size();
  for (const PinEvent event : kAllPinEvents)
    is_equal = is_equal && table.events[static_cast<std::size_t>(event)].size() == table.size();
  if (!is_equal || table.size() == 0)
    throw Error(ExitCode::input, fmt::format("{}: the columns of /runs are empty, or differ in length", reader.path()));
  return table;
}

std::vector<HistoryRow> read_history(const ResultReader& reader, std::uint64_t first, std::uint64_t count) {
  const auto pin = HistoryTable::kPin.read(reader, first, count);
  const auto event = HistoryTable::kEvent.read(reader, first, count);
  const auto run = HistoryTable::kRun.read(reader, first, count);
  const auto records = HistoryTable::kRecords.read(reader, first, count);
  const auto before = HistoryTable::kRecordsBefore.read(reader, first, count);
  const auto other = HistoryTable::kOther.read(reader, first, count);
  std::vector<HistoryRow> rows(pin.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (event[i] < 1 || event[i] >= kNumPinEvents)
      throw Error(ExitCode::input, fmt::format("{}: row {} of /history has no known event", reader.path(), first + i));
    rows[i] = {pin[i], other[i], run[i], records[i], before[i], static_cast<PinEvent>(event[i])};
  }
  return rows;
}

}  // namespace onefold::result
