// Features of single values as numbers: two values agree on a feature if the numbers are equal and not 0.
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
  month_day,
  sorted_day_month  ///< the year, then day and month in ascending order: equal in two dates if these are exchanged
};

/// Marks a feature that was not computed yet. No feature has this number.
inline constexpr std::uint64_t kNotComputed = ~0ULL;
/// Numbers of Feature::day start here, so that 0 can mean "no date".
inline constexpr std::uint64_t kFirstDay = 1ULL << 32;

/// The number of a part. 0 for the empty part. For up to seven bytes: the bytes and their count. For longer parts: a
/// hash with the top bit set.
[[nodiscard]] std::uint64_t number_of_part(std::string_view part);

/// The feature of a present value; `prefix_length` is used by Feature::prefix only. 0 if the value does not have the
/// feature.
[[nodiscard]] std::uint64_t number_of(Feature feature, std::string_view value, std::uint32_t prefix_length);

}  // namespace onefold::comparison
