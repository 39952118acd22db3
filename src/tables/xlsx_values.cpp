#include "tables/xlsx_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace onefold::tables {

namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
/// Of a second: Excel shows no smaller fractions.
constexpr std::int64_t kMilliseconds = 1000;
/// 9999-12-31; later days are not dates of Excel.
constexpr double kMaxSerial = 2'958'465.999999;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The first section of a code without quoted text, escaped characters, colours and blanks of fixed width.
std::string bare_code(std::string_view code) {
  std::string bare;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      // [h] counts hours past a day; [Red], [>100] and [$-407] show nothing.
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) bare += 'h';
      i = end;
    } else {
      bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return bare;
}

std::string date_text(std::int64_t day, bool from_1904) {
  using namespace std::chrono;
  sys_days date;
  if (from_1904) {
    date = sys_days(year{1904} / 1 / 1) + days(day);
  } else {
    // Excel takes 1900 for a leap year: its day 60 never was.
    if (day == 60) return "1900-02-29";
    date = sys_days(year{1899} / 12 / (day < 60 ? 31 : 30)) + days(day);
  }
  const year_month_day parts(date);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
                     static_cast<unsigned>(parts.day()));
}

std::string time_text(std::int64_t milliseconds) {
  const std::int64_t seconds = milliseconds / kMilliseconds;
  std::string text = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (milliseconds % kMilliseconds == 0) return text;
  text += fmt::format(".{:03}", milliseconds % kMilliseconds);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

/// Takes the fractions of seconds out of a code, "ss.000", and counts their digits. Some languages write a comma.
std::size_t take_fractions(std::string& bare) {
  for (std::size_t at = 0; (at = bare.find_first_of(".,", at)) != std::string::npos; ++at) {
    const std::size_t end = std::min(bare.find_first_not_of('0', at + 1), bare.size());
    // [s] counts seconds past a minute, and has become h.
    if (at == 0 || end == at + 1 || (bare[at - 1] != 's' && bare[at - 1] != 'h')) continue;
    bare.erase(at, end - at);
    return std::min<std::size_t>(end - at - 1, 3);
  }
  return 0;
}

/// At most 15 significant digits, without an exponent unless the number is very large or small.
std::string plain_number(double number) {
  if (std::abs(number) >= 1e21 || (number != 0 && std::abs(number) < 1e-9)) return fmt::format("{:.15g}", number);
  // 15 significant digits, counted from the first that is not zero.
  const int digits_before = number == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(number)))) + 1;
  std::string text = fmt::format("{:.{}f}", number, std::clamp(15 - digits_before, 0, 24));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace

NumberForm form_of_code(std::string_view code) {
  std::string bare = bare_code(code);
  if (bare == "general") return {};
  if (!bare.empty() && bare.find_first_not_of('0') == std::string::npos)
    return {NumberForm::Kind::plain, static_cast<std::uint8_t>(std::min<std::size_t>(bare.size(), 20))};
  const auto num_fractions = static_cast<std::uint8_t>(take_fractions(bare));
  const auto has = [&](std::string_view letters) { return bare.find_first_of(letters) != std::string::npos; };
  // "E+00" is of a number.
  if (has("0#?")) return {};
  const bool has_time = has("hs");
  if (has("yd") || (has("m") && !has_time))
    return {has_time ? NumberForm::Kind::date_and_time : NumberForm::Kind::date, num_fractions};
  return has_time ? NumberForm{NumberForm::Kind::time, num_fractions} : NumberForm{};
}

NumberForm form_of_builtin(std::uint32_t id) {
  if (id == 22) return {NumberForm::Kind::date_and_time};
  if (id == 47) return {NumberForm::Kind::time, 1};  // mm:ss.0
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return {NumberForm::Kind::time};
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
    return {NumberForm::Kind::date};
  return {};
}

std::string shown_number(std::string_view stored, NumberForm form, bool from_1904) {
  double number = 0;
  const auto [end, failure] = std::from_chars(stored.data(), stored.data() + stored.size(), number);
  if (failure != std::errc{} || end != stored.data() + stored.size() || !std::isfinite(number))
    return std::string(stored);
  if (form.kind == NumberForm::Kind::plain || number < 0 || number > kMaxSerial) {
    std::string text = plain_number(number);
    if (form.kind == NumberForm::Kind::plain && form.num_digits > text.size() &&
        text.find_first_not_of("0123456789") == std::string::npos)
      text.insert(0, form.num_digits - text.size(), '0');
    return text;
  }
  // Rounded to what the format shows: a time is stored as a fraction of a day.
  std::int64_t step = kMilliseconds;
  for (int digit = 0; digit < form.num_digits; ++digit) step /= 10;
  const std::int64_t milliseconds =
      std::llround(number * static_cast<double>(kSecondsOfDay * kMilliseconds / step)) * step;
  const std::int64_t of_day = milliseconds % (kSecondsOfDay * kMilliseconds);
  const std::int64_t day = milliseconds / (kSecondsOfDay * kMilliseconds);
  if (form.kind == NumberForm::Kind::time && day == 0) return time_text(milliseconds);
  const std::string date = date_text(day, from_1904);
  return of_day == 0 ? date : date + "T" + time_text(of_day);
}

std::string without_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const bool is_escape =
        text[i] == '_' && i + 7 <= text.size() && text[i + 1] == 'x' && text[i + 6] == '_' &&
        std::from_chars(text.data() + i + 2, text.data() + i + 6, code, 16).ptr == text.data() + i + 6;
    // Those of a surrogate stay: half a character is none.
    if (!is_escape || code == 0 || (code >= 0xD800 && code <= 0xDFFF)) {
      out += text[i];
      continue;
    }
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
    } else {
      out += {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
              static_cast<char>(0x80U | (code & 0x3FU))};
    }
    i += 6;
  }
  return out;
}

std::int32_t column_of_reference(std::string_view reference) {
  std::int32_t column = 0;
  std::size_t i = 0;
  for (; i < reference.size() && is_letter(reference[i]) && i < 4; ++i)
    column = column * 26 + ((reference[i] | 0x20) - 'a' + 1);
  return i == 0 ? -1 : column - 1;
}

}  // namespace onefold::tables
