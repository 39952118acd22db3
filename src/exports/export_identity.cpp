#include "exports/export_identity.hpp"

#include "identity/history.hpp"
#include "result/customers_table.hpp"
#include "result/identity_tables.hpp"
#include "result/row_slices.hpp"

namespace onefold::exports {

namespace {

using result::CrosswalkTable;
using result::RetiredTable;

/// A PIN of the crosswalk, which may stand for the present one.
std::int64_t resolved(std::int64_t pin, std::int64_t now) {
  if (pin == CrosswalkTable::kNotThere) return kNoPin;
  return pin == CrosswalkTable::kSamePin ? now : pin;
}

/// A row of the crosswalk.
struct CrosswalkRow {
  std::string_view source, id;
  std::int64_t pin, previous, first_pin;
  std::int32_t first_run, last_run;
  bool is_deleted;

  void write(CsvLines& csv) const {
    csv.field(source).field(id).pin(pin).pin(resolved(previous, pin)).pin(resolved(first_pin, pin));
    csv.field(first_run).field(last_run).field(is_deleted ? "1" : "0").end_line();
  }
};

void export_departed(const result::ResultReader& file, std::uint64_t num_records, CsvLines& csv) {
  result::for_each_slice(CrosswalkTable::kDepartedPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto source = CrosswalkTable::kDepartedSource.read(file, first, count);
    const auto id = CrosswalkTable::kDepartedId.read(file, first, count);
    const auto pin = CrosswalkTable::kDepartedPin.read(file, first, count);
    const auto previous = CrosswalkTable::kPreviousPin.read(file, num_records + first, count);
    const auto first_pin = CrosswalkTable::kFirstPin.read(file, num_records + first, count);
    const auto first_run = CrosswalkTable::kFirstRun.read(file, num_records + first, count);
    const auto last_run = CrosswalkTable::kLastRun.read(file, num_records + first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      CrosswalkRow{source[i], id[i], pin[i], previous[i], first_pin[i], first_run[i], last_run[i], true}.write(csv);
  });
}

}  // namespace

void export_crosswalk(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name :
       {"source", "source_id", "pin", "previous_pin", "first_pin", "first_run", "last_run", "deleted"})
    csv.field(name);
  csv.end_line();
  const TextColumn sources = result::SourcesTable::kName.read_all(file);
  const bool is_stored = CrosswalkTable::is_in(file);
  const std::uint64_t num_records = result::RecordsTable::kSource.num_rows(file);
  result::for_each_slice(num_records, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = result::RecordsTable::kSource.read(file, first, count);
    const auto id = result::RecordsTable::kSourceId.read(file, first, count);
    const auto pin = result::RecordsTable::kPin.read(file, first, count);
    std::vector<std::int64_t> previous(count, CrosswalkTable::kNotThere);
    std::vector<std::int64_t> first_pin(count, CrosswalkTable::kSamePin);
    std::vector<std::int32_t> first_run(count, 1);
    std::vector<std::int32_t> last_run(count, 1);
    if (is_stored) {
      previous = CrosswalkTable::kPreviousPin.read(file, first, count);
      first_pin = CrosswalkTable::kFirstPin.read(file, first, count);
      first_run = CrosswalkTable::kFirstRun.read(file, first, count);
      last_run = CrosswalkTable::kLastRun.read(file, first, count);
    }
    for (std::uint64_t i = 0; i < count; ++i)
      CrosswalkRow{
          name_at(sources, source[i]), id[i], pin[i], previous[i], first_pin[i], first_run[i], last_run[i], false}
          .write(csv);
  });
  if (is_stored) export_departed(file, num_records, csv);
}

void export_history(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name : {"run", "pin", "event", "records_before", "records", "other_pin"}) csv.field(name);
  csv.end_line();
  const auto write = [&](const identity::HistoryRow& row) {
    csv.field(row.run)
        .pin(row.pin)
        .field(name_of(row.event))
        .field(row.records_before)
        .field(row.records)
        .pin(row.other)
        .end_line();
  };
  if (!result::HistoryTable::kPin.is_in(file)) {
    result::for_each_slice(result::CustomersTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
      const auto pin = result::CustomersTable::kPin.read(file, first, count);
      const auto size = result::CustomersTable::kSize.read(file, first, count);
      const auto overridden = identity::overridden_customers(file, first, count);
      for (std::uint64_t i = 0; i < count; ++i) {
        const auto records = static_cast<std::int32_t>(size[i]);
        write({pin[i], kNoPin, 1, records, 0, PinEvent::created});
        if (overridden[i]) write({pin[i], kNoPin, 1, records, records, PinEvent::overridden});
      }
    });
    return;
  }
  result::for_each_slice(result::HistoryTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    for (const auto& row : identity::read_history(file, first, count)) write(row);
  });
}

void export_forwards(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name : {"pin", "forward_pin", "retired_in_run"}) csv.field(name);
  csv.end_line();
  if (!RetiredTable::kPin.is_in(file)) return;
  result::for_each_slice(RetiredTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = RetiredTable::kPin.read(file, first, count);
    const auto forward = RetiredTable::kForward.read(file, first, count);
    const auto run = RetiredTable::kRun.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) csv.pin(pin[i]).pin(forward[i]).field(run[i]).end_line();
  });
}

}  // namespace onefold::exports
