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

csv::RowWidth width_of_rows(std::size_t header_width, std::size_t num_named, std::span<const SampledRow> rows) {
  std::map<std::size_t, std::size_t> rows_of_width;
  for (const SampledRow& row : rows) ++rows_of_width[row.num_fields];
  // The most frequent width; of several equal ones that of the header.
  std::size_t usual = header_width;
  std::size_t most = rows_of_width[header_width];
  for (const auto& [width, count] : rows_of_width)
    if (count > most) usual = width, most = count;
  // A few rows that hold something there are malformed; they do not make the others so.
  std::size_t num_beyond = 0;
  for (const SampledRow& row : rows) num_beyond += row.num_fields == usual && row.num_filled > header_width ? 1 : 0;
  if (usual > header_width && 10 * num_beyond <= most) return {usual, header_width};
  if (usual < header_width && num_named <= usual) return {usual, 0};
  return {header_width, 0};
}

std::size_t footer_begin(std::string_view tail, std::uint64_t num_lines, char line_end) {
  std::size_t end = tail.size();
  while (end > 0 &&
         (tail[end - 1] == line_end || tail[end - 1] == '\r' || tail[end - 1] == ' ' || tail[end - 1] == '\t'))
    --end;
  for (std::uint64_t n = 0; n < num_lines; ++n) {
    end = end == 0 ? std::string_view::npos : tail.rfind(line_end, end - 1);
    if (end == std::string_view::npos) return end;
  }
  return end + 1;
}

void LineCounter::add(std::uint64_t offset, std::string_view bytes) {
  if (bytes.empty() || offset >= end_ || offset + bytes.size() <= begin_) return;
  bytes = bytes.substr(0, end_ - offset);
  if (offset < begin_) bytes.remove_prefix(begin_ - offset);
  num_line_ends_ += csv::count_byte(bytes, line_end_);
  is_open_ = bytes.back() != line_end_;
}

std::size_t CountedLines::read(std::span<char> target) {
  const std::size_t got = source_->read(target);
  lines_.add(offset_, {target.data(), got});
  offset_ += got;
  return got;
}

std::size_t WithoutFooter::read(std::span<char> target) {
  while (released_ == 0 && !ended_) {
    const std::size_t before = held_.size();
    held_.resize(before + std::max<std::size_t>(target.size(), kStartBytes));
    const std::size_t got = source_->read(std::span(held_).subspan(before));
    held_.resize(before + got);
    const std::size_t footer = footer_begin(held_, num_lines_, line_end_);
    if (footer != std::string::npos) released_ = footer;
    ended_ = got == 0;
  }
  const std::size_t given = std::min(released_, target.size());
  std::copy_n(held_.begin(), given, target.begin());
  held_.erase(0, given);
  released_ -= given;
  return given;
}

}  // namespace onefold::ingest
