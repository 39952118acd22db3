// How the dates of a column are read where a single value does not tell, and times of the last change that wait for it.
#pragma once

#include <cstdint>
#include <limits>

namespace onefold {

/// Which number of 03/04/85 is the day.
enum class DateOrder : std::uint8_t { day_first, month_first, year_first };

/// What digits without a separator mean.
///   by_number     no value of the column tells, so the number of digits does: 6 to 8 are a calendar date, 5 the day
///                 number of a spreadsheet, 9 or 10 seconds, 11 to 13 milliseconds
///   calendar      year, month and day in some order; five digits are no date, because one of them is lost
///   serial        day numbers of a spreadsheet
///   seconds, milliseconds   since 1970
enum class DateDigits : std::uint8_t { by_number, calendar, serial, seconds, milliseconds };

/// Decided for a whole column of a source, never value by value.
struct DateReading {
  DateOrder order = DateOrder::day_first;
  DateDigits digits = DateDigits::by_number;
  bool operator==(const DateReading&) const = default;
};

/// The time of the last change of a record whose column was read, but not yet as a whole: seconds since 1970 if the day
/// is first, and the days to add if the month is.
inline constexpr std::int64_t kNoMoment = std::numeric_limits<std::int64_t>::min();
[[nodiscard]] constexpr std::uint64_t pack_moment(std::int64_t seconds, std::int64_t days_if_month_first = 0) {
  return static_cast<std::uint64_t>(seconds == kNoMoment ? kNoMoment : seconds * 1024 + (days_if_month_first + 512));
}
[[nodiscard]] constexpr std::int64_t unpack_moment(std::uint64_t packed, DateOrder order) {
  const auto both = static_cast<std::int64_t>(packed);
  if (both == kNoMoment) return kNoMoment;
  const std::int64_t days = (both & 1023) - 512, seconds = both >> 10;
  return order == DateOrder::month_first ? seconds + 86'400 * days : seconds;
}

}  // namespace onefold
