// Birth dates and times of changes.
#pragma once

#include <chrono>
#include <cstdint>

#include "generate/random.hpp"
#include "generate/text.hpp"

namespace onefold::generate {

struct Date {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  bool operator==(const Date&) const = default;
};

[[nodiscard]] constexpr unsigned days_in_month(int year, unsigned month) {
  constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}
[[nodiscard]] constexpr bool is_valid(const Date& date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

/// All days of the year have the same probability.
[[nodiscard]] constexpr Date random_day(int year, Stream& random) {
  Date date{year, 1, 1 + random.below(365)};
  while (date.day > days_in_month(year, date.month)) date.day -= days_in_month(year, date.month++);
  return date;
}

/// Seconds since 1970-01-01 UTC.
using Moment = std::int64_t;
inline constexpr Moment kFirstMoment = 1'420'070'400;  // 2015-01-01
inline constexpr Moment kLastMoment = 1'735'689'600;   // 2025-01-01, exclusive

[[nodiscard]] constexpr Moment random_moment(Stream& random) {
  return kFirstMoment + random.below(static_cast<std::uint32_t>(kLastMoment - kFirstMoment));
}

/// Waves after the first follow each other by 30 days. The first one covers all moments before kLastMoment.
inline constexpr Moment kWaveSeconds = 30 * 86'400;
[[nodiscard]] constexpr Moment first_moment_of_wave(std::uint64_t wave) {
  return kLastMoment + static_cast<Moment>(wave - 2) * kWaveSeconds;
}
/// The wave of a moment; 1 before kLastMoment.
[[nodiscard]] constexpr std::uint64_t last_wave_at(Moment moment) {
  return moment < kLastMoment ? 1 : 2 + static_cast<std::uint64_t>((moment - kLastMoment) / kWaveSeconds);
}
[[nodiscard]] constexpr Moment moment_in_wave(std::uint64_t wave, Stream& random) {
  return first_moment_of_wave(wave) + random.below(static_cast<std::uint32_t>(kWaveSeconds));
}

inline void append_iso_date(Text& text, const Date& date) {
  text.append_number(static_cast<std::uint64_t>(date.year), 4);
  text.append('-');
  text.append_two_digits(date.month);
  text.append('-');
  text.append_two_digits(date.day);
}

/// "2024-03-01", `between`, "12:30:00".
inline void append_date_time(Text& text, Moment moment, char between) {
  const std::chrono::sys_seconds at{std::chrono::seconds{moment}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  append_iso_date(
      text, {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())});
  const auto second = static_cast<std::uint64_t>((at - day).count());
  text.append(between);
  text.append_two_digits(second / 3600);
  text.append(':');
  text.append_two_digits(second / 60 % 60);
  text.append(':');
  text.append_two_digits(second % 60);
}

}  // namespace onefold::generate
