// Our own strptime: the C library's depends on the locale and accepts impossible dates.
#include "cleanse/cleanser.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::string_view kDirectives = "YymdebBhaAHIMSfpzZjFTRDnt%";

/// Values that the directives read, before it is known whether they form a date.
struct Parts {
  Moment moment;
  int day_of_year = 0;
  bool has_year = false, has_month = false, has_day = false;
  bool afternoon = false, half_day_clock = false;
  int pivot = kMomentPivot;
};

bool take_parts(TextReader& text, std::string_view format, Parts& parts);

bool take_directive(TextReader& text, char directive, Parts& parts) {
  Moment& moment = parts.moment;
  switch (directive) {
    case 'Y':
      return parts.has_year = text.take_number(4, 4, moment.year);
    case 'y':
      if (!text.take_number(2, 2, moment.year)) return false;
      moment.year = year_of_two_digits(moment.year, parts.pivot);
      return parts.has_year = true;
    case 'm':
      return parts.has_month = text.take_number(1, 2, moment.month);
    case 'd':
      return parts.has_day = text.take_number(1, 2, moment.day);
    case 'e':
      text.skip_blanks();
      return parts.has_day = text.take_number(1, 2, moment.day);
    case 'b':
    case 'B':
    case 'h':
      return parts.has_month = text.take_month(moment.month);
    case 'j':
      return text.take_number(1, 3, parts.day_of_year);
    case 'a':
    case 'A':
      return text.take_weekday();
    case 'H':
      return text.take_number(1, 2, moment.hour);
    case 'I':
      parts.half_day_clock = true;
      return text.take_number(1, 2, moment.hour) && moment.hour >= 1 && moment.hour <= 12;
    case 'p':
      parts.afternoon = text.peek() == 'p';
      return text.take("am") || text.take("pm");
    case 'M':
      return text.take_number(1, 2, moment.minute);
    case 'S':
      return text.take_number(1, 2, moment.second);
    case 'f': {
      int fraction = 0;
      return text.take_number(1, 9, fraction);
    }
    case 'z':
      return text.take_zone(moment.zone_minutes);
    case 'Z':
      return text.take("utc") || text.take("gmt") || text.take('z');
    case 'F':
      return take_parts(text, "%Y-%m-%d", parts);
    case 'T':
      return take_parts(text, "%H:%M:%S", parts);
    case 'R':
      return take_parts(text, "%H:%M", parts);
    case 'D':
      return take_parts(text, "%m/%d/%y", parts);
    case 'n':
    case 't':
      text.skip_blanks();
      return true;
    case '%':
      return text.take('%');
    default:
      return false;
  }
}

bool take_parts(TextReader& text, std::string_view format, Parts& parts) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    char c = format[i];
    if (c == '%') {
      if (++i == format.size() || !take_directive(text, format[i], parts)) return false;
    } else if (c == ' ' || c == '\t') {
      text.skip_blanks();
    } else {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
      if (!text.take(c)) return false;
    }
  }
  return true;
}

}  // namespace

bool read_by_format(std::string_view folded, std::string_view format, Moment& moment, int pivot) {
  Parts parts;
  parts.pivot = pivot;
  TextReader text(trim(folded));
  if (!take_parts(text, format, parts)) return false;
  text.skip_blanks();
  if (!text.at_end()) return false;

  moment = parts.moment;
  if (parts.half_day_clock) moment.hour = moment.hour % 12 + (parts.afternoon ? 12 : 0);
  if (moment.hour > 23 || moment.minute > 59 || moment.second > 60 || !parts.has_year) return false;
  if (!parts.has_month && !parts.has_day && parts.day_of_year > 0) {
    // Converts the day of the year to month and day in at most 12 steps. Refuses day 366 of a common year.
    int day = parts.day_of_year;
    for (moment.month = 1; moment.month <= 12; ++moment.month) {
      int length = 31;
      while (!is_real_date(moment.year, moment.month, length) && length > 28) --length;
      if (day <= length) break;
      day -= length;
    }
    moment.day = day;
  }
  return is_real_date(moment.year, moment.month, moment.day);
}

bool is_date_format(std::string_view format) {
  bool year = false, month = false, day = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size() || kDirectives.find(format[i]) == std::string_view::npos) return false;
    const char c = format[i];
    year |= c == 'Y' || c == 'y' || c == 'F' || c == 'D';
    month |= c == 'm' || c == 'b' || c == 'B' || c == 'h' || c == 'j' || c == 'F' || c == 'D';
    day |= c == 'd' || c == 'e' || c == 'j' || c == 'F' || c == 'D';
  }
  return year && month && day;
}

}  // namespace onefold::cleanse
