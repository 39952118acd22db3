// Reads dates of a fixed shape without interpreting a format.
#include <algorithm>
#include <array>

#include "cleanse/date_evidence.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

/// The value of two digits; negative if a character is not a digit.
int two_digits(const char* text) {
  return is_digit(text[0]) && is_digit(text[1]) ? (text[0] - '0') * 10 + (text[1] - '0') : -10'000;
}

bool set_date(Moment& moment, int year, int month, int day) {
  moment = {};
  moment.year = year, moment.month = month, moment.day = day;
  return is_real_date(year, month, day);
}

/// YYYY-MM-DD. In a format the year has four digits, so the characters after them decide.
std::optional<bool> read_year_first(std::string_view text, char separator, Moment& moment) {
  if (text.size() < 5 || text[4] != separator) return false;
  if (text.size() != 10 || text[7] != separator) return std::nullopt;
  const int century = two_digits(text.data()), year = two_digits(text.data() + 2);
  const int month = two_digits(text.data() + 5), day = two_digits(text.data() + 8);
  if (century < 0 || year < 0 || month < 0 || day < 0) return std::nullopt;
  return set_date(moment, century * 100 + year, month, day);
}

/// DD-MM-YYYY or MM-DD-YYYY: two numbers of one or two digits, and a year.
std::optional<bool> read_year_last(std::string_view text, char separator, bool day_first, Moment& moment) {
  if (text.size() < 3 || (text[1] != separator && text[2] != separator)) return false;
  if (text.size() != 10 || text[2] != separator || text[5] != separator) return std::nullopt;
  const int first = two_digits(text.data()), second = two_digits(text.data() + 3);
  const int century = two_digits(text.data() + 6), year = two_digits(text.data() + 8);
  if (century < 0 || year < 0 || first < 0 || second < 0) return std::nullopt;
  return set_date(moment, century * 100 + year, day_first ? second : first, day_first ? first : second);
}

int month_of(const char* letters) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  for (std::size_t i = 0; i < kMonths.size(); i += 3)
    if (letters[0] == kMonths[i] && letters[1] == kMonths[i + 1] && letters[2] == kMonths[i + 2])
      return static_cast<int>(i / 3) + 1;
  return 0;
}

/// D mon YYYY
std::optional<bool> read_day_and_name(std::string_view text, Moment& moment) {
  if (text.size() < 3 || !is_digit(text[0])) return false;
  const std::size_t blank = is_digit(text[1]) ? 2 : 1;
  // After one or two digits only spaces or the letters of the month can follow.
  if (text[blank] != ' ') return is_letter(text[blank]) ? std::nullopt : std::optional(false);
  if (text.size() != blank + 9 || text[blank + 4] != ' ') return std::nullopt;
  const int month = month_of(text.data() + blank + 1);
  const int century = two_digits(text.data() + blank + 5), year = two_digits(text.data() + blank + 7);
  if (month == 0 || century < 0 || year < 0) return std::nullopt;
  const int day = blank == 2 ? two_digits(text.data()) : text[0] - '0';
  return set_date(moment, century * 100 + year, month, day);
}

/// Without declared formats, the position of the first separator shows whether the year or the day is first.
std::optional<bool> read_recognised_shape(std::string_view text, DateOrder order, Moment& moment) {
  if (text.size() != 10) return std::nullopt;
  const auto is_separator = [](char c) { return c == '-' || c == '/' || c == '.'; };
  if (is_separator(text[4])) return read_year_first(text, text[4], moment);
  if (!is_separator(text[2])) return std::nullopt;
  const int first = two_digits(text.data()), second = two_digits(text.data() + 3);
  const bool month_first = order == DateOrder::month_first ? first <= 12 : second > 12;
  return read_year_last(text, text[2], !month_first, moment);
}

}  // namespace

std::optional<bool> read_by_shape(std::string_view folded, DateShape shape, char separator, Moment& moment,
                                  DateOrder order) {
  switch (shape) {
    case DateShape::other:
      return std::nullopt;
    case DateShape::year_first:
      return read_year_first(folded, separator, moment);
    case DateShape::day_first:
      return read_year_last(folded, separator, true, moment);
    case DateShape::month_first:
      return read_year_last(folded, separator, false, moment);
    case DateShape::day_and_name:
      return read_day_and_name(folded, moment);
    case DateShape::recognised:
      return read_recognised_shape(folded, order, moment);
  }
  return std::nullopt;
}

DateCleanser::DateCleanser(const std::vector<std::string>& formats, DateReading reading, int pivot)
    : reading_(reading), pivot_(pivot) {
  for (const std::string& format : formats_in_order(formats, reading.order)) {
    Format known{format};
    // Whether the format is three directives with the same separator between them.
    const bool has_separators = format.size() == 8 && format[2] == format[5] &&
                                std::string_view("-/.").find(format[2]) != std::string_view::npos;
    if (has_separators) {
      known.separator = format[2];
      std::string directives = format;
      directives.erase(5, 1).erase(2, 1);
      if (directives == "%Y%m%d") known.shape = DateShape::year_first;
      if (directives == "%d%m%Y") known.shape = DateShape::day_first;
      if (directives == "%m%d%Y") known.shape = DateShape::month_first;
    }
    if (format == "%d %b %Y") known.shape = DateShape::day_and_name;
    formats_.push_back(known);
  }
}

bool DateCleanser::read(std::string_view folded, Moment& moment) const {
  const std::string_view text = trim(folded);
  if (formats_.empty()) {
    const auto answer = read_by_shape(text, DateShape::recognised, '\0', moment, reading_.order);
    return answer ? *answer : read_recognised(text, moment, reading_, pivot_);
  }
  for (const Format& format : formats_) {
    const auto answer = read_by_shape(text, format.shape, format.separator, moment);
    if (answer ? *answer : read_by_format(text, format.format, moment, pivot_)) return true;
  }
  return false;
}

bool DateCleanser::is_placeholder(std::string_view folded) const {
  Moment moment;
  return (read(folded, moment) && moment.year > kLastYear) ||
         (std::ranges::any_of(folded, is_digit) && folded.find_first_of("123456789") == std::string_view::npos);
}

std::string_view DateCleanser::operator()(std::string_view folded, TextBuffer& buffer) const {
  Moment moment;
  if (!read(folded, moment) || moment.year > kLastYear) return {};
  const auto digit = [](int n) { return static_cast<char>('0' + n % 10); };
  const auto [year, month, day] = std::array{moment.year, moment.month, moment.day};
  char* const date = buffer.room(10);
  const std::array<char, 10> text = {
      digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-', digit(month / 10), digit(month), '-',
      digit(day / 10),    digit(day)};
  std::memcpy(date, text.data(), text.size());
  return {date, text.size()};
}

}  // namespace onefold::cleanse
