#include "sniff/cut_rows.hpp"

#include <algorithm>

#include "csv/csv_parser.hpp"

namespace onefold::sniff {

namespace {

// A longer quoted cell is taken for one whose closing quote is missing.
constexpr std::size_t kMaxQuotedBytes = std::size_t{64} << 10;
// After so many rows without a closing quote, the format is wrong, and looking further costs time only.
constexpr std::size_t kMaxUnclosed = 40;

// The line end of the text, as in csv/dialect.hpp: a carriage return only if they are alone, and more than line feeds.
char line_end_of(std::string_view text, char quote) {
  bool inside = false;
  std::size_t first = 0;
  for (; first < text.size(); ++first) {
    const bool escaped = first > 0 && text[first - 1] == '\\';
    if (quote != '\0' && text[first] == quote && !escaped) inside = !inside;
    if (!inside && (text[first] == '\r' || text[first] == '\n')) break;
  }
  if (first == text.size() || text[first] == '\n' || text.substr(first, 2) == "\r\n") return '\n';
  std::size_t lone = 0;
  for (std::size_t i = first; i < text.size(); ++i) lone += text[i] == '\r' && text.substr(i, 2) != "\r\n" ? 1 : 0;
  return lone > static_cast<std::size_t>(std::ranges::count(text, '\n')) ? '\r' : '\n';
}

class Cutter {
 public:
  Cutter(std::string_view text, bool is_all, const config::TextFormat& format)
      : text_(text), is_all_(is_all), format_(format), line_end_(line_end_of(text, format.quote)) {}

  Cut cut(std::size_t max_rows) {
    cut_.line_end = line_end_;
    while (at_ < text_.size() && cut_.rows.size() < max_rows && num_unclosed_ < kMaxUnclosed) {
      if (!format_.comment.empty() && text_.substr(at_).starts_with(format_.comment)) {
        cut_.comment_lines.push_back(line_);
        skip_line();
        continue;
      }
      const std::size_t begin = at_, num_cells = cut_.cells.size();
      const std::uint32_t line = line_;
      CutRow row{line, static_cast<std::uint32_t>(num_cells), 0, true, false};
      Ending ending = cut_row(row, true);
      if (ending == Ending::unclosed) {
        // Perhaps the closing quote comes after the part of the file that is examined.
        if (!is_all_ && text_.size() - begin < kMaxQuotedBytes) break;
        ++num_unclosed_;
        at_ = begin, line_ = line;
        cut_.cells.resize(num_cells);
        ending = cut_row(row, false);
        row.broken = true;
      }
      if (ending == Ending::text && !is_all_) {
        cut_.cells.resize(num_cells);
        break;
      }
      row.num_cells = static_cast<std::uint32_t>(cut_.cells.size() - num_cells);
      row.blank = std::ranges::all_of(cut_.of(row), [](const Cell& cell) { return cell.text.empty(); });
      cut_.rows.push_back(row);
    }
    return std::move(cut_);
  }

 private:
  enum class Ending { line, text, unclosed };

  [[nodiscard]] bool is_line_end(std::size_t at) const {
    return text_[at] == line_end_ || (line_end_ == '\n' && text_.substr(at, 2) == "\r\n");
  }
  void end_line() {
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    ++at_, ++line_;
  }
  void skip_line() {
    while (at_ < text_.size() && !is_line_end(at_)) ++at_;
    if (at_ < text_.size()) end_line();
  }
  [[nodiscard]] bool at_delimiter() const {
    return text_[at_] == format_.delimiter[0] && text_.substr(at_).starts_with(format_.delimiter);
  }
  [[nodiscard]] bool is_blank_byte(char c) const { return c == ' ' || (c == '\t' && format_.delimiter[0] != '\t'); }

