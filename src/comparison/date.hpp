// Cleansed dates: "YYYY-MM-DD", proleptic Gregorian calendar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onefold::comparison {

/// Days since 0000-03-01. Nothing unless the text has exactly this form and the day exists.
[[nodiscard]] std::optional<std::int32_t> day_number(std::string_view date);

/// Whether both are dates, different, and exchanging day and month of one gives the other.
[[nodiscard]] bool day_month_swapped(std::string_view left, std::string_view right);

/// The year, and day and month in ascending order, without separators; empty if the text is no date. Two different
/// dates have the same one if and only if exchanging day and month of one gives the other.
[[nodiscard]] std::string sorted_day_month(std::string_view date);

/// Part of a date; empty if the text is not a date. month_day leaves out the year: it is equal for the same birthday.
enum class DatePart { year, year_month, month_day };
[[nodiscard]] std::string_view date_part(std::string_view date, DatePart part);

}  // namespace onefold::comparison
