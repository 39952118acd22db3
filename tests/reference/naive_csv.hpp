// RFC 4180, one character at a time: the oracle for writers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace onefold::reference {

/// Rows end with '\n'; quotes may hold delimiters, line ends and doubled quotes.
inline std::vector<std::vector<std::string>> parse_csv(std::string_view bytes, char delimiter) {
  std::vector<std::vector<std::string>> rows;
  bool in_row = false;
  bool in_quotes = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!in_row) {
      rows.push_back({""});
      in_row = true;
    }
    std::string& field = rows.back().back();
    const char c = bytes[i];
    if (in_quotes && c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"') {
      field += bytes[++i];
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes && c == delimiter) {
      rows.back().emplace_back();
    } else if (!in_quotes && c == '\n') {
      in_row = false;
    } else {
      field += c;
    }
  }
  return rows;
}

}  // namespace onefold::reference
