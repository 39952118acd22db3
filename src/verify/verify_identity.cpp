#include "verify/verify_identity.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "identity/history.hpp"
#include "onefold/record/pin.hpp"
#include "result/identity_tables.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

using identity::HistoryRow;
using result::CrosswalkTable;
using result::HistoryTable;
using result::RetiredTable;
using result::RunsTable;

/// What the history has said about a PIN so far.
struct PinState {
  std::int32_t last_run = 0;  ///< of its last event
  std::int32_t records = 0;
  std::int32_t records_before = 0;  ///< before the last run of the file
  bool is_live = false;
};
using PinStates = std::unordered_map<std::int64_t, PinState>;

bool is_pin(std::int64_t pin) { return pin >= 1 && pin < kPinEnd; }

/// The rules of one event.
void replay(const HistoryRow& row, PinStates& states) {
  const auto [at, is_new] = states.try_emplace(row.pin);
  PinState& state = at->second;
  const char* name = name_of(row.event);
  require(is_pin(row.pin), "/history: a PIN is out of range");
  if (row.event == PinEvent::overridden) {
    require(state.is_live && row.records == state.records && row.records_before == state.records && row.other == kNoPin,
            "/history: PIN {} is overridden in run {}, but has no customer of {} records then", pin_text(row.pin),
            row.run, row.records);
    return;
  }
  require(is_new || state.last_run < row.run, "/history: PIN {} has two events in run {}", pin_text(row.pin), row.run);
  const bool is_birth = row.event == PinEvent::created || row.event == PinEvent::split_from;
  const bool is_end = row.event == PinEvent::merged_into || row.event == PinEvent::retired;
  const bool is_return = row.event == PinEvent::reinstated;
  require(row.event != PinEvent::kept, "/history: PIN {} has the event kept, which is not written", pin_text(row.pin));
  require(is_birth == is_new, "/history: PIN {} has the event {} in run {}, but {}", pin_text(row.pin), name, row.run,
          is_new ? "was never created" : "exists already");
  require(is_birth || state.is_live != is_return, "/history: PIN {} has the event {} in run {}, but was {} before",
          pin_text(row.pin), name, row.run, state.is_live ? "a customer" : "retired");
  require(row.records_before == (state.is_live ? state.records : 0),
          "/history: PIN {} has {} records before run {}, but had {} after its last event", pin_text(row.pin),
          row.records_before, row.run, state.records);
  require(is_end ? row.records == 0 : row.records > 0, "/history: PIN {} has {} records after the event {}",
          pin_text(row.pin), row.records, name);
  const bool needs_other = row.event == PinEvent::merged_into || row.event == PinEvent::split_from;
  require(needs_other ? is_pin(row.other)
          : is_return ? row.other == kNoPin || is_pin(row.other)
                      : row.other == kNoPin,
          "/history: PIN {} has the event {} with another PIN that does not fit", pin_text(row.pin), name);
  state.last_run = row.run;
  state.records = row.records;
  state.is_live = !is_end;
}

/// Counts and balance of one run, after its events.
void check_run(const RunsTable& runs, std::size_t run, const std::vector<std::int64_t>& events) {
  std::int64_t with_event = 0;
  for (const PinEvent event : {PinEvent::created, PinEvent::grown, PinEvent::shrunk, PinEvent::merged_into,
                               PinEvent::split_from, PinEvent::reinstated, PinEvent::retired}) {
    const auto e = static_cast<std::size_t>(event);
    require(runs.events[e][run] == events[e], "/runs: run {} has {} PINs {}, its history {}", run + 1,
            runs.events[e][run], name_of(event), events[e]);
    with_event += events[e];
  }
  const auto overridden = static_cast<std::size_t>(PinEvent::overridden);
  require(runs.events[overridden][run] == events[overridden], "/runs: run {} has {} PINs overridden, its history {}",
          run + 1, runs.events[overridden][run], events[overridden]);
  const auto of = [&](PinEvent event) { return events[static_cast<std::size_t>(event)]; };
  const std::int64_t before = run == 0 ? 0 : runs.customers[run - 1];
  const std::int64_t ended = of(PinEvent::merged_into) + of(PinEvent::retired);
  const std::int64_t begun = of(PinEvent::created) + of(PinEvent::split_from) + of(PinEvent::reinstated);
  require(before + begun - ended == runs.customers[run],
          "/runs: run {}: {} customers before, {} more, {} fewer are not {} customers", run + 1, before, begun, ended,
          runs.customers[run]);
  const std::int64_t kept = runs.events[static_cast<std::size_t>(PinEvent::kept)][run];
  require(kept == before - (with_event - begun), "/runs: run {} kept {} PINs, but {} have no event", run + 1, kept,
          before - (with_event - begun));
}

