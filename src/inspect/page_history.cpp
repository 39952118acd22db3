#include "inspect/page_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "identity/history.hpp"
#include "inspect/found_name.hpp"
#include "inspect/lookup.hpp"
#include "onefold/record/pin.hpp"
#include "result/cluster_tables.hpp"
#include "result/decisions_table.hpp"
#include "result/identity_tables.hpp"

namespace onefold::inspect {

namespace {

using result::DecisionsTable;
using result::HistoryTable;

constexpr std::string_view kKindTexts[] = {"one customer", "two customers", "label", "value set", "PIN kept"};
constexpr std::string_view kStatusTexts[] = {"applied", "not applied: a record or a PIN is gone",
                                             "not applied: a later decision replaces it",
                                             "not applied: another label contradicts it"};

template <std::size_t N>
std::string text_at(const std::string_view (&texts)[N], std::int8_t index) {
  const auto at = static_cast<std::uint8_t>(index);
  return index >= 0 && at < N ? std::string(texts[at]) : "unknown";
}

class DecisionReader {
 public:
  DecisionReader(const result::ResultReader& file, const DecidedCustomer& customer)
      : file_(file), customer_(customer), table_(DecisionsTable::read(file)) {}

  std::vector<PageDecision> read() {
    for (std::size_t i = 0; i < table_.size(); ++i) {
      listed_.emplace(std::min(table_.left[i], table_.right[i]), std::max(table_.left[i], table_.right[i]));
      if (is_about(i)) add(i);
    }
    add_bare(result::read_must_links(file_), kKindTexts[0]);
    add_bare(result::read_cannot_links(file_), kKindTexts[1]);
    return std::move(out_);
  }

 private:
  bool is_member(std::int64_t record) const {
    return record >= 0 && std::binary_search(customer_.members.begin(), customer_.members.end(), record);
  }
  bool is_about(std::size_t i) const {
    return is_member(table_.left[i]) || is_member(table_.right[i]) || table_.left_pin[i] == customer_.pin ||
           table_.right_pin[i] == customer_.pin;
  }
  // A record or customer as the row names it.
  std::string name_at(std::int64_t record, std::int64_t pin) const {
    if (pin > kNoPin && pin < kPinEnd) return pin_text(pin);
    return record >= 0 ? record_name_text(file_, record) : std::string();
  }

  void add(std::size_t i) {
    std::string about = name_at(table_.left[i], table_.left_pin[i]);
    const std::string second = name_at(table_.right[i], table_.right_pin[i]);
    if (!second.empty() && second != about) about += (about.empty() ? "" : ", ") + second;
    const std::int32_t a = table_.attribute[i];
    if (a >= 0 && static_cast<std::size_t>(a) < customer_.attributes.size())
      about += fmt::format(": {} = {}", customer_.attributes[static_cast<std::size_t>(a)], table_.value[i]);
    else if (!table_.value[i].empty())
      about += fmt::format(": {}", table_.value[i]);
    out_.push_back({.kind = text_at(kKindTexts, table_.kind[i]),
                    .about = std::move(about),
                    .who = std::string(table_.who[i]),
                    .when = std::string(table_.when[i]),
                    .why = std::string(table_.why[i]),
                    .status = text_at(kStatusTexts, table_.status[i])});
  }

  void add_bare(const std::vector<result::RecordPair>& pairs, std::string_view kind) {
    for (const auto& pair : pairs) {
      if ((!is_member(pair.left) && !is_member(pair.right)) || listed_.contains({pair.left, pair.right})) continue;
      out_.push_back({.kind = std::string(kind),
                      .about = record_name_text(file_, pair.left) + ", " + record_name_text(file_, pair.right),
                      .who = {},
                      .when = {},
                      .why = {},
                      .status = "applied"});
    }
  }

  const result::ResultReader& file_;
  const DecidedCustomer& customer_;
  DecisionsTable table_;
  std::set<std::pair<std::int64_t, std::int64_t>> listed_;  // pairs of /decisions
  std::vector<PageDecision> out_;
};

std::string event_text(PinEvent event) {
  std::string text = name_of(event);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

PageEvent event_of(const result::RunsTable& runs, const identity::HistoryRow& row) {
  const auto run = static_cast<std::size_t>(row.run);
  const std::string job = run >= 1 && run <= runs.size() ? fmt::format(" ({})", runs.job[run - 1]) : std::string();
  return {.run = fmt::format("{}{}", row.run, job),
          .event = event_text(row.event),
          .records = row.records == row.records_before ? fmt::format("{}", row.records)
                                                       : fmt::format("{}, before {}", row.records, row.records_before),
          .other_pin = row.other > kNoPin && row.other < kPinEnd ? pin_text(row.other) : std::string()};
}

// The first row of [begin, end) whose PIN is not below `pin`. They ascend.
std::uint64_t find_in_run(const result::ResultReader& file, std::int64_t pin, std::uint64_t begin, std::uint64_t end) {
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (HistoryTable::kPin.read_row(file, middle) < pin)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

}  // namespace

std::vector<PageDecision> decisions_of(const result::ResultReader& file, const DecidedCustomer& customer) {
  return DecisionReader(file, customer).read();
}

std::vector<PageEvent> history_of(const result::ResultReader& file, std::int64_t pin, std::int64_t num_records) {
  if (!result::RunsTable::kJob.is_in(file)) return {};
  const auto runs = result::RunsTable::read(file);
  const auto records = static_cast<std::int32_t>(num_records);
  std::vector<PageEvent> events;
  if (!HistoryTable::kPin.is_in(file)) {
    const auto add = [&](PinEvent event) {
      events.push_back(
          event_of(runs, {.pin = pin, .run = 1, .records = records, .records_before = records, .event = event}));
    };
    add(PinEvent::created);
    const auto customer = find_customer(file, pin);
    if (customer && identity::overridden_customers(file, *customer, 1).front()) add(PinEvent::overridden);
    return events;
  }
  const std::uint64_t num_rows = HistoryTable::kPin.num_rows(file);
  std::uint64_t begin = 0;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    // All events of the run have a row, except that a PIN was kept.
    std::uint64_t end = begin;
    for (std::size_t event = 1; event < runs.events.size(); ++event)
      if (event != static_cast<std::size_t>(PinEvent::kept))
        end += static_cast<std::uint64_t>(std::max<std::int64_t>(0, runs.events[event][run]));
    end = std::min(end, num_rows);
    for (std::uint64_t row = find_in_run(file, pin, begin, end);
         row < end && HistoryTable::kPin.read_row(file, row) == pin; ++row)
      events.push_back(event_of(runs, identity::read_history(file, row, 1).front()));
    begin = end;
  }
  return events;
}

}  // namespace onefold::inspect
