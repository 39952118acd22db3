// The naive twin of the CSV parser: one character at a time over the whole text, no chunks, no masks, no offsets kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"

namespace onefold::csv::reference {

struct NaiveRow {
  std::vector<std::string> values;  ///< empty when the row is stray-quoted
  std::size_t num_fields = 0;
  std::uint64_t line = 1;
  std::uint64_t offset = 0;
  bool blank = false;
  bool stray_quote = false;
  bool operator==(const NaiveRow&) const = default;
};

struct NaiveText {
  std::vector<NaiveRow> rows;
  std::optional<std::uint64_t> cut_off_line;  ///< the text ends inside quotes
  bool operator==(const NaiveText&) const = default;
};

/// A field as a recursive descent parser for RFC 4180 reads it; nothing if it violates the rules.
inline std::optional<std::string> naive_value(std::string_view field, char quote) {
  std::string value;
  if (quote != '\0' && !field.empty() && field.front() == quote) {
    std::size_t i = 1;
    while (true) {
      if (i >= field.size()) return std::nullopt;
      if (field[i] != quote) {
        value += field[i++];
      } else if (i + 1 < field.size() && field[i + 1] == quote) {
        value += quote;
        i += 2;
      } else {
        if (i + 1 != field.size()) return std::nullopt;
        break;
      }
    }
  } else {
    for (const char c : field) {
      if (quote != '\0' && c == quote) return std::nullopt;
      value += c;
    }
  }
  const auto first = value.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

inline NaiveText naive_parse(std::string_view text, Dialect dialect) {
  NaiveText out;
  std::uint64_t line = 1;
  std::size_t begin = 0;
  while (begin < text.size()) {
    // A row ends at the first line feed with an even number of quotes before it.
    std::size_t end = begin;
    std::size_t quotes = 0;
    std::vector<std::size_t> cuts;
    while (end < text.size()) {
      if (dialect.quote != '\0' && text[end] == dialect.quote) ++quotes;
      if (quotes % 2 == 0 && text[end] == '\n') break;
      if (quotes % 2 == 0 && text[end] == dialect.delimiter) cuts.push_back(end);
      ++end;
    }
    if (quotes % 2 == 1) {
      out.cut_off_line = line;
      return out;
    }
    std::size_t last = end;
    const std::size_t last_field = cuts.empty() ? begin : cuts.back() + 1;
    if (last > last_field && text[last - 1] == '\r') --last;
    NaiveRow row{{}, cuts.size() + 1, line, begin, last == begin, false};
    std::size_t field = begin;
    cuts.push_back(last);
    for (const auto cut : cuts) {
      const auto value = naive_value(text.substr(field, cut - field), dialect.quote);
      row.stray_quote |= !value;
      row.values.push_back(value.value_or(""));
      field = cut + 1;
    }
    if (row.stray_quote) row.values.clear();
    out.rows.push_back(row);
    for (std::size_t i = begin; i <= end && i < text.size(); ++i) line += text[i] == '\n' ? 1 : 0;
    begin = end + 1;
  }
  return out;
}

}  // namespace onefold::csv::reference
