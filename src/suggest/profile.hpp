// What the values of a column look like, in figures. No MPI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::suggest {

/// Shares are of the values that are present.
struct Profile {
  std::size_t num_rows = 0;
  std::size_t num_present = 0;
  std::size_t num_distinct = 0;
  std::size_t num_most_frequent = 0;  ///< rows with the most frequent value
  double mean_length = 0, mean_words = 0;
  std::size_t least_length = 0, most_length = 0;
  double numeric = 0, all_digits = 0, email = 0, phone = 0, british_postcode = 0, moment = 0;
  double some_digit = 0;   ///< a digit somewhere
  double separated = 0;    ///< digits with something between them, or a + before
  double year = 0;         ///< a number of 1000 to 2199
  bool ascending = false;  ///< numbers that only go up

  [[nodiscard]] double share_missing() const;
  /// Distinct values a present one.
  [[nodiscard]] double share_distinct() const;
};

[[nodiscard]] Profile profile_of(std::span<const std::string_view> values);

/// Formats of strptime that read the dates among the values, best first; and the share that one of them reads.
struct DateFormats {
  std::vector<std::string> formats;
  double readable = 0;
  bool day_and_month_ambiguous = false;  ///< both orders read every value
};
[[nodiscard]] DateFormats date_formats_of(std::span<const std::string_view> values);

/// Region whose postcodes and phone numbers look like these; empty: cannot tell.
[[nodiscard]] std::string region_of_postcodes(const Profile& postcodes);
[[nodiscard]] std::string region_of_phones(std::span<const std::string_view> values);

}  // namespace onefold::suggest
