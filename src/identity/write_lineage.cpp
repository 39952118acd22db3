#include "identity/write_lineage.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "memory/memory_budget.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "result/customers_table.hpp"
#include "result/row_slices.hpp"

namespace onefold::identity {

namespace {

using result::CrosswalkTable;

// Rows of a rank that are copied at once, unless memory is short.
constexpr std::uint64_t kMaxCopiedRows = 1 << 20;
constexpr std::uint64_t kMinCopiedRows = 1 << 12;
// A row of the history and its columns in memory, and twice as much while rows are sent.
constexpr std::uint64_t kHistoryRowBytes = sizeof(HistoryRow) + 33;
constexpr std::uint64_t kSentHistoryRowBytes = 2 * sizeof(HistoryRow) + 16;

std::uint64_t num_copied_rows(std::uint64_t run_bytes) {
  return std::clamp(run_bytes / kHistoryRowBytes, kMinCopiedRows, kMaxCopiedRows);
}

void write_runs(const Context& context, const Lineage& lineage, std::uint64_t customers, const PreviousResult* previous,
                result::ResultWriter& writer) {
  result::RunsTable runs;
  if (previous != nullptr) runs = previous->runs();
  runs.job.push_back(context.job.name);
  runs.previous_digest.push_back(previous == nullptr ? std::string() : previous->file().attribute("content_digest"));
  runs.records.push_back(static_cast<std::int64_t>(lineage.num_records));
  runs.customers.push_back(static_cast<std::int64_t>(customers));
  for (std::size_t event = 1; event < runs.events.size(); ++event)
    runs.events[event].push_back(static_cast<std::int64_t>(lineage.events[event]));
  runs.moved_records.push_back(static_cast<std::int64_t>(lineage.num_moved_records));
  runs.departed_records.push_back(static_cast<std::int64_t>(lineage.num_departed_records));
  runs.write(writer);
  std::vector<std::int8_t> naming;
  for (const auto& source : context.job.sources)
    naming.push_back(!source.id.empty() ? result::SourceNamingTable::kById
                     : context.job.identity.naming == config::RecordNaming::content
                         ? result::SourceNamingTable::kByContent
                         : result::SourceNamingTable::kByRow);
  result::SourceNamingTable::kNaming.write_once(writer, naming);
  writer.set_attribute(result::kPinsMinted, std::to_string(lineage.pins_minted));
  if (const auto& space = context.job.identity.pin_space; !space.empty())
    writer.set_attribute(result::kPinSpace, space);
}

/// The columns of /history while they are written.
class HistoryWriter {
 public:
  HistoryWriter(result::ResultWriter& writer, std::uint64_t num_rows)
      : pin_(result::HistoryTable::kPin.begin(writer, num_rows)),
        event_(result::HistoryTable::kEvent.begin(writer, num_rows)),
        run_(result::HistoryTable::kRun.begin(writer, num_rows)),
        records_(result::HistoryTable::kRecords.begin(writer, num_rows)),
        before_(result::HistoryTable::kRecordsBefore.begin(writer, num_rows)),
        other_(result::HistoryTable::kOther.begin(writer, num_rows)) {}

  /// Collective. The rows of all ranks, in the order of ranks.
  void append(const std::vector<HistoryRow>& rows) {
    const auto column = [&]<typename T>(result::NumberStream<T>& stream, auto value_of) {
      std::vector<T> values;
      values.reserve(rows.size());
      for (const HistoryRow& row : rows) values.push_back(static_cast<T>(value_of(row)));
      stream.append(values);
    };
    column(pin_, [](const HistoryRow& row) { return row.pin; });
    column(event_, [](const HistoryRow& row) { return row.event; });
    column(run_, [](const HistoryRow& row) { return row.run; });
    column(records_, [](const HistoryRow& row) { return row.records; });
    column(before_, [](const HistoryRow& row) { return row.records_before; });
    column(other_, [](const HistoryRow& row) { return row.other; });
  }
  void finish() {
    pin_.finish();
    event_.finish();
    run_.finish();
    records_.finish();
    before_.finish();
    other_.finish();
  }

