#include "databases/choose_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "document/nearest_name.hpp"
#include "onefold/record/error.hpp"

namespace onefold::databases {

namespace {

constexpr std::size_t kMostColumnsListed = 20;

std::string lower_name(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string listed_columns(std::span<const ResultColumn> columns) {
  std::string out;
  for (std::size_t i = 0; i < columns.size() && i < kMostColumnsListed; ++i)
    out += (i == 0 ? "" : ", ") + config::printable(columns[i].name, 60);
  if (columns.size() > kMostColumnsListed) out += fmt::format(" and {} more", columns.size() - kMostColumnsListed);
  return out;
}

std::vector<std::size_t> with_name(std::span<const ResultColumn> columns, const std::string& name, bool any_case) {
  std::vector<std::size_t> found;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (any_case ? lower_name(columns[c].name) == lower_name(name) : columns[c].name == name) found.push_back(c);
  return found;
}

}  // namespace

std::vector<std::size_t> choose_columns(std::span<const ResultColumn> columns, const std::vector<std::string>& wanted) {
  std::vector<std::size_t> chosen;
  if (wanted.empty()) {
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].kind != ValueKind::binary) chosen.push_back(c);
    if (chosen.empty()) throw Error(ExitCode::input, "the query gives no column of text, numbers or times");
    return chosen;
  }
  for (const std::string& name : wanted) {
    auto found = with_name(columns, name, false);
    if (found.empty()) found = with_name(columns, name, true);
    const std::string shown = config::in_quotes(name);
    if (found.empty())
      throw Error(ExitCode::input,
                  fmt::format("the query gives no column {}; it gives {}", shown, listed_columns(columns)));
    if (found.size() > 1)
      throw Error(ExitCode::input,
                  fmt::format("the query gives {} columns {}; name them apart with AS", found.size(), shown));
    if (columns[found.front()].kind == ValueKind::binary)
      throw Error(
          ExitCode::input,
          fmt::format("column {} is binary; turn it into text in the query, or leave it out of the job", shown));
    if (std::ranges::find(chosen, found.front()) == chosen.end()) chosen.push_back(found.front());
  }
  return chosen;
}

}  // namespace onefold::databases