PinStates replay_history(const result::ResultReader& file, const RunsTable& runs) {
  PinStates states;
  std::vector<std::int64_t> events(kNumPinEvents, 0);
  std::size_t run = 0;
  HistoryRow last;
  const auto end_run = [&] {
    check_run(runs, run, events);
    events.assign(kNumPinEvents, 0);
    ++run;
    last = {};
    if (run + 1 == runs.size())
      for (auto& [pin, state] : states) state.records_before = state.is_live ? state.records : 0;
  };
  result::for_each_slice(HistoryTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    for (const HistoryRow& row : identity::read_history(file, first, count)) {
      require(row.run >= static_cast<std::int32_t>(run + 1) && row.run <= static_cast<std::int32_t>(runs.size()),
              "/history: run {} is out of order", row.run);
      while (row.run > static_cast<std::int32_t>(run + 1)) end_run();
      require(HistoryRow::is_before(last, row), "/history: the PINs of run {} do not ascend", row.run);
      last = row;
      replay(row, states);
      ++events[static_cast<std::size_t>(row.event)];
    }
  });
  while (run < runs.size()) end_run();
  return states;
}

/// A first run has no history: all its customers were created in it.
void check_first_run(const result::ResultReader& file, const RunsTable& runs) {
  for (const std::string& name : {HistoryTable::kPin.name, RetiredTable::kPin.name, CrosswalkTable::kFirstRun.name})
    require(!file.has(name), "{} is in the result of a first run", name);
  std::vector<std::int64_t> events(kNumPinEvents, 0);
  events[static_cast<std::size_t>(PinEvent::created)] = runs.customers[0];
  events[static_cast<std::size_t>(PinEvent::overridden)] =
      runs.events[static_cast<std::size_t>(PinEvent::overridden)][0];  // check_overrides() counts them
  check_run(runs, 0, events);
}

void check_retired(const result::ResultReader& file, const PinStates& states) {
  std::int64_t last_pin = 0;
  std::uint64_t num_live = 0;
  for (const auto& [pin, state] : states) num_live += state.is_live ? 1 : 0;
  const std::uint64_t num_retired = RetiredTable::kPin.num_rows(file);
  require(num_live + num_retired == states.size(), "/retired has {} PINs, the history {}", num_retired,
          states.size() - num_live);
  result::for_each_slice(num_retired, [&](std::uint64_t first, std::uint64_t count) {
    const auto pins = RetiredTable::kPin.read(file, first, count);
    const auto forwards = RetiredTable::kForward.read(file, first, count);
    const auto in_run = RetiredTable::kRun.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(is_pin(pins[i]) && pins[i] > last_pin, "/retired: the PINs do not ascend");
      last_pin = pins[i];
      const auto state = states.find(pins[i]);
      require(state != states.end() && !state->second.is_live && state->second.last_run == in_run[i],
              "/retired: PIN {} was not retired in run {}", pin_text(pins[i]), in_run[i]);
      if (forwards[i] == kNoPin) continue;
      const auto successor = states.find(forwards[i]);
      require(successor != states.end() && successor->second.is_live,
              "/retired: PIN {} leads to a PIN without customer", pin_text(pins[i]));
    }
  });
}

