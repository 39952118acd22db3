#include "sniff/cell_kind.hpp"

#include <algorithm>

#include "vocabulary/value_shapes.hpp"

namespace onefold::sniff {

namespace {

bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }
bool is_word_byte(char c) {
  return is_digit_byte(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// Digits in two or three groups, all with the same separator: 1980-05-01, 1.5.80, 12:30:00.
bool is_date_or_time(std::string_view cell) {
  if (cell.size() < 4 || cell.size() > 10 || !is_digit_byte(cell.front()) || !is_digit_byte(cell.back())) return false;
  char separator = '\0';
  std::size_t groups = 1, length = 0;
  for (const char c : cell) {
    if (is_digit_byte(c)) {
      if (++length > 4) return false;
      continue;
    }
    const bool usual = c == '-' || c == '/' || c == '.' || c == ':';
    if (!usual || length == 0 || (separator != '\0' && c != separator)) return false;
    separator = c, length = 0, ++groups;
  }
  return groups == 3 || (groups == 2 && separator == ':');
}

// At most one decimal comma, or commas before groups of three digits.
bool has_plain_commas(std::string_view cell) {
  const auto first = cell.find(',');
  if (first == std::string_view::npos || cell.find(',', first + 1) == std::string_view::npos) return true;
  for (auto at = first; at != std::string_view::npos; at = cell.find(',', at + 1)) {
    if (at + 3 >= cell.size() || !std::ranges::all_of(cell.substr(at + 1, 3), is_digit_byte)) return false;
    if (at + 4 < cell.size() && is_digit_byte(cell[at + 4])) return false;
  }
  return true;
}

bool is_web_address(std::string_view cell) {
  const bool begins = cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.");
  return begins && cell.find_first_of(" \t\"|") == std::string_view::npos;
}

// Half a pair of quotes, or a whole pair that another quote character would have taken away.
bool has_outer_quotes(std::string_view cell) {
  const bool opens = cell.front() == '"', closes = cell.back() == '"';
  if (opens) return true;
  if (closes)
    return std::ranges::count(cell, '"') > 1 || !is_digit_byte(cell[std::max<std::size_t>(cell.size(), 2) - 2]);
  return cell.size() > 1 && cell.front() == '\'' && cell.back() == '\'';
}

// Whether the byte at `i` is one that separates cells rather than words.
bool separates(std::string_view cell, std::size_t i) {
  const char c = cell[i];
  const char before = i > 0 ? cell[i - 1] : ' ', after = i + 1 < cell.size() ? cell[i + 1] : '\0';
  switch (c) {
    case '|':
    case '\t':
    case '^':
    case '~':
      return true;
    case ';':
      return after != ' ';
    case ',':
      return after != ' ' && !(is_digit_byte(before) && is_digit_byte(after));
    case '#':
    case '%':
      return is_word_byte(before) && is_word_byte(after);
    case ':':
      return after == ':' || after == '\0';
    case '"':
      return after == '"';
    case '\\':
      return after == '"' || after == '\'';
    default:
      return static_cast<unsigned char>(c) < 0x20;
  }
}

}  // namespace

CellKind kind_of_cell(std::string_view cell, bool was_quoted) {
  if (cell.empty()) return CellKind::empty;
  if (vocabulary::is_numeric(cell) && !has_plain_commas(cell)) return was_quoted ? CellKind::words : CellKind::odd;
  if (vocabulary::is_numeric(cell) || is_date_or_time(cell) || is_web_address(cell)) return CellKind::value;
  if (was_quoted) return std::ranges::any_of(cell, is_word_byte) ? CellKind::words : CellKind::empty;
  if (has_outer_quotes(cell)) return CellKind::odd;
  bool has_word = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (separates(cell, i)) return CellKind::odd;
    has_word |= is_word_byte(cell[i]);
  }
  if (!has_word)
    return cell.size() <= 3 && cell.find_first_of(",;:") == std::string_view::npos ? CellKind::empty : CellKind::odd;
  if (vocabulary::is_like_email(cell) || vocabulary::is_like_moment(cell) || vocabulary::is_like_phone(cell))
    return CellKind::value;
  return CellKind::words;
}

}  // namespace onefold::sniff
