#include "cleanse/dates.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

/// hh:mm[:ss[.fraction]] [am|pm] [zone], or without colons.
bool take_time(TextReader& text, Moment& moment) {
  const std::size_t digits = text.num_digits();
  const bool compact = digits == 4 || digits == 6;
  if (!text.take_number(1, 2, moment.hour) || (!compact && !text.take(':'))) return false;
  if (!text.take_number(2, 2, moment.minute)) return false;
  if (compact ? digits == 6 : text.take(':')) {
    if (!text.take_number(2, 2, moment.second)) return false;
    if (text.take_one_of(".,")) {
      if (text.num_digits() == 0) return false;
      while (is_digit(text.peek())) text.take(text.peek());
    }
  }
  text.skip_blanks();
  const bool morning = text.take("am"), afternoon = !morning && text.take("pm");
  if (morning || afternoon) {
    if (moment.hour < 1 || moment.hour > 12) return false;
    moment.hour = moment.hour % 12 + (afternoon ? 12 : 0);
    text.skip_blanks();
  }
  if (!text.at_end()) text.take_zone(moment.zone_minutes);
  return moment.hour < 24 && moment.minute < 60 && moment.second <= 60;  // second 60: a leap second
}

/// Skips spaces, at most one of the punctuation marks between the parts of "3rd of May, 1970" or "3-May-1970", and "of"
/// or its Spanish and Portuguese forms.
void skip_gap(TextReader& text) {
  text.skip_blanks();
  if (text.take_one_of("-/.,")) text.skip_blanks();
  if (text.take("of ") || text.take("de ") || text.take("del ")) text.skip_blanks();
}

bool take_day_of_month(TextReader& text, int& day) {
  if (!text.take_number(1, 2, day)) return false;
  // French and Italian or Portuguese for the first of a month, unless a name follows: 5october.
  for (const std::string_view ending : {"er", "o"}) {
    TextReader ahead = text;
    if (ahead.take(ending) && ahead.peek() == ' ') return text = ahead, true;
  }
  if (!text.take("st") && !text.take("nd") && !text.take("rd")) text.take("th");
  return true;
}

/// Mon D, YYYY
bool take_month_first(TextReader& text, int pivot, Moment& moment) {
  if (!text.take_month(moment.month)) return false;
  skip_gap(text);
  if (!take_day_of_month(text, moment.day)) return false;
  if (text.num_digits() > 0) return false;
  skip_gap(text);
  return text.take_year(pivot, moment.year);
}

/// D Mon YYYY, or YYYY Mon D
bool take_with_name(TextReader& text, int pivot, Moment& moment) {
  const bool year_first = text.num_digits() == 4;
  if (!(year_first ? text.take_number(4, 4, moment.year) : take_day_of_month(text, moment.day))) return false;
  skip_gap(text);
  if (!text.take_month(moment.month)) return false;
  skip_gap(text);
  return year_first ? text.take_number(1, 2, moment.day) && text.num_digits() == 0 : text.take_year(pivot, moment.year);
}

struct Numbers {
  int first = 0, second = 0, third = 0;
  bool two_digit_year = false;
};

/// Sets the date from three numbers in the order of the column. If that is no date, in an order that makes it one. Only
/// a year of two digits can be the first number, and only if the column or the number says so: 31/06/12 is no date.
bool place(const Numbers& n, DateOrder preferred, int pivot, Moment& moment) {
  const auto with = [&](DateOrder order) {
    if (order == DateOrder::year_first &&
        (!n.two_digit_year || (preferred != DateOrder::year_first && !can_only_be_year(n.first))))
      return false;
    int year = order == DateOrder::year_first ? n.first : n.third;
    if (n.two_digit_year) year = year > 99 ? 0 : year_of_two_digits(year, pivot);
    const int month = order == DateOrder::month_first ? n.first : n.second;
    const int day = order == DateOrder::day_first ? n.first : order == DateOrder::month_first ? n.second : n.third;
    moment.year = year, moment.month = month, moment.day = day;
    return is_real_date(year, month, day);
  };
  return with(preferred) || with(DateOrder::day_first) || with(DateOrder::month_first) || with(DateOrder::year_first);
}

bool take_numeric(TextReader& text, DateReading reading, int pivot, Moment& moment) {
  const std::size_t digits = text.num_digits();
  if (digits == 8)
    return text.take_number(4, 4, moment.year) && text.take_number(2, 2, moment.month) &&
           text.take_number(2, 2, moment.day) && is_real_date(moment.year, moment.month, moment.day);
  Numbers n;
  if (digits == 0 || digits == 3 || !text.take_number(1, 4, n.first)) return false;
  const char separator = text.peek();
  if (!text.take_one_of("-/.") || !text.take_number(1, 2, n.second) || !text.take(separator)) return false;
  if (digits == 4) {
    if (!text.take_number(1, 2, n.third)) return false;
    moment.year = n.first, moment.month = n.second, moment.day = n.third;
    return is_real_date(moment.year, moment.month, moment.day);
  }
  const std::size_t last = text.num_digits();
  n.two_digit_year = last == 2;
  return (last == 4 || last == 2) && text.take_number(2, 4, n.third) && place(n, reading.order, pivot, moment);
}

