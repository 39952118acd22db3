#include "comparison/date.hpp"

#include <algorithm>

namespace onefold::comparison {
namespace {

/// The value of zero or more digits; -1 if there is another character.
constexpr std::int32_t number_of(std::string_view digits) {
  std::int32_t number = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return -1;
    number = 10 * number + (digit - '0');
  }
  return number;
}

constexpr bool is_leap(std::int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

}  // namespace

std::optional<std::int32_t> day_number(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const std::int32_t year = number_of(date.substr(0, 4));
  const std::int32_t month = number_of(date.substr(5, 2));
  const std::int32_t day = number_of(date.substr(8, 2));
  if (year < 0 || month < 1 || month > 12 || day < 1) return std::nullopt;
  constexpr std::int32_t kDaysInMonth[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (day > kDaysInMonth[month - 1] + (month == 2 && is_leap(year))) return std::nullopt;
  // Years start in March, so the leap day is the last day; (153 m + 2) / 5 is the number of days before the m-th month
  // from March.
  const std::int32_t march_year = month > 2 ? year : year - 1;
  const std::int32_t march_month = month > 2 ? month - 3 : month + 9;
  // January and February of year 0 belong to March year -1, which ends with the leap day of year 0.
  const std::int32_t days_before_year =
      march_year < 0 ? -366 : 365 * march_year + march_year / 4 - march_year / 100 + march_year / 400;
  return days_before_year + (153 * march_month + 2) / 5 + day - 1;
}

bool day_month_swapped(std::string_view left, std::string_view right) {
  if (left == right || !day_number(left) || !day_number(right)) return false;
  return left.substr(0, 4) == right.substr(0, 4) && left.substr(5, 2) == right.substr(8, 2) &&
         left.substr(8, 2) == right.substr(5, 2);
}

std::string sorted_day_month(std::string_view date) {
  if (!day_number(date)) return {};
  const auto month = date.substr(5, 2), day = date.substr(8, 2);
  std::string sorted(date.substr(0, 4));
  sorted += std::min(month, day);
  return sorted += std::max(month, day);
}

std::string_view date_part(std::string_view date, DatePart part) {
  if (!day_number(date)) return {};
  switch (part) {
    case DatePart::year:
      return date.substr(0, 4);
    case DatePart::year_month:
      return date.substr(0, 7);
    case DatePart::month_day:
      break;
  }
  return date.substr(5);
}

}  // namespace onefold::comparison