/// PINs of rows of /crosswalk: of records, then of those that departed.
std::vector<std::int64_t> pins_of_rows(const result::ResultReader& file, std::uint64_t num_records, std::uint64_t first,
                                       std::uint64_t count) {
  std::vector<std::int64_t> pins;
  if (first < num_records) pins = RecordsTable::kPin.read(file, first, std::min(count, num_records - first));
  if (pins.size() == count) return pins;
  const auto departed = CrosswalkTable::kDepartedPin.read(file, first + pins.size() - num_records, count - pins.size());
  pins.insert(pins.end(), departed.begin(), departed.end());
  return pins;
}

}  // namespace

std::string check_history(const result::ResultReader& file) {
  if (!RunsTable::kJob.is_in(file)) return "not in this file, which an older version has written";
  const RunsTable runs = RunsTable::read(file);
  const std::uint64_t num_customers = CustomersTable::kPin.num_rows(file);
  require(runs.customers.back() == static_cast<std::int64_t>(num_customers) &&
              runs.records.back() == static_cast<std::int64_t>(RecordsTable::kPin.num_rows(file)),
          "/runs: the last run has {} customers and {} records, the file others", runs.customers.back(),
          runs.records.back());
  std::int64_t minted = 0;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    minted += runs.events[static_cast<std::size_t>(PinEvent::created)][run] +
              runs.events[static_cast<std::size_t>(PinEvent::split_from)][run];
    require(runs.previous_digest[run].empty() == (run == 0), "/runs: run {} has no previous result", run + 1);
  }
  require(file.attribute(result::kPinsMinted) == std::to_string(minted),
          "{} PINs were minted, the attribute {} says {}", minted, result::kPinsMinted,
          file.attribute(result::kPinsMinted));
  if (runs.size() == 1) {
    check_first_run(file, runs);
    result::for_each_slice(num_customers, [&](std::uint64_t first, std::uint64_t count) {
      for (const std::int64_t pin : CustomersTable::kPin.read(file, first, count))
        require(is_pin(pin), "/customers/pin: {} is no PIN", pin);
    });
    return fmt::format("a first run: {} PINs created", num_customers);
  }
  for (const std::string& name : {HistoryTable::kEvent.name, HistoryTable::kRun.name, HistoryTable::kRecords.name,
                                  HistoryTable::kRecordsBefore.name, HistoryTable::kOther.name})
    require(file.num_rows(name) == HistoryTable::kPin.num_rows(file), "{} has another number of rows than {}", name,
            HistoryTable::kPin.name);
  const PinStates states = replay_history(file, runs);
  result::for_each_slice(num_customers, [&](std::uint64_t first, std::uint64_t count) {
    const auto pins = CustomersTable::kPin.read(file, first, count);
    const auto sizes = CustomersTable::kSize.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto state = states.find(pins[i]);
      require(state != states.end() && state->second.is_live && state->second.records == sizes[i],
              "customer {} has a PIN that the history does not know with its {} records", first + i, sizes[i]);
    }
  });
  check_retired(file, states);
  return fmt::format("{} PINs of {} runs: {} customers, {} retired", states.size(), runs.size(), num_customers,
                     states.size() - num_customers);
}

std::string check_overrides(const result::ResultReader& file) {
  if (!RunsTable::kJob.is_in(file)) return "not in this file, which an older version has written";
  const RunsTable runs = RunsTable::read(file);
  const auto run = static_cast<std::int32_t>(runs.size());
  // In a first run, all values by stewards are new. In a later one, the history says which customers have new ones.
  std::unordered_set<std::int64_t> pins;
  if (run > 1)
    result::for_each_slice(HistoryTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
      for (const HistoryRow& row : identity::read_history(file, first, count))
        if (row.run == run && row.event == PinEvent::overridden) pins.insert(row.pin);
    });
  std::int64_t num_overridden = 0;
  result::for_each_slice(CustomersTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto of_row = CustomersTable::kPin.read(file, first, count);
    const auto overridden = identity::overridden_customers(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      num_overridden += overridden[i] ? 1 : 0;
      require(overridden[i] || !pins.contains(of_row[i]),
              "/history: PIN {} is overridden in run {}, but no golden value of it is by a steward",
              pin_text(of_row[i]), run);
    }
  });
  const std::int64_t expected = runs.events[static_cast<std::size_t>(PinEvent::overridden)].back();
  require(run > 1 || num_overridden == expected, "/runs: {} customers are overridden, but {} have values by stewards",
          expected, num_overridden);
  return fmt::format("{} customers have golden values by stewards, {} of them new ones", num_overridden, expected);
}

