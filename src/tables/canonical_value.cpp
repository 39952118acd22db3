#include "tables/canonical_value.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "record/elements.hpp"

namespace onefold::tables {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Parts of a decimal number.
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  int exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

std::optional<Decimal> decimal_of(std::string_view text) {
  Decimal out;
  if (text.starts_with('-') || text.starts_with('+')) {
    out.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  out.whole = take_digits(text);
  // A driver may write the comma of its locale.
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    out.fraction = take_digits(text);
  }
  if (out.whole.empty() && out.fraction.empty()) return std::nullopt;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.exponent);
    if (error != std::errc() || out.exponent > 400 || out.exponent < -400) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return text.empty() ? std::optional(out) : std::nullopt;
}

std::string_view canonical_number(std::string_view value, std::string& room) {
  // Nearly all numbers are as they should be.
  if (!value.empty() && std::ranges::all_of(value, is_digit)) return value;
  const auto number = decimal_of(value);
  if (!number) return value;
  std::string digits(number->whole);
  digits += number->fraction;
  // The point stands behind this many digits.
  std::ptrdiff_t point = static_cast<std::ptrdiff_t>(number->whole.size()) + number->exponent;
  if (point < 1) {
    digits.insert(0, static_cast<std::size_t>(1 - point), '0');
    point = 1;
  }
  const auto whole = static_cast<std::size_t>(point);
  if (digits.size() < whole) digits.append(whole - digits.size(), '0');
  room = number->negative ? "-" : "";
  room.append(digits, 0, whole);
  if (digits.size() > whole) {
    room += '.';
    room.append(digits, whole);
  }
  // With an exponent the zeros at the end say nothing; without one they are the scale of the column.
  if (number->exponent != 0 && room.find('.') != std::string::npos) {
    while (room.back() == '0') room.pop_back();
    if (room.back() == '.') room.pop_back();
  }
  return room;
}

/// Whether `text` begins with a time of the form of `shape`, in which 0 stands for any digit.
bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  return true;
}

std::string_view canonical_moment(std::string_view value, std::string& room) {
  constexpr std::string_view kDate = "0000-00-00";
  constexpr std::string_view kTime = "00:00:00";
  constexpr std::size_t kWhole = kDate.size() + 1 + kTime.size();
  if (value.size() < kWhole || !has_shape(value, kDate) || !has_shape(value.substr(kDate.size() + 1), kTime) ||
      (value[kDate.size()] != ' ' && value[kDate.size()] != 'T'))
    return value;
  std::string_view rest = value.substr(kWhole);
  std::string_view fraction;
  if (rest.starts_with('.') || rest.starts_with(',')) {
    rest.remove_prefix(1);
    fraction = take_digits(rest);
    while (fraction.ends_with('0')) fraction.remove_suffix(1);
  }
  const std::string_view time = value.substr(kDate.size() + 1, kTime.size());
  if (rest.empty() && fraction.empty() && time == kTime) return value.substr(0, kDate.size());
  room.assign(value, 0, kDate.size());
  room += ' ';
  room += time;
  if (!fraction.empty()) (room += '.') += fraction;
  room += rest;
  return room;
}

std::string_view canonical_boolean(std::string_view value) {
  if (value == "t" || value == "1" || value == "true") return "true";
  if (value == "f" || value == "0" || value == "false") return "false";
  return value;
}

/// {a,"b \"c\"",NULL}; an array of arrays is left as it is.
std::string_view canonical_array(std::string_view value, std::string& room) {
  if (value.size() < 2 || value.front() != '{' || value.back() != '}') return value;
  room.clear();
  for (std::size_t i = 1; i + 1 < value.size(); ++i) {
    const std::size_t begin = room.size();
    const bool quoted = value[i] == '"';
    if (value[i] == '{') return value;
    if (quoted) ++i;
    for (; i + 1 < value.size() && value[i] != (quoted ? '"' : ','); ++i) {
      if (value[i] == '\\' && i + 2 < value.size()) ++i;
      room += value[i];
    }
    if (quoted && i + 1 < value.size()) ++i;
    if (!quoted && std::string_view(room).substr(begin) == "NULL") room.resize(begin);
    if (room.size() > begin) room += kElementSeparator;
  }
  if (!room.empty() && room.back() == kElementSeparator) room.pop_back();
  return room;
}

}  // namespace

std::string_view canonical_value(ValueKind kind, std::string_view value, std::string& room) {
  switch (kind) {
    case ValueKind::number:
      return canonical_number(value, room);
    case ValueKind::moment:
      return canonical_moment(value, room);
    case ValueKind::boolean:
      return canonical_boolean(value);
    case ValueKind::array:
      return canonical_array(value, room);
    case ValueKind::text:
    case ValueKind::binary:
      break;
  }
  return value;
}

}  // namespace onefold::tables
