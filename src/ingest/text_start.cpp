#include "ingest/text_start.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "csv/byte_order_mark.hpp"
#include "csv/csv_parser.hpp"

namespace onefold::ingest {

namespace {

std::string_view take_line(std::string_view& rest, char line_end) {
  const std::size_t end = rest.find(line_end);
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

std::size_t occurrences(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

}  // namespace

TextStart start_of_text(const config::TextFormat& text, std::string_view first_bytes) {
  TextStart start{{text.delimiter, text.quote, text.escape, text.comment, '\n'}, 0, text.skip_lines};
  std::string_view rest = first_bytes;
  if (rest.starts_with(csv::kByteOrderMark)) {
    start.begin = csv::kByteOrderMark.size();
    rest.remove_prefix(start.begin);
  }
  if (csv::ends_lines_with_carriage_returns(rest, text.quote)) start.dialect.line_end = '\r';
  const std::string_view delimiter = csv::delimiter_of_sep_line(take_line(rest, start.dialect.line_end));
  if (delimiter.empty()) return start;
  if (start.lines_to_skip == 0) start.lines_to_skip = 1;
  const std::string_view next = take_line(rest, start.dialect.line_end);
  if (text.delimiter == config::TextFormat{}.delimiter && occurrences(next, delimiter) >= occurrences(next, ","))
    start.dialect.delimiter = delimiter;
  return start;
}

ColumnNames name_columns(std::span<const std::vector<std::string>> rows) {
  ColumnNames out;
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.size());
  std::vector<std::string> joined(width);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string_view left;
    for (std::size_t c = 0; c < width; ++c) {
      std::string_view cell;
      if (c < rows[r].size()) cell = csv::without_outer_blanks(rows[r][c]);
      if (!cell.empty()) out.num_named = std::max(out.num_named, c + 1);
      if (cell.empty() && r + 1 < rows.size()) cell = left;
      left = cell;
      if (!joined[c].empty() && !cell.empty()) joined[c] += ' ';
      joined[c] += cell;
    }
  }
  // A number is chosen so that no other column has the name already.
  std::set<std::string> taken(joined.begin(), joined.end());
  std::map<std::string, std::size_t> times;
  for (std::size_t c = 0; c < width; ++c) {
    std::string name = joined[c];
    if (name.empty()) {
      name = "column_" + std::to_string(c + 1);
      while (!taken.insert(name).second) name += '_';
    } else if (const std::size_t time = ++times[name]; time > 1) {
      if (time == 2) out.repeated.push_back(name);
      std::size_t number = time;
      while (!taken.insert(name + '_' + std::to_string(number)).second) ++number;
      name += '_' + std::to_string(number);
    }
    out.names.push_back(std::move(name));
  }
  return out;
}

}  // namespace onefold::ingest