  // From behind the opening quote to behind the closing one. False if there is none.
  bool take_quoted(std::string_view& content) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && at_ - begin <= kMaxQuotedBytes) {
      const char c = text_[at_];
      const bool has_next = at_ + 1 < text_.size();
      if (format_.escape != '\0' && c == format_.escape && has_next) {
        cut_.num_escapes += text_[at_ + 1] == format_.quote ? 1 : 0;
        if (text_[at_ + 1] == line_end_) ++line_;
        at_ += 2;
        continue;
      }
      if (c == format_.quote) {
        if (has_next && text_[at_ + 1] == format_.quote) {
          ++cut_.num_escapes;
          at_ += 2;
          continue;
        }
        content = text_.substr(begin, at_ - begin);
        ++at_;
        return true;
      }
      if (c == line_end_)
        end_line();
      else
        ++at_;
    }
    return false;
  }

  Ending cut_row(CutRow& row, bool with_quotes) {
    while (true) {
      while (at_ < text_.size() && is_blank_byte(text_[at_]) && !at_delimiter()) ++at_;
      std::size_t begin = at_;
      Cell cell;
      if (with_quotes && format_.quote != '\0' && at_ < text_.size() && text_[at_] == format_.quote) {
        ++at_;
        if (!take_quoted(cell.text)) return Ending::unclosed;
        cell.quoted = true;
        while (at_ < text_.size() && is_blank_byte(text_[at_]) && !at_delimiter()) ++at_;
        if (at_ < text_.size() && !is_line_end(at_) && !at_delimiter()) row.broken = true, cell.quoted = false;
      }
      while (at_ < text_.size() && !is_line_end(at_) && !at_delimiter()) {
        if (format_.escape != '\0' && text_[at_] == format_.escape && at_ + 1 < text_.size()) ++at_;
        // A quote within a cell that does not begin with one.
        if (format_.quote != '\0' && text_[at_] == format_.quote && text_[at_ - 1] != format_.escape) row.broken = true;
        ++at_;
      }
      if (!cell.quoted) cell.text = csv::without_outer_blanks(text_.substr(begin, at_ - begin));
      cut_.cells.push_back(cell);
      if (at_ >= text_.size()) return Ending::text;
      if (!is_line_end(at_)) {
        at_ += format_.delimiter.size();
        continue;
      }
      // A carriage return at the end of what is examined may be the first half of a line end.
      if (!is_all_ && text_[at_] == '\r' && at_ + 1 == text_.size()) return Ending::text;
      end_line();
      return Ending::line;
    }
  }

  std::string_view text_;
  bool is_all_;
  const config::TextFormat& format_;
  char line_end_;
  Cut cut_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t num_unclosed_ = 0;
};

}  // namespace

Cut cut_rows(std::string_view text, bool is_all, const config::TextFormat& format, std::size_t max_rows) {
  return Cutter(text, is_all, format).cut(max_rows);
}

std::string value_of(const Cell& cell, const config::TextFormat& format) {
  if (!cell.quoted && format.escape == '\0') return std::string(cell.text);
  std::string value;
  for (std::size_t i = 0; i < cell.text.size(); ++i) {
    const char c = cell.text[i];
    const char next = i + 1 < cell.text.size() ? cell.text[i + 1] : '\0';
    const bool escapes = format.escape != '\0' && c == format.escape && next != '\0';
    if (escapes || (cell.quoted && c == format.quote && next == format.quote)) ++i;
    value += cell.text[i];
  }
  return std::string(csv::without_outer_blanks(value));
}

std::vector<std::string_view> lines_of(std::string_view text, bool is_all, std::size_t max_lines) {
  std::vector<std::string_view> lines;
  const char line_end = line_end_of(text, '\0');
  while (!text.empty() && lines.size() < max_lines) {
    const auto end = text.find(line_end);
    if (end == std::string_view::npos) {
      if (is_all) lines.push_back(text);
      break;
    }
    lines.push_back(text.substr(0, end > 0 && text[end - 1] == '\r' ? end - 1 : end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace onefold::sniff
