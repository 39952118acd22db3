// What levels ask of a single value, as a number: two values agree on it if the numbers are equal and not 0.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold::comparison {

enum class Feature : std::uint8_t {
  value,
  other_value,
  prefix,
  phonetic,
  day,
  email_local,
  email_domain,
  postcode_sector,
  postcode_district,
  postcode_area,
  numbers,
  soundex,
  sorted_words,
  house_number,
  year,
  year_month,
  month_day
};

/// No feature is this number.
inline constexpr std::uint64_t kNotWorkedOut = ~0ULL;
/// Of Feature::day: day numbers begin here, so that 0 is free for what is not a date.
inline constexpr std::uint64_t kFirstDay = 1ULL << 32;

/// 0 for the empty part. Up to seven bytes: the bytes and their number. Longer ones: a hash, with the top bit set.
[[nodiscard]] std::uint64_t number_of_part(std::string_view part);

/// The feature of a value that is present; `prefix_length` is of Feature::prefix. 0: the value has none.
[[nodiscard]] std::uint64_t number_of(Feature feature, std::string_view value, std::uint32_t prefix_length);

}  // namespace onefold::comparison
