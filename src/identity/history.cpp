#include "identity/history.hpp"

#include <fmt/format.h>

#include "result/identity_tables.hpp"

namespace onefold::identity {

std::vector<HistoryRow> read_history(const result::ResultReader& reader, std::uint64_t first, std::uint64_t count) {
  const auto pin = result::HistoryTable::kPin.read(reader, first, count);
  const auto event = result::HistoryTable::kEvent.read(reader, first, count);
  const auto run = result::HistoryTable::kRun.read(reader, first, count);
  const auto records = result::HistoryTable::kRecords.read(reader, first, count);
  const auto before = result::HistoryTable::kRecordsBefore.read(reader, first, count);
  const auto other = result::HistoryTable::kOther.read(reader, first, count);
  std::vector<HistoryRow> rows(pin.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (event[i] < 1 || event[i] >= kNumPinEvents)
      throw Error(ExitCode::input, fmt::format("{}: row {} of /history has no known event", reader.path(), first + i));
    rows[i] = {pin[i], other[i], run[i], records[i], before[i], static_cast<PinEvent>(event[i])};
  }
  return rows;
}

}  // namespace onefold::identity
