// Reads time stamps of an `updated` column, in seconds since 1970-01-01 UTC.
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "cleanse/cleanser.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::int64_t kUnreadable = std::numeric_limits<std::int64_t>::min();

std::int64_t seconds_since_1970(const Moment& moment) {
  using namespace std::chrono;
  const sys_days date(year_month_day(year(moment.year), month(static_cast<unsigned>(moment.month)),
                                     day(static_cast<unsigned>(moment.day))));
  return static_cast<std::int64_t>(date.time_since_epoch().count()) * 86400 + moment.hour * 3600 + moment.minute * 60 +
         moment.second - static_cast<std::int64_t>(moment.zone_minutes) * 60;
}

/// Seconds since 1970: 9 to 12 digits, with or without a fraction, or 13 digits of milliseconds. Fewer digits are a
/// date.
std::int64_t read_epoch(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!all_digits(whole) || whole.size() < 9 || whole.size() > 13) return kUnreadable;
  if (point != std::string_view::npos && !all_digits(text.substr(point + 1))) return kUnreadable;
  std::int64_t value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  return whole.size() == 13 ? value / 1000 : value;
}

/// YYYY-MM-DD, alone or followed by a space or T, hh:mm:ss and an optional Z. Returns nothing for other texts.
std::optional<std::int64_t> read_iso(std::string_view text) {
  const std::size_t size = text.size();
  if (size != 10 && size != 19 && size != 20) return std::nullopt;
  Moment moment;
  if (text[4] != '-') return std::nullopt;
  const auto date = read_by_shape(text.substr(0, 10), DateShape::year_first, '-', moment);
  if (!date || !*date) return std::nullopt;
  if (size > 10) {
    const auto number = [&](std::size_t at) {
      const char tens = text[at], ones = text[at + 1];
      return is_digit(tens) && is_digit(ones) ? (tens - '0') * 10 + (ones - '0') : 100;
    };
    const bool marked = (text[10] == ' ' || text[10] == 'T') && text[13] == ':' && text[16] == ':';
    if (!marked || (size == 20 && text[19] != 'Z')) return std::nullopt;
    moment.hour = number(11), moment.minute = number(14), moment.second = number(17);
    if (moment.hour > 23 || moment.minute > 59 || moment.second > 60) return std::nullopt;
  }
  return seconds_since_1970(moment);
}

}  // namespace

std::int64_t parse_moment(std::string_view raw, const std::vector<std::string>& formats) {
  if (formats.empty()) {
    if (raw.empty()) return kUnreadable;
    if (const auto moment = read_iso(raw)) return *moment;
    if (is_digit(raw.front()) && is_digit(raw.back()))
      if (const std::int64_t seconds = read_epoch(raw); seconds != kUnreadable) return seconds;
  }
  return parse_any_moment(raw, formats);
}

std::int64_t parse_any_moment(std::string_view raw, const std::vector<std::string>& formats) {
  thread_local std::string folded;
  fold(raw, folded);
  const std::string_view text = trim(folded);
  Moment moment;
  for (const std::string& format : formats)
    if (read_by_format(text, format, moment)) return seconds_since_1970(moment);
  if (!formats.empty()) return kUnreadable;
  if (const std::int64_t seconds = read_epoch(text); seconds != kUnreadable) return seconds;
  return read_recognised(text, moment) ? seconds_since_1970(moment) : kUnreadable;
}

}  // namespace onefold::cleanse
