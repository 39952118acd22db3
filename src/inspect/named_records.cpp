#include "inspect/named_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "onefold/record/error.hpp"
#include "result/edges_table.hpp"
#include "result/lookup.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::EdgesTable;

/// The records of one side, ascending; or why there are none.
struct Side {
  std::vector<std::int64_t> records;
  std::string mistake;
};

Side find_side(const result::ResultReader& file, const Given& given) {
  if (given.is_customer()) {
    const auto customer = result::find_customer(file, given.pin);
    if (!customer) return {{}, fmt::format("no customer has the PIN {}", pin_text(given.pin))};
    return {result::members_of(file, *customer), {}};
  }
  const auto found = result::find_record(file, given.name.source, given.name.id);
  if (found.record) return {{static_cast<std::int64_t>(*found.record)}, {}};
  const auto table = result::SourcesTable::read(file);
  std::string known;
  std::int64_t num_records = 0;
  for (std::size_t s = 0; s < table.name.size(); ++s) {
    known.append(s > 0 ? ", " : "").append(table.name[s]);
    if (table.name[s] == given.name.source) num_records = table.records[s];
  }
  if (!found.knows_source)
    return {{}, fmt::format("there is no source {}: the sources of {} are {}", given.name.source, file.path(), known)};
  return {{},
          fmt::format("source {} has no record with the id that was given (it has {} records)", given.name.source,
                      num_records)};
}

bool holds(const std::vector<std::int64_t>& ascending, std::int64_t record) {
  return std::binary_search(ascending.begin(), ascending.end(), record);
}

// A customer that is compared with one of its own records stands for the others.
void remove_from_customer(const Given& given, std::vector<std::int64_t>& records, std::int64_t other) {
  if (!given.is_customer() || !holds(records, other)) return;
  std::erase(records, other);
  if (records.empty())
    throw Error(ExitCode::usage, fmt::format("customer {} has only the record that was given", pin_text(given.pin)));
}

}  // namespace

Given parse_given(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) {
    const ReadPin read = read_pin(text);
    if (read.fault == PinFault::check)
      throw Error(ExitCode::usage, "the check symbol of a PIN is wrong: there is a typing mistake in it");
    if (read.fault == PinFault::none && read.pin != kNoPin) return {.pin = read.pin};
  }
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
    throw Error(ExitCode::usage,
                "a record is named as SOURCE:ID, with the name of its source and its id in that source; a customer by "
                "its PIN, three groups of three symbols");
  return {.name = {text.substr(0, colon), text.substr(colon + 1)}};
}

PairOfRecords find_pair(const result::ResultReader& file, const Given& left, const Given& right) {
  if (left.is_customer() && left.pin == right.pin)
    throw Error(ExitCode::usage, "the same customer was given twice: give two of its records, as SOURCE:ID");
  Side first = find_side(file, left);
  Side second = find_side(file, right);
  if (!first.mistake.empty() || !second.mistake.empty()) {
    std::string message;
    if (!first.mistake.empty()) message = "the first one: " + first.mistake;
    if (!second.mistake.empty()) message += (message.empty() ? "the second one: " : "; the second one: ") + second.mistake;
    throw Error(ExitCode::usage, message);
  }
  if (!right.is_customer()) remove_from_customer(left, first.records, second.records.front());
  if (!left.is_customer()) remove_from_customer(right, second.records, first.records.front());
  PairOfRecords pair{static_cast<RecordId>(first.records.front()), static_cast<RecordId>(second.records.front())};
  if (first.records.size() == 1 && second.records.size() == 1) {
    if (pair.left == pair.right) throw Error(ExitCode::usage, "the same record was given twice: give two records");
    return pair;
  }
  // Every edge between the two sides stands in the rows of its smaller record.
  std::optional<double> heaviest;
  for (const bool from_first : {true, false}) {
    const auto& from = from_first ? first.records : second.records;
    const auto& to = from_first ? second.records : first.records;
    for (const std::int64_t record : from) {
      const std::uint64_t begin = result::lower_bound(file, EdgesTable::kLeft, record);
      const std::uint64_t end = result::lower_bound(file, EdgesTable::kLeft, record + 1);
      const auto others = EdgesTable::kRight.read(file, begin, end - begin);
      const auto weights = EdgesTable::kWeight.read(file, begin, end - begin);
      for (std::size_t i = 0; i < others.size(); ++i) {
        if (!holds(to, others[i]) || (heaviest && weights[i] <= *heaviest)) continue;
        heaviest = weights[i];
        pair = {static_cast<RecordId>(from_first ? record : others[i]),
                static_cast<RecordId>(from_first ? others[i] : record)};
      }
    }
  }
  return pair;
}

}  // namespace onefold::inspect
