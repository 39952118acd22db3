#include "inspect/named_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "inspect/found_name.hpp"
#include "inspect/lookup.hpp"
#include "onefold/record/error.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"

namespace onefold::inspect {

namespace {

using result::EdgesTable;

/// What was given on one side, and the records that it stands for, ascending; or why there are none.
struct NamedSide {
  FoundName name;
  std::vector<std::int64_t> records;
  std::string mistake;
  [[nodiscard]] bool is_customer() const { return !name.record; }
};

NamedSide find_side(const result::ResultReader& file, const std::string& text) {
  NamedSide side;
  try {
    side.name = find_name(file, text);
  } catch (const Error& error) {
    if (error.code() != ExitCode::usage) throw;
    side.mistake = error.what();
    return side;
  }
  if (side.is_customer())
    side.records = members_of(file, side.name.customer);
  else
    side.records = {static_cast<std::int64_t>(*side.name.record)};
  return side;
}

bool holds(const std::vector<std::int64_t>& ascending, std::int64_t record) {
  return std::binary_search(ascending.begin(), ascending.end(), record);
}

// A customer that is compared with one of its own records stands for the others.
void remove_from_customer(NamedSide& side, std::int64_t other) {
  if (!side.is_customer() || !holds(side.records, other)) return;
  std::erase(side.records, other);
  if (side.records.empty())
    throw Error(ExitCode::usage,
                fmt::format("customer {} has only the record that was given", pin_text(side.name.pin)));
}

}  // namespace

PairOfRecords find_pair(const result::ResultReader& file, const std::string& left, const std::string& right) {
  NamedSide first = find_side(file, left);
  NamedSide second = find_side(file, right);
  if (!first.mistake.empty() || !second.mistake.empty()) {
    std::string message;
    if (!first.mistake.empty()) message = "the first one: " + first.mistake;
    if (!second.mistake.empty())
      message += (message.empty() ? "the second one: " : "; the second one: ") + second.mistake;
    throw Error(ExitCode::usage, message);
  }
  if (first.is_customer() && second.is_customer() && first.name.customer == second.name.customer)
    throw Error(ExitCode::usage, "the same customer was given twice: give two of its records, as SOURCE:ID");
  if (!second.is_customer()) remove_from_customer(first, second.records.front());
  if (!first.is_customer()) remove_from_customer(second, first.records.front());
  PairOfRecords pair{static_cast<RecordId>(first.records.front()), static_cast<RecordId>(second.records.front())};
  if (first.records.size() == 1 && second.records.size() == 1) {
    if (pair.left == pair.right) throw Error(ExitCode::usage, "the same record was given twice: give two records");
    return pair;
  }
  // Every edge between the two sides stands in the rows of its smaller record.
  const result::EdgeScoring scoring(file);
  std::optional<double> heaviest;
  for (const bool from_first : {true, false}) {
    const auto& from = from_first ? first.records : second.records;
    const auto& to = from_first ? second.records : first.records;
    for (const std::int64_t record : from) {
      const auto rows = EdgesTable::with_left(file, record);
      const auto others = EdgesTable::kRight.read(file, rows.begin, rows.end - rows.begin);
      const auto weights = scoring.read(rows.begin, rows.end - rows.begin).weight_log2;
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