 private:
  result::NumberStream<std::int64_t> pin_;
  result::NumberStream<std::int8_t> event_;
  result::NumberStream<std::int32_t> run_, records_, before_;
  result::NumberStream<std::int64_t> other_;
};

/// Collective. What the history of a first run would be, ascending by PIN.
std::vector<HistoryRow> history_of_first_run(const mpi::Communicator& world, const PreviousResult& previous) {
  std::vector<HistoryRow> rows;
  mpi::run_locally(world, [&] {
    const auto& file = previous.file();
    const BlockDistribution customers(result::CustomersTable::kPin.num_rows(file), world.size());
    const std::uint64_t first = customers.begin(world.rank());
    const auto pin = result::CustomersTable::kPin.read(file, first, customers.size(world.rank()));
    const auto size = result::CustomersTable::kSize.read(file, first, customers.size(world.rank()));
    std::vector<bool> overridden(pin.size(), false);
    if (previous.runs().events[static_cast<std::size_t>(PinEvent::overridden)].front() > 0)
      overridden = overridden_customers(file, first, pin.size());
    for (std::size_t c = 0; c < pin.size(); ++c) {
      const auto records = static_cast<std::int32_t>(size[c]);
      rows.push_back({pin[c], kNoPin, 1, records, 0, PinEvent::created});
      if (overridden[c]) rows.push_back({pin[c], kNoPin, 1, records, records, PinEvent::overridden});
    }
  });
  rows = mpi::exchange_by_owner(world, std::move(rows),
                                [&](const HistoryRow& row) { return owner_of_pin(row.pin, world.size()); });
  std::sort(rows.begin(), rows.end(), HistoryRow::is_before);
  return rows;
}

void write_history(const Context& context, const Lineage& lineage, const PreviousResult& previous,
                   result::ResultWriter& writer) {
  const auto& world = context.world;
  const auto first_run = previous.is_first_run() ? history_of_first_run(world, previous) : std::vector<HistoryRow>{};
  const std::uint64_t num_old = previous.num_history();
  HistoryWriter history(writer, num_old + world.sum(first_run.size() + lineage.rows.size()));
  if (previous.is_first_run()) history.append(first_run);
  const std::uint64_t window_rows =
      num_copied_rows(memory::MemoryBudget(context).run_bytes()) * static_cast<std::uint64_t>(world.size());
  for (std::uint64_t begin = 0; begin < num_old; begin += window_rows) {
    const BlockDistribution window(std::min(window_rows, num_old - begin), world.size());
    std::vector<HistoryRow> rows;
    mpi::run_locally(world, [&] {
      rows = read_history(previous.file(), begin + window.begin(world.rank()), window.size(world.rank()));
    });
    history.append(rows);
  }
  history.append(lineage.rows);
  history.finish();
}

void write_retired(const Lineage& lineage, result::ResultWriter& writer) {
  std::vector<std::int64_t> pins, forwards;
  std::vector<std::int32_t> runs;
  for (const RetiredPin& retired : lineage.retired) {
    pins.push_back(retired.pin);
    forwards.push_back(retired.forward);
    runs.push_back(retired.run);
  }
  result::RetiredTable::kPin.write(writer, pins);
  result::RetiredTable::kForward.write(writer, forwards);
  result::RetiredTable::kRun.write(writer, runs);
}

/// Collective. One column: records of the run, then those that departed in it, then the others.
template <typename T, typename OfRecord, typename OfDeparted>
void write_crosswalk_column(const result::Column<T>& column, const Lineage& lineage, result::ResultWriter& writer,
                            OfRecord of_record, OfDeparted of_departed) {
  auto stream = column.begin(writer, lineage.num_records + lineage.num_departed);
  std::vector<T> values;
  for (std::size_t row = 0; row < lineage.records.size(); ++row) values.push_back(of_record(row));
  stream.append(values);
  for (const DepartedRecords* departed : {&lineage.departed_now, &lineage.departed_before}) {
    values.clear();
    for (std::size_t i = 0; i < departed->pins.size(); ++i) values.push_back(of_departed(*departed, i));
    stream.append(values);
  }
  stream.finish();
}

/// Collective.
void write_departed(const Context& context, const Lineage& lineage, result::ResultWriter& writer) {
  const auto* now = &lineage.departed_now;
  const auto* before = &lineage.departed_before;
  const auto text = [&](const result::Column<result::Text>& column, TextColumn DepartedNames::*names) {
    auto stream = column.begin_text(writer, lineage.num_departed);
    for (const auto* departed : {now, before}) stream.append(departed->names.*names);
    stream.finish();
  };
  text(CrosswalkTable::kDepartedSource, &DepartedNames::source);
  text(CrosswalkTable::kDepartedId, &DepartedNames::id);
  auto pins = CrosswalkTable::kDepartedPin.begin(writer, lineage.num_departed);
  for (const auto* departed : {now, before}) pins.append(departed->pins);
  pins.finish();
  if (context.job.identity.naming != config::RecordNaming::content) return;
  auto contents = CrosswalkTable::kDepartedContent.begin(writer, lineage.num_departed);
  for (const auto* departed : {now, before}) contents.append(departed->names.content_keys);
  contents.finish();
}

void write_crosswalk(const Context& context, const Lineage& lineage, const std::vector<std::int64_t>& record_pins,
                     result::ResultWriter& writer) {
  const std::int32_t run = lineage.run;
  const auto unless_same = [](std::int64_t pin, std::int64_t now) {
    return pin == now ? CrosswalkTable::kSamePin : pin;
  };
  write_crosswalk_column(
      CrosswalkTable::kPreviousPin, lineage, writer,
      [&](std::size_t row) {
        const KnownRecord& record = lineage.records[row];
        return record.state == KnownRecord::kThere ? unless_same(record.pin, record_pins[row])
                                                   : CrosswalkTable::kNotThere;
      },
      [&](const DepartedRecords& departed, std::size_t i) {
        return departed.last_runs[i] == run - 1 ? CrosswalkTable::kSamePin : CrosswalkTable::kNotThere;
      });
  write_crosswalk_column(
      CrosswalkTable::kFirstPin, lineage, writer,
      [&](std::size_t row) {
        const KnownRecord& record = lineage.records[row];
        return record.state == KnownRecord::kUnknown ? CrosswalkTable::kSamePin
                                                     : unless_same(record.first_pin, record_pins[row]);
      },
      [&](const DepartedRecords& departed, std::size_t i) {
        return unless_same(departed.first_pins[i], departed.pins[i]);
      });
  write_crosswalk_column(
      CrosswalkTable::kFirstRun, lineage, writer,
      [&](std::size_t row) {
        const KnownRecord& record = lineage.records[row];
        return record.state == KnownRecord::kUnknown ? run : record.first_run;
      },
      [](const DepartedRecords& departed, std::size_t i) { return departed.first_runs[i]; });
  write_crosswalk_column(
      CrosswalkTable::kLastRun, lineage, writer, [&](std::size_t) { return run; },
      [](const DepartedRecords& departed, std::size_t i) { return departed.last_runs[i]; });
  write_departed(context, lineage, writer);
  std::vector<std::int64_t> rows, pins;
  for (const CarriedPin& carried : lineage.carried) {
    rows.push_back(static_cast<std::int64_t>(carried.row));
    pins.push_back(carried.pin);
  }
  CrosswalkTable::kCarriedRow.write(writer, rows);
  CrosswalkTable::kCarriedPin.write(writer, pins);
}

}  // namespace

std::uint64_t lineage_bytes(const LineageSize& size, std::uint64_t memory_per_rank_bytes) {
  const std::uint64_t crosswalk = (size.num_local_records + size.num_local_departed) * sizeof(std::int64_t);
  const std::uint64_t copied =
      num_copied_rows(memory::MemoryBudget::run_bytes(memory_per_rank_bytes)) * kHistoryRowBytes;
  const std::uint64_t first_run = size.num_local_first_customers * kSentHistoryRowBytes;
  const std::uint64_t of_this_run = size.num_local_rows * 33;
  return std::max({crosswalk, copied, first_run, of_this_run});
}

void require_memory_for_lineage(const Context& context, const Lineage& lineage) {
  if (context.job.identity.previous.empty()) return;
  const LineageSize size{.num_local_records = lineage.records.size(),
                         .num_local_departed = lineage.departed_now.pins.size() + lineage.departed_before.pins.size(),
                         .num_local_first_customers = lineage.num_first_customers,
                         .num_local_rows = lineage.rows.size()};
  (void)memory::MemoryBudget(context).available_bytes(
      "write", context.world.max(lineage_bytes(size, context.job.memory_per_rank_bytes)));
}

void write_lineage(const Context& context, Customers& customers, result::ResultWriter& writer) {
  Lineage& lineage = customers.lineage;
  std::optional<PreviousResult> previous;
  if (!context.job.identity.previous.empty())
    mpi::run_locally(context.world, [&] { previous.emplace(context, result::SealCheck::never); });
  write_runs(context, lineage, customers.num_global, previous ? &*previous : nullptr, writer);
  if (context.job.identity.naming == config::RecordNaming::content && !lineage.content_keys.empty())
    CrosswalkTable::kContentKey.write(writer, result::as_signed(lineage.content_keys));
  if (previous) {
    write_history(context, lineage, *previous, writer);
    write_retired(lineage, writer);
    write_crosswalk(context, lineage, customers.record_pins, writer);
  }
  // The counts stay.
  lineage.content_keys = {};
  lineage.records = {};
  lineage.departed_now = {};
  lineage.departed_before = {};
  lineage.carried = {};
  lineage.rows = {};
  lineage.retired = {};
}

}  // namespace onefold::identity
