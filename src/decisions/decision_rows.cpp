#include "decisions/decision_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "csv/csv_rows.hpp"
#include "csv/write_field.hpp"
#include "onefold/record/error.hpp"

namespace onefold::decisions {

namespace {

constexpr std::size_t kNumFields = 8;

/// Which fields a kind has; who, when and why belong to all.
struct FieldsOfKind {
  bool right, attribute, value;  // must be there
  bool may_right, may_value;     // may be there
};
constexpr FieldsOfKind fields_of(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::must_link:
    case DecisionKind::cannot_link:
      return {.right = true, .attribute = false, .value = false, .may_right = true, .may_value = false};
    case DecisionKind::label:
      return {.right = true, .attribute = false, .value = true, .may_right = true, .may_value = true};
    case DecisionKind::set_value:
      return {.right = false, .attribute = true, .value = false, .may_right = false, .may_value = true};
    case DecisionKind::lock:
      return {.right = false, .attribute = false, .value = false, .may_right = true, .may_value = false};
  }
  return {};
}

// Two digits of a time, from `at`. -1: they are none.
int two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data() + at, text.data() + at + 2, number);
  return failure == std::errc{} && end == text.data() + at + 2 && text[at] != '-' ? number : -1;
}

class RowParser {
 public:
  RowParser(std::string_view content, const std::string& path) : rows_(content, path) {
    std::vector<std::string> fields;
    if (!rows_.next(fields) || fmt::format("{}", fmt::join(fields, ",")) != kDecisionsHeader)
      throw Error(ExitCode::input,
                  fmt::format("{}{}: expected the header {}", kDecisionsPrefix, path, kDecisionsHeader));
  }

  std::vector<DecisionRow> parse() {
    std::vector<DecisionRow> out;
    std::vector<std::string> fields;
    while (rows_.next(fields)) {
      if (fields.size() != kNumFields)
        refuse(fmt::format("expected {}; found {} fields", kDecisionsHeader, fields.size()));
      out.push_back(row_of(fields));
    }
    return out;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ExitCode::input, fmt::format("{}{}: {}", kDecisionsPrefix, rows_.place(), what));
  }

  DecisionRow row_of(std::vector<std::string>& fields) const {
    DecisionRow row{.kind = kind_of(fields[0]),
                    .left = std::move(fields[1]),
                    .right = std::move(fields[2]),
                    .attribute = std::move(fields[3]),
                    .value = std::move(fields[4]),
                    .who = std::move(fields[5]),
                    .when = {},
                    .why = std::move(fields[7]),
                    .line = rows_.line()};
    const FieldsOfKind has = fields_of(row.kind);
    require("left", row.left, true, true, row.kind);
    require("right", row.right, has.right, has.may_right, row.kind);
    require("attribute", row.attribute, has.attribute, has.attribute, row.kind);
    require("value", row.value, has.value, has.may_value, row.kind);
    if (row.kind == DecisionKind::label && score_of_label(row.value) < 0)
      refuse("expected the value of a label to be match, no match, or a number from 0 (no match) to 1 (match)");
    row.when = time_of_decision(fields[6]);
    if (row.when.empty() && !fields[6].empty()) refuse("expected `when` as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ (UTC)");
    return row;
  }

  void require(std::string_view name, const std::string& field, bool must, bool may, DecisionKind kind) const {
    const auto kind_name = kDecisionKindNames[static_cast<std::size_t>(kind)];
    if (must && field.empty()) refuse(fmt::format("{} needs a field `{}`, which is empty", kind_name, name));
    if (!may && !field.empty()) refuse(fmt::format("{} has no field `{}`: leave it empty", kind_name, name));
  }

  DecisionKind kind_of(const std::string& text) const {
    const auto at = std::find(kDecisionKindNames.begin(), kDecisionKindNames.end(), text);
    if (at == kDecisionKindNames.end())
      refuse(fmt::format("expected one of the kinds {}", fmt::join(kDecisionKindNames, ", ")));
    return static_cast<DecisionKind>(at - kDecisionKindNames.begin());
  }

  csv::CsvRows rows_;
};

}  // namespace

std::vector<DecisionRow> parse_decision_rows(std::string_view content, const std::string& path) {
  return RowParser(content, path).parse();
}

std::string line_of(const DecisionRow& row) {
  std::string line(kDecisionKindNames[static_cast<std::size_t>(row.kind)]);
  for (const std::string* field : {&row.left, &row.right, &row.attribute, &row.value, &row.who, &row.when, &row.why}) {
    line += ',';
    csv::append_field(line, *field);
  }
  return line + "\n";
}

std::string time_of_decision(std::string_view text) {
  constexpr std::size_t kDate = 10;  // YYYY-MM-DD
  if (text.size() < kDate || text[4] != '-' || text[7] != '-') return {};
  const int century = two_digits(text, 0);
  const int years = two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  if (century < 0 || years < 0 || month < 0 || day < 0) return {};
  const std::chrono::year_month_day date(std::chrono::year(100 * century + years),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return {};
  std::string out(text.substr(0, kDate));
  std::string_view time = text.substr(kDate);
  if (time.empty()) return out;
  if (time.back() == 'Z' || time.back() == 'z') time.remove_suffix(1);
  // THH:MM or THH:MM:SS
  if ((time.size() != 6 && time.size() != 9) || (time[0] != 'T' && time[0] != 't' && time[0] != ' ') || time[3] != ':')
    return {};
  const int hour = two_digits(time, 1);
  const int minute = two_digits(time, 4);
  const int second = time.size() == 9 && time[6] == ':' ? two_digits(time, 7) : (time.size() == 6 ? 0 : -1);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return {};
  return out + fmt::format("T{:02}:{:02}:{:02}Z", hour, minute, second);
}

double score_of_label(std::string_view text) {
  if (text == "match") return 1;
  if (text == "no match" || text == "no_match") return 0;
  double score = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), score);
  return failure == std::errc{} && end == text.data() + text.size() && score >= 0 && score <= 1 ? score : -1;
}

}  // namespace onefold::decisions
