#include "suggest/doubts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "progress/format.hpp"
#include "sniff/toml_text.hpp"
#include "suggest/unreadable.hpp"

namespace onefold::suggest {

namespace {

using progress::with_thousands;
using sniff::in_comment;

// Below, all values may be equal by chance.
constexpr std::uint64_t kFewRows = 100;

void doubt_reading(const Table& table, Warnings& warnings) {
  for (const auto& doubt : table.doubts)
    warnings.push_back({doubt.code, fmt::format("{}: {}", in_comment(table.path), doubt.text)});
  if (table.num_malformed > 0)
    warnings.push_back(
        {"malformed_rows",
         fmt::format("{}: {} of {} rows are malformed, the first {}; a run puts them aside and lists them",
                     in_comment(table.path), with_thousands(table.num_malformed),
                     with_thousands(table.num_rows + table.num_malformed), table.first_malformed())});
}

void doubt_columns(const Draft& draft, std::uint32_t t, Warnings& warnings) {
  const Table& table = draft.input.tables[t];
  std::vector<std::string> constant;
  bool has_id = false;
  for (const auto& column : draft.schema.columns) {
    if (column.table != t) continue;
    has_id |= column.role == Role::id;
    if (column.role == Role::left_out && column.profile.num_distinct == 1) constant.push_back(in_comment(column.name));
  }
  if (!has_id)
    warnings.push_back({"no_id", fmt::format("{}: no column has a different value in every row; records are identified "
                                             "by the number of their row, which changes with the file",
                                             in_comment(table.path))});
  if (table.num_rows >= kFewRows && !constant.empty())
    warnings.push_back(
        {"one_value", fmt::format("{}: {} the same value in every row that has one, and {} left out: {}",
                                  in_comment(table.path), constant.size() == 1 ? "a column has" : "columns have",
                                  constant.size() == 1 ? "is" : "are", fmt::join(constant, ", "))});
}

void doubt_attributes(const Draft& draft, Warnings& warnings) {
  for (const Attribute& attribute : draft.schema.attributes) {
    const bool is_date = attribute.type == AttributeType::birth_date;
    for (std::size_t t = 0; is_date && t < attribute.column_of_table.size(); ++t)
      if (attribute.column_of_table[t] && draft.schema.columns[*attribute.column_of_table[t]].has_open_dates())
        warnings.push_back(
            {"dates_open", fmt::format("{}: attribute {}: no value tells whether day or month comes first; the day is "
                                       "taken to come first. Give the right format in formats",
                                       in_comment(draft.input.tables[t].path), attribute.name)});
    for (std::size_t t = 0; attribute.type == AttributeType::number && t < attribute.column_of_table.size(); ++t)
      if (attribute.column_of_table[t] &&
          cleanse::doubt_of(draft.schema.columns[*attribute.column_of_table[t]].numbers) == cleanse::NumberDoubt::open)
        warnings.push_back({"numbers_open",
                            fmt::format("{}: attribute {}: no value tells whether a mark before three digits separates "
                                        "thousands or decimals. Give the right one: decimal = \".\", or \",\"",
                                        in_comment(draft.input.tables[t].path), attribute.name)});
    if (attribute.given_up)
      warnings.push_back(
          {"unreadable", fmt::format("attribute {}: most values of a file cannot be read as {}, so it is read as text. "
                                     "Look at its columns with onefold profile",
                                     attribute.name, name_of(*attribute.given_up))});
  }
}

}  // namespace

Warnings doubts_of(const Draft& draft) {
  Warnings warnings;
  for (const Table& file : draft.files) doubt_reading(file, warnings);
  for (std::uint32_t t = 0; t < draft.input.tables.size(); ++t) doubt_columns(draft, t, warnings);
  doubt_attributes(draft, warnings);
  add(warnings, warn_of_unreadable(draft.input, draft.records, draft.schema));
  return warnings;
}

}  // namespace onefold::suggest
