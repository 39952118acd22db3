#include "vocabulary/value_shapes.hpp"

#include <algorithm>

namespace onefold::vocabulary {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t num_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_digit));
}

}  // namespace

bool is_all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

namespace {

/// Groups of three digits behind a first one of one to three, with a mark between them: 1.234.567. A first group that
/// begins with a zero is a part of a phone or of an id.
bool is_grouped(std::string_view text, char mark) {
  const std::size_t first = text.find(mark);
  if (first == std::string_view::npos || first == 0 || first > 3 || text.front() == '0') return false;
  if (!is_all_digits(text.substr(0, first))) return false;
  for (text.remove_prefix(first); !text.empty(); text.remove_prefix(4))
    if (text.size() < 4 || text.front() != mark || !is_all_digits(text.substr(1, 3))) return false;
  return true;
}

}  // namespace

bool is_numeric(std::string_view text) {
  for (const std::string_view sign : {"$", "\xE2\x82\xAC", "\xC2\xA3"}) {
    if (text.starts_with(sign)) text.remove_prefix(sign.size());
    if (text.ends_with(sign)) text.remove_suffix(sign.size());
  }
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || num_digits(text) == 0 || !(is_digit(text.front()) || text.front() == '.')) return false;
  // European form: 1.234.567 and 1.234.567,89.
  const std::size_t comma = text.find(',');
  const std::string_view fraction = comma == std::string_view::npos ? "0" : text.substr(comma + 1);
  if (is_grouped(text.substr(0, comma), '.') && is_all_digits(fraction)) return true;
  std::size_t points = 0;
  for (const char c : text) {
    if (c == '.')
      ++points;
    else if (c != ',' && !is_digit(c))
      return false;
  }
  return points <= 1 && is_digit(text.back());
}

bool is_like_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

bool is_like_phone(std::string_view text) {
  const std::size_t digits = num_digits(text);
  if (digits < 7 || digits > 15) return false;
  return std::ranges::all_of(text, [](char c) {
    return is_digit(c) || c == ' ' || c == '-' || c == '/' || c == '(' || c == ')' || c == '.' || c == '+' || c == 'x';
  });
}

bool is_like_british_postcode(std::string_view text) {
  std::string squeezed;
  for (const char c : text)
    if (c != ' ') squeezed += c;
  if (squeezed.size() < 5 || squeezed.size() > 7) return false;
  const auto inward = std::string_view(squeezed).substr(squeezed.size() - 3);
  const auto outward = std::string_view(squeezed).substr(0, squeezed.size() - 3);
  return is_digit(inward[0]) && is_letter(inward[1]) && is_letter(inward[2]) && is_letter(outward[0]) &&
         num_digits(outward) >= 1;
}

bool is_like_moment(std::string_view text) {
  if (is_all_digits(text)) return (text.size() == 10 && text[0] == '1') || (text.size() == 13 && text[0] == '1');
  return text.size() >= 15 && num_digits(text) >= 11 && text.find(':') != std::string_view::npos;
}

bool looks_like_data(std::string_view text) {
  if (is_numeric(text) || is_like_email(text) || is_like_phone(text) || is_like_moment(text)) return true;
  return num_digits(text) >= 4 && num_digits(text) * 2 >= text.size();
}

std::string shape_of(std::string_view text) {
  std::string shape;
  for (const char c : text) shape += is_digit(c) ? '0' : (is_letter(c) || (c & 0x80) != 0) ? 'a' : c;
  return shape;
}

}  // namespace onefold::vocabulary
