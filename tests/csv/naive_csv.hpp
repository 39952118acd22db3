// The naive twin of the CSV parser: one row after the other over the whole text, no chunks, no masks, no states kept.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"

namespace onefold::csv::reference {

struct NaiveRow {
  std::vector<std::string> values;  ///< empty when the row has a stray quote
  std::size_t num_fields = 0;
  std::uint64_t line = 1;
  std::uint64_t last_line = 1;
  std::uint64_t offset = 0;
  RowKind kind = RowKind::row;
  bool stray_quote = false;
  bool operator==(const NaiveRow&) const = default;
};

class NaiveParser {
 public:
  NaiveParser(std::string_view text, const Dialect& dialect, std::uint64_t max_field_bytes, std::size_t width)
      : text_(text), dialect_(dialect), max_field_bytes_(max_field_bytes), width_(width) {}

  std::vector<NaiveRow> rows() {
    std::vector<NaiveRow> out;
    while (at_ < text_.size()) out.push_back(row());
    return out;
  }

 private:
  bool is(char c, std::size_t at) const { return c != '\0' && at < text_.size() && text_[at] == c; }
  bool is_quote(std::size_t at) const { return is(dialect_.quote, at); }
  bool is_delimiter(std::size_t at) const {
    return text_.substr(std::min(at, text_.size())).starts_with(dialect_.delimiter);
  }
  bool is_blank(std::size_t at) const {
    return at < text_.size() && (text_[at] == ' ' || text_[at] == '\t') &&
           dialect_.delimiter.find(text_[at]) == std::string::npos && !is_quote(at);
  }
  /// Length of the line end at this place; 0: there is none.
  std::size_t line_end(std::size_t at) const {
    if (is(dialect_.line_end, at)) return 1;
    return dialect_.line_end == '\n' && text_.substr(std::min(at, text_.size())).starts_with("\r\n") ? 2 : 0;
  }
  /// How many bytes an escape at this place makes characters.
  std::size_t escaped(std::size_t at) const {
    if (!is(dialect_.escape, at)) return 0;
    if (is(dialect_.escape, at + 1) || is_quote(at + 1)) return 1;
    if (line_end(at + 1) > 0) return line_end(at + 1);
    return is_delimiter(at + 1) ? dialect_.delimiter.size() : 0;
  }
  static std::string trimmed(const std::string& value) {
    const auto first = value.find_first_not_of(" \t");
    if (first == std::string::npos) return "";
    return value.substr(first, value.find_last_not_of(" \t") - first + 1);
  }

  /// A quoted field at `begin`, if its quotes are right: its value and where its blanks end.
  struct Quoted {
    std::string value;
    std::size_t end = 0;
  };
  std::optional<Quoted> quoted(std::size_t begin) const {
    std::size_t at = begin;
    while (is_blank(at)) ++at;
    if (!is_quote(at)) return std::nullopt;
    Quoted field;
    const std::size_t content = ++at;
    while (true) {
      if (field.value.size() > max_field_bytes_ || at >= text_.size()) return std::nullopt;
      if (const std::size_t length = escaped(at); length > 0) {
        field.value += text_.substr(at + 1, length);
        at += 1 + length;
      } else if (is_quote(at) && is_quote(at + 1)) {
        field.value += dialect_.quote;
        at += 2;
      } else if (is_quote(at)) {
        break;
      } else {
        field.value += text_[at++];
      }
    }
    if (holds_rows(text_.substr(content, at - content), dialect_, width_)) return std::nullopt;
    ++at;
    while (is_blank(at)) ++at;
    // A carriage return at the very end is dropped as one before a line feed is.
    const bool last_return = dialect_.line_end == '\n' && at + 1 == text_.size() && text_[at] == '\r';
    if (at < text_.size() && !is_delimiter(at) && line_end(at) == 0 && !last_return) return std::nullopt;
    field.end = at;
    return field;
  }
  bool opens(std::size_t begin) const {
    while (is_blank(begin)) ++begin;
    return is_quote(begin);
  }

  NaiveRow row() {
    NaiveRow row;
    const std::size_t begin = at_;
    row.offset = begin;
    row.line = line_;
    bool any_quoted = false, any_escaped = false;
    if (!dialect_.comment.empty() && text_.substr(at_).starts_with(dialect_.comment)) {
      row.kind = RowKind::comment;
      while (at_ < text_.size() && !is(dialect_.line_end, at_)) ++at_;
    } else {
      while (true) {
        ++row.num_fields;
        if (const auto field = quoted(at_)) {
          any_quoted = true;
          row.values.push_back(trimmed(field->value));
          at_ = field->end;
        } else if (opens(at_)) {
          row.stray_quote = true;
          while (at_ < text_.size() && !is(dialect_.line_end, at_)) ++at_;
          break;
        } else {
          std::string value;
          while (at_ < text_.size() && !is_delimiter(at_) && line_end(at_) == 0) {
            if (const std::size_t length = escaped(at_); length > 0) {
              any_escaped = true;
              value += text_.substr(at_ + 1, length);
              at_ += 1 + length;
              continue;
            }
            if (dialect_.line_end == '\n' && text_[at_] == '\r' && at_ + 1 == text_.size()) break;
            row.stray_quote |= is_quote(at_);
            value += text_[at_++];
          }
          row.values.push_back(trimmed(value));
        }
        if (!is_delimiter(at_)) break;
        at_ += dialect_.delimiter.size();
      }
    }
    const std::size_t end = at_;
    if (end < text_.size()) at_ += std::max<std::size_t>(1, line_end(end));
    const auto lines = std::count(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                                  text_.begin() + static_cast<std::ptrdiff_t>(at_), dialect_.line_end);
    line_ += static_cast<std::uint64_t>(lines);
    // After a line end at the very end no line begins, even if it is escaped.
    row.last_line = is(dialect_.line_end, at_ - 1) ? line_ - 1 : line_;
    if (row.kind == RowKind::comment) {
      row.num_fields = 0;
    } else {
      std::size_t content = end;
      if (row.stray_quote && content > begin && text_[content - 1] == '\r' && dialect_.line_end == '\n') --content;
      if (content == begin)
        row.kind = RowKind::blank;
      else if (!any_quoted && !any_escaped && !row.stray_quote &&
               std::all_of(row.values.begin(), row.values.end(), [](const auto& value) { return value.empty(); }))
        row.kind = RowKind::delimiters;
    }
    if (row.stray_quote) row.values.clear();
    return row;
  }

  std::string_view text_;
  const Dialect& dialect_;
  std::uint64_t max_field_bytes_;
  std::size_t width_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
};

inline std::vector<NaiveRow> naive_parse(std::string_view text, const Dialect& dialect = {},
                                         std::uint64_t max_field_bytes = 1U << 20, std::size_t width = 0) {
  return NaiveParser(text, dialect, max_field_bytes, width).rows();
}

}  // namespace onefold::csv::reference