void set_seconds(std::int64_t seconds, Moment& moment) {
  using namespace std::chrono;
  const sys_seconds time{std::chrono::seconds(seconds)};
  const auto day_start = floor<days>(time);
  const year_month_day date(day_start);
  const hh_mm_ss clock(time - day_start);
  moment.year = static_cast<int>(date.year());
  moment.month = static_cast<int>(static_cast<unsigned>(date.month()));
  moment.day = static_cast<int>(static_cast<unsigned>(date.day()));
  moment.hour = static_cast<int>(clock.hours().count());
  moment.minute = static_cast<int>(clock.minutes().count());
  moment.second = static_cast<int>(clock.seconds().count());
}

/// Six to eight digits in some order. Seven: a spreadsheet took a day with its first zero for a number.
bool read_calendar_digits(std::string_view digits, DateReading reading, int pivot, Moment& moment) {
  const std::string written = (digits.size() == 7 ? "0" : "") + std::string(digits);
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : std::string_view(written).substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  if (digits.size() == 8) {
    moment.year = number(0, 4), moment.month = number(4, 2), moment.day = number(6, 2);
    if (is_real_date(moment.year, moment.month, moment.day)) return true;
  }
  const bool short_year = written.size() == 6;
  return place({number(0, 2), number(2, 2), number(4, short_year ? 2 : 4), short_year}, reading.order, pivot, moment);
}

/// YYYYMMDDhhmm[ss]
bool read_time_stamp(std::string_view digits, Moment& moment) {
  TextReader text(digits);
  return text.take_number(4, 4, moment.year) && text.take_number(2, 2, moment.month) &&
         text.take_number(2, 2, moment.day) && text.take_number(2, 2, moment.hour) &&
         text.take_number(2, 2, moment.minute) && (text.at_end() || text.take_number(2, 2, moment.second)) &&
         text.at_end() && moment.year >= 1900 && moment.year < 2100 && moment.hour < 24 && moment.minute < 60 &&
         moment.second <= 60 && is_real_date(moment.year, moment.month, moment.day);
}

}  // namespace

bool can_only_be_year(int number) { return number == 0 || number > 31; }

bool is_real_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  using namespace std::chrono;
  return year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

namespace {

/// Nothing if they mean no date. The column decides before the number of digits does: near 1970, milliseconds are
/// short.
std::optional<DateDigits> meaning_of_digits(std::size_t size, bool negative, DateDigits of_column) {
  using enum DateDigits;
  if ((of_column == seconds && size <= 10) || (of_column == milliseconds && size <= 13)) return of_column;
  if (of_column == serial && size <= 5 && !negative) return serial;
  if (size == 9 || size == 10) return seconds;
  if (size >= 11 && size <= 13) return milliseconds;
  // Short negative numbers are codes for "unknown".
  if (negative || (size == 5 && of_column == calendar)) return std::nullopt;
  return size == 5 ? serial : calendar;
}

}  // namespace

bool read_digits(std::string_view text, Moment& moment, DateReading reading, int pivot) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point), fraction = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || whole.size() > 14 || !all_digits(whole)) return false;
  if (point < text.size() && (fraction.empty() || !all_digits(fraction))) return false;
  moment = {};
  std::int64_t value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  if (negative) value = -value;
  const bool is_whole = fraction.find_first_not_of('0') == std::string_view::npos;
  const auto meaning = meaning_of_digits(whole.size(), negative, reading.digits);
  if (!meaning) return false;
  switch (*meaning) {
    case DateDigits::serial: {
      // Day 60 is 29 February 1900, which never was: spreadsheets count from 30 December 1899 since then.
      constexpr std::int64_t kDayOf1970 = 25'569;
      double share = 0, place = 0.1;
      for (const char c : fraction.substr(0, 12)) share += (c - '0') * place, place /= 10;
      if (value < 61) return false;
      set_seconds((value - kDayOf1970) * 86'400 + std::llround(share * 86'400), moment);
      return true;
    }
    case DateDigits::seconds:
      set_seconds(value, moment);
      return moment.year >= 1;
    case DateDigits::milliseconds:
      if (whole.size() == 12 && !negative && reading.digits != DateDigits::milliseconds && is_whole &&
          read_time_stamp(whole, moment))
        return true;
      moment = {};
      set_seconds(value / 1000 - (value % 1000 < 0 ? 1 : 0), moment);
      return moment.year >= 1;
    case DateDigits::by_number:
    case DateDigits::calendar:
      break;
  }
  if (!is_whole) return false;
  if (whole.size() == 14) return read_time_stamp(whole, moment);
  return whole.size() >= 6 && whole.size() <= 8 && read_calendar_digits(whole, reading, pivot, moment);
}

bool read_recognised(std::string_view folded, Moment& moment, DateReading reading, int pivot) {
  const std::string_view written = trim(folded);
  if (read_digits(written, moment, reading, pivot)) return true;
  moment = {};
  TextReader text(written);
  if (is_letter(text.peek()) && text.take_weekday()) skip_gap(text);
  const TextReader begin = text;
  if (is_letter(text.peek())) {
    if (!take_month_first(text, pivot, moment)) return false;
  } else if (!take_numeric(text, reading, pivot, moment)) {
    moment = {};
    text = begin;
    if (!take_with_name(text, pivot, moment)) return false;
  }
  if (!is_real_date(moment.year, moment.month, moment.day)) return false;

  if (text.at_end()) return true;
  const bool gap = text.peek() == ' ';
  text.skip_blanks();
  if (!text.take('t') && !gap) return false;
  return take_time(text, moment) && text.at_end();
}

}  // namespace onefold::cleanse
