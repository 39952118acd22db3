// Statistics of the values of a column. No MPI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::vocabulary {

/// Shares refer to the values that are present.
struct Profile {
  std::size_t num_rows = 0;
  std::size_t num_present = 0;
  std::size_t num_distinct = 0;
  std::size_t num_most_frequent = 0;  ///< rows with the most frequent value
  /// 1 / sum of the squared shares of the values: the number of equally frequent values that would repeat as often.
  double effective_distinct = 0;
  double mean_length = 0, mean_words = 0;
  std::size_t least_length = 0, most_length = 0;
  double numeric = 0, all_digits = 0, email = 0, phone = 0, british_postcode = 0, moment = 0;
  double some_digit = 0;   ///< contain a digit
  double separated = 0;    ///< contain a separator between digits, or begin with +
  double year = 0;         ///< a number from 1000 to 2199
  bool ascending = false;  ///< whether the values are ascending numbers

  [[nodiscard]] double share_missing() const;
  /// Number of distinct values per present value.
  [[nodiscard]] double share_distinct() const;
};

[[nodiscard]] Profile profile_of(std::span<const std::string_view> values);

}  // namespace onefold::vocabulary
