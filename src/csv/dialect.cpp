#include "csv/dialect.hpp"

#include <algorithm>

namespace onefold::csv {

namespace {

/// Takes every delimiter for one.
std::size_t num_fields_without_quotes(std::string_view line, const Dialect& dialect) {
  std::size_t num_fields = 1;
  for (std::size_t at = line.find(dialect.delimiter); at != std::string_view::npos; at = line.find(dialect.delimiter)) {
    ++num_fields;
    line.remove_prefix(at + dialect.delimiter.size());
  }
  return num_fields;
}

}  // namespace

bool ends_lines_with_carriage_returns(std::string_view beginning, char quote) {
  bool inside = false;
  std::size_t first = 0;
  for (; first < beginning.size(); ++first) {
    const char c = beginning[first];
    // A quote behind a backslash is probably escaped, whatever the dialect says.
    const bool is_escaped = first > 0 && beginning[first - 1] == '\\';
    if (quote != '\0' && c == quote && !is_escaped) inside = !inside;
    if (!inside && (c == '\r' || c == '\n')) break;
  }
  if (first == beginning.size() || beginning[first] == '\n') return false;
  std::size_t num_lone = 0;
  for (std::size_t i = first; i < beginning.size(); ++i)
    num_lone += beginning[i] == '\r' && (i + 1 == beginning.size() || beginning[i + 1] != '\n') ? 1 : 0;
  const bool first_is_lone = first + 1 == beginning.size() || beginning[first + 1] != '\n';
  return first_is_lone && num_lone > static_cast<std::size_t>(std::count(beginning.begin(), beginning.end(), '\n'));
}

std::string_view delimiter_of_sep_line(std::string_view line) {
  constexpr std::size_t kMaxDelimiterBytes = 8;
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  const std::string_view name = line.substr(0, 4);
  if (name != "sep=" && name != "SEP=" && name != "Sep=") return {};
  line.remove_prefix(4);
  return line.size() <= kMaxDelimiterBytes ? line : std::string_view{};
}

std::uint64_t num_rows_with_other_line_ends(std::string_view row, const Dialect& dialect, std::size_t usual_width) {
  const char other = dialect.line_end == '\n' ? '\r' : '\n';
  if (usual_width < 2 || row.find(other) == std::string_view::npos) return 0;
  std::uint64_t num_lines = 0;
  std::uint64_t num_rows = 0;
  for (bool more = true; more;) {
    const std::size_t end = row.find(other);
    more = end != std::string_view::npos;
    const std::string_view line = row.substr(0, end);
    row.remove_prefix(more ? end + 1 : row.size());
    if (line.empty()) continue;
    ++num_lines;
    num_rows += num_fields_without_quotes(line, dialect) == usual_width ? 1 : 0;
  }
  return num_rows > 1 && 2 * num_rows > num_lines ? num_rows : 0;
}

bool holds_rows(std::string_view content, const Dialect& dialect, std::size_t usual_width) {
  // With few columns, or few lines, a text of several lines with commas may look like rows by chance.
  constexpr std::size_t kFewestDelimiters = 6;
  constexpr std::size_t kFewestLinesOfTwoFields = 8;
  if (usual_width < 2) return false;
  std::size_t begin = content.find(dialect.line_end);
  std::size_t num_lines = 0;
  std::size_t num_rows = 0;
  while (begin != std::string_view::npos) {
    const std::size_t end = content.find(dialect.line_end, begin + 1);
    if (end == std::string_view::npos) break;
    ++num_lines;
    num_rows += num_fields_without_quotes(content.substr(begin + 1, end - begin - 1), dialect) == usual_width ? 1 : 0;
    begin = end;
  }
  if (usual_width == 2) return num_lines >= kFewestLinesOfTwoFields && num_rows == num_lines;
  return num_lines * (usual_width - 1) >= kFewestDelimiters && 3 * num_rows >= 2 * num_lines;
}

}  // namespace onefold::csv
