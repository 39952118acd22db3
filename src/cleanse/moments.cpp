// Reads time stamps of an `updated` column, in seconds since 1970-01-01 UTC.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "cleanse/cleanser.hpp"
#include "cleanse/date_evidence.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/words.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cleanse {
namespace {

std::int64_t seconds_since_1970(const Moment& moment) {
  using namespace std::chrono;
  const sys_days date(year_month_day(year(moment.year), month(static_cast<unsigned>(moment.month)),
                                     day(static_cast<unsigned>(moment.day))));
  return static_cast<std::int64_t>(date.time_since_epoch().count()) * 86400 + moment.hour * 3600 + moment.minute * 60 +
         moment.second - static_cast<std::int64_t>(moment.zone_minutes) * 60;
}

/// Seconds since 1970 of ten digits: the short cut for what read_digits() reads.
std::optional<std::int64_t> read_seconds(std::string_view text) {
  static const std::int64_t end = seconds_since_1970({.year = kLastYear + 1, .month = 1, .day = 1});
  if (text.size() != 10 || !all_digits(text)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  if (value >= end) return std::nullopt;
  return value;
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
  if (moment.year > kLastYear) return std::nullopt;
  return seconds_since_1970(moment);
}

}  // namespace

std::int64_t parse_moment(std::string_view raw, const std::vector<std::string>& formats) {
  if (formats.empty()) {
    if (raw.empty()) return kNoMoment;
    if (const auto moment = read_iso(raw)) return *moment;
    if (const auto seconds = read_seconds(raw)) return *seconds;
  }
  return parse_any_moment(raw, formats);
}

std::int64_t parse_any_moment(std::string_view raw, const std::vector<std::string>& formats, DateOrder order) {
  thread_local std::string folded;
  fold(raw, folded);
  const std::string_view text = trim(folded);
  Moment moment;
  bool is_read = std::ranges::any_of(formats, [&](const auto& format) { return read_by_format(text, format, moment); });
  if (formats.empty()) is_read = read_recognised(text, moment, {order, DateDigits::by_number});
  return is_read && moment.year <= kLastYear ? seconds_since_1970(moment) : kNoMoment;
}

MomentReader::MomentReader(const config::SourceConfig& source)
    : day_first_(formats_in_order(source.writing.updated_formats, DateOrder::day_first)),
      month_first_(formats_in_order(source.writing.updated_formats, DateOrder::month_first)),
      may_be_either_(day_first_.empty() || day_first_ != month_first_) {
  for (const std::string& format : day_first_)
    if (!is_date_format(format))
      throw Error(ExitCode::job, "[[source]] " + source.name + ": formats: updated: " + format +
                                     " is not a date format; expected year, month and day, as in %Y-%m-%d %H:%M:%S");
}

std::uint64_t MomentReader::read(std::string_view raw) const {
  if (day_first_.empty()) {
    if (raw.empty()) return pack_moment(kNoMoment);
    if (const auto moment = read_iso(raw)) return pack_moment(*moment);
    if (const auto seconds = read_seconds(raw)) return pack_moment(*seconds);
  }
  const std::int64_t moment = parse_any_moment(raw, day_first_, DateOrder::day_first);
  // Only a number of one or two digits at the beginning can be day or month.
  const bool begins_short = raw.size() > 2 && is_digit(raw[0]) && !(is_digit(raw[1]) && is_digit(raw[2]));
  if (moment == kNoMoment || !may_be_either_ || (day_first_.empty() && !begins_short)) return pack_moment(moment);
  const std::int64_t other = parse_any_moment(raw, month_first_, DateOrder::month_first);
  return pack_moment(moment, other == kNoMoment ? 0 : (other - moment) / 86'400);
}

}  // namespace onefold::cleanse
