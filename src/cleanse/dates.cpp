#include "cleanse/dates.hpp"

#include <array>
#include <chrono>

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

/// Skips spaces and at most one of the punctuation marks between the parts of "3rd of May, 1970" or "3-May-1970".
void skip_gap(TextReader& text) {
  text.skip_blanks();
  if (text.take_one_of("-/.,")) text.skip_blanks();
}

bool take_day_of_month(TextReader& text, int& day) {
  if (!text.take_number(1, 2, day)) return false;
  if (!text.take("st") && !text.take("nd") && !text.take("rd")) text.take("th");
  return true;
}

/// Mon D, YYYY
bool take_month_first(TextReader& text, Moment& moment) {
  if (!text.take_month(moment.month)) return false;
  skip_gap(text);
  if (!take_day_of_month(text, moment.day)) return false;
  const std::size_t digits_left = text.num_digits();
  skip_gap(text);
  return digits_left == 0 && text.num_digits() == 4 && text.take_number(4, 4, moment.year);
}

/// D Mon YYYY
bool take_day_first(TextReader& text, Moment& moment) {
  if (!take_day_of_month(text, moment.day)) return false;
  skip_gap(text);
  if (text.take("of")) text.skip_blanks();
  if (!text.take_month(moment.month)) return false;
  skip_gap(text);
  return text.num_digits() == 4 && text.take_number(4, 4, moment.year);
}

bool take_numeric(TextReader& text, Moment& moment) {
  const std::size_t digits = text.num_digits();
  if (digits == 8)
    return text.take_number(4, 4, moment.year) && text.take_number(2, 2, moment.month) &&
           text.take_number(2, 2, moment.day);
  int first = 0, second = 0, third = 0;
  if (digits == 0 || digits == 3 || !text.take_number(1, 4, first)) return false;
  const char separator = text.peek();
  if (!text.take_one_of("-/.") || !text.take_number(1, 2, second) || !text.take(separator)) return false;
  if (digits == 4) {
    if (!text.take_number(1, 2, third)) return false;
    moment.year = first, moment.month = second, moment.day = third;
    return true;
  }
  if (text.num_digits() != 4 || !text.take_number(4, 4, third)) return false;
  // The day is first, as in most countries, unless the second number cannot be a month.
  const bool month_first = second > 12;
  moment.year = third, moment.month = month_first ? first : second, moment.day = month_first ? second : first;
  return true;
}

}  // namespace

bool is_real_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  using namespace std::chrono;
  return year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool read_recognised(std::string_view folded, Moment& moment) {
  const std::string_view written = trim(folded);
  moment = {};
  TextReader text(written);
  if (is_letter(text.peek())) {
    if (!take_month_first(text, moment)) return false;
  } else if (!take_numeric(text, moment)) {
    moment = {};
    text = TextReader(written);
    if (!take_day_first(text, moment)) return false;
  }
  if (!is_real_date(moment.year, moment.month, moment.day)) return false;

  if (text.at_end()) return true;
  const bool gap = text.peek() == ' ';
  text.skip_blanks();
  if (!text.take('t') && !gap) return false;
  return take_time(text, moment) && text.at_end();
}

}  // namespace onefold::cleanse
