// Dates as cleansing leaves them: "YYYY-MM-DD", proleptic Gregorian calendar.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold::comparison {

/// Days since 0000-03-01; nothing unless the text has exactly that form and the day exists.
[[nodiscard]] std::optional<std::int32_t> day_number(std::string_view date);

/// Whether both are dates, not equal, and exchanging day and month of one gives the other.
[[nodiscard]] bool day_month_swapped(std::string_view left, std::string_view right);

/// Of a date; empty of anything else. month_day has no year: equal for all birthdays on that day.
enum class DatePart { year, year_month, month_day };
[[nodiscard]] std::string_view date_part(std::string_view date, DatePart part);

}  // namespace onefold::comparison