std::string check_crosswalk(const result::ResultReader& file) {
  if (!CrosswalkTable::is_in(file)) return "not in this file: all records are of this run";
  const RunsTable runs = RunsTable::read(file);
  const auto run = static_cast<std::int32_t>(runs.size());
  require(run > 1, "/crosswalk is in the result of a first run");
  const PinStates states = replay_history(file, runs);
  const std::uint64_t num_records = RecordsTable::kPin.num_rows(file);
  const std::uint64_t num_departed = CrosswalkTable::kDepartedPin.num_rows(file);
  const std::uint64_t num_rows = num_records + num_departed;
  for (const std::string& name : {CrosswalkTable::kPreviousPin.name, CrosswalkTable::kFirstPin.name,
                                  CrosswalkTable::kFirstRun.name, CrosswalkTable::kLastRun.name})
    require(file.num_rows(name) == num_rows, "{} has {} rows, there are {} records and {} departed ones", name,
            file.num_rows(name), num_records, num_departed);
  std::unordered_map<std::int64_t, std::int32_t> before;  // records of each PIN in the previous run
  std::int64_t departed_now = 0;
  result::for_each_slice(num_rows, [&](std::uint64_t first, std::uint64_t count) {
    const auto previous = CrosswalkTable::kPreviousPin.read(file, first, count);
    const auto first_pin = CrosswalkTable::kFirstPin.read(file, first, count);
    const auto first_run = CrosswalkTable::kFirstRun.read(file, first, count);
    const auto last_run = CrosswalkTable::kLastRun.read(file, first, count);
    const auto pins = pins_of_rows(file, num_records, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t row = first + i;
      const bool is_there = row < num_records;
      const std::int64_t pin = pins[i];
      const bool was_there = previous[i] != CrosswalkTable::kNotThere;
      require(states.contains(pin) && (first_pin[i] == CrosswalkTable::kSamePin || states.contains(first_pin[i])),
              "/crosswalk: row {} has a PIN that the history does not know", row);
      require(first_run[i] >= 1 && first_run[i] <= last_run[i] && (is_there ? last_run[i] == run : last_run[i] < run),
              "/crosswalk: row {} is seen from run {} to run {}", row, first_run[i], last_run[i]);
      require(is_there ? !was_there || first_run[i] < run : was_there == (last_run[i] == run - 1),
              "/crosswalk: row {} has a previous PIN that does not fit to the runs that have seen it", row);
      if (was_there) ++before[previous[i] == CrosswalkTable::kSamePin ? pin : previous[i]];
      departed_now += !is_there && was_there ? 1 : 0;
    }
  });
  for (const auto& [pin, state] : states) {
    const auto found = before.find(pin);
    const std::int32_t records = found == before.end() ? 0 : found->second;
    require(records == state.records_before, "/crosswalk: PIN {} had {} records before the run, its history says {}",
            pin_text(pin), records, state.records_before);
  }
  require(departed_now == runs.departed_records.back(), "/crosswalk: {} records departed, /runs says {}", departed_now,
          runs.departed_records.back());
  std::pair<std::int64_t, std::int64_t> last{-1, 0};
  result::for_each_slice(CrosswalkTable::kCarriedRow.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto rows = CrosswalkTable::kCarriedRow.read(file, first, count);
    const auto pins = CrosswalkTable::kCarriedPin.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto state = states.find(pins[i]);
      require(last < std::pair(rows[i], pins[i]) && rows[i] < static_cast<std::int64_t>(num_rows),
              "/crosswalk/carried: row {} is out of order or range", first + i);
      require(state != states.end() && !state->second.is_live,
              "/crosswalk/carried: row {} has a PIN that is not retired", first + i);
      last = {rows[i], pins[i]};
    }
  });
  return fmt::format("{} records and {} that departed fit to the history", num_records, num_departed);
}

}  // namespace onefold::verify
