#include "identity/history.hpp"

#include <fmt/format.h>

#include "result/customers_table.hpp"
#include "result/identity_tables.hpp"
#include "result/lineage.hpp"
#include "result/sources_table.hpp"

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

std::vector<bool> overridden_customers(const result::ResultReader& reader, std::uint64_t first, std::uint64_t count) {
  std::vector<bool> overridden(count, false);
  const TextColumn attributes = result::AttributesTable::kName.read_all(reader);
  for (std::size_t a = 0; a < attributes.size(); ++a) {
    const auto rules = result::LineageColumns(attributes[a]).rule.read(reader, first, count);
    for (std::uint64_t c = 0; c < count; ++c)
      if (rules[c] == static_cast<std::int8_t>(result::LineageRule::override_by_steward)) overridden[c] = true;
  }
  return overridden;
}

}  // namespace onefold::identity
