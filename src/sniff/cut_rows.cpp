#include "sniff/cut_rows.hpp"

#include <algorithm>

#include "csv/csv_parser.hpp"
#include "ingest/text_start.hpp"

namespace onefold::sniff {

namespace {

// So many bytes at the end may belong to a cell whose closing quote comes after the stretch. More are a stray quote.
constexpr std::uint64_t kMostWaitingBytes = std::uint64_t{64} << 10;

void add_row(csv::CsvParser& parser, Cut& cut) {
  if (parser.kind() == csv::RowKind::comment) return;
  CutRow row{static_cast<std::uint32_t>(parser.line()), static_cast<std::uint32_t>(parser.last_line()),
             static_cast<std::uint32_t>(cut.cells.size())};
  row.broken = parser.has_stray_quote();
  row.num_cells = static_cast<std::uint32_t>(parser.num_fields());
  for (std::size_t f = 0; f < parser.num_fields(); ++f) {
    const std::string_view value = parser.value(f);
    const std::size_t begin = cut.values.size();
    cut.values += value;
    cut.cells.push_back({std::string_view(cut.values).substr(begin), !row.broken && parser.is_quoted(f)});
  }
  row.blank = std::ranges::all_of(cut.of(row), [](const Cell& cell) { return cell.text.empty(); });
  cut.rows.push_back(row);
}

}  // namespace

Cut cut_rows(const Stretch& stretch, const config::TextFormat& format, std::size_t max_rows, std::size_t usual_width) {
  Cut cut;
  const std::string_view text = stretch.text;
  cut.line_end = stretch.line_end == '\0' ? line_end_of(text, format) : stretch.line_end;
  const csv::Dialect dialect{format.delimiter, format.quote, format.escape, format.comment, cut.line_end};
  // Values are no longer than the text, so that the views of the cells stay valid.
  cut.values.reserve(text.size() + 16);
  csv::CsvParser parser(dialect, {}, 0, 1);
  parser.expect_fields(usual_width);
  std::ranges::copy(text, parser.prepare(text.size()).begin());
  parser.commit(text.size());
  bool finished = stretch.is_all;
  if (finished) parser.finish();
  while (cut.rows.size() < max_rows) {
    switch (parser.next()) {
      case csv::CsvParser::Step::row:
        // What follows the last line end of an unfinished text is no row.
        if (finished && !stretch.is_all && parser.num_waiting_bytes() == parser.num_row_bytes()) return cut;
        add_row(parser, cut);
        break;
      case csv::CsvParser::Step::need_bytes:
        if (finished || parser.num_waiting_bytes() < kMostWaitingBytes) return cut;
        parser.finish();
        finished = true;
        break;
      case csv::CsvParser::Step::row_too_long:
      case csv::CsvParser::Step::end:
        return cut;
    }
  }
  return cut;
}

char line_end_of(std::string_view text, const config::TextFormat& format) {
  return csv::ends_lines_with_carriage_returns(text.substr(0, ingest::kStartBytes), format.quote) ? '\r' : '\n';
}

std::string_view without_lines(std::string_view text, std::uint64_t num_lines, char line_end) {
  for (; num_lines > 0 && !text.empty(); --num_lines) {
    const auto end = text.find(line_end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return text;
}

std::string_view without_footer(std::string_view text, std::uint32_t footer_lines, char line_end) {
  if (footer_lines == 0) return text;
  const std::size_t begin = ingest::footer_begin(text, footer_lines, line_end);
  return begin == std::string_view::npos ? std::string_view() : text.substr(0, begin);
}

std::vector<std::string_view> lines_of(const Stretch& stretch, char line_end, std::size_t max_lines) {
  std::vector<std::string_view> lines;
  std::string_view rest = stretch.text;
  while (!rest.empty() && lines.size() < max_lines) {
    const auto end = rest.find(line_end);
    if (end == std::string_view::npos) {
      if (stretch.is_all) lines.push_back(rest);
      break;
    }
    lines.push_back(rest.substr(0, line_end == '\n' && end > 0 && rest[end - 1] == '\r' ? end - 1 : end));
    rest.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<std::string_view> lines_of(const Stretch& stretch, std::size_t max_lines) {
  return lines_of(stretch, line_end_of(stretch.text, {}), max_lines);
}

}  // namespace onefold::sniff
