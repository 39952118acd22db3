// Decides how the dates of a whole column are read: one value with 25 in the first or second place decides for all.
//
//   in    the raw values of a column of one source, while it is ingested
//   out   counts of what they prove; exact integers, which ranks sum
//   then  DateReading: the order of day and month, and what digits without separators mean
//
// Cost: a few nanoseconds per value, without folding.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/date_reading.hpp"

namespace onefold::cleanse {

/// What a value proves. `ambiguous`: it is a date with the day first, and another with the month first. The last four
/// count digits without separators.
enum class DateProof : std::uint8_t {
  day_first,
  month_first,
  year_first,
  ambiguous,
  calendar,
  serial,
  seconds,
  milliseconds
};
using DateEvidence = std::array<std::uint64_t, 8>;  ///< [DateProof] number of values

/// Counts what the values of one column prove.
class DateWitness {
 public:
  /// With formats, only values count that two formats read differently: one as the other with %d and %m exchanged.
  explicit DateWitness(const std::vector<std::string>& formats = {});
  /// Whether the column needs evidence at all.
  [[nodiscard]] bool is_needed() const { return is_needed_; }
  /// `raw` has no outer blanks.
  void add(std::string_view raw);
  [[nodiscard]] const DateEvidence& evidence() const { return evidence_; }

 private:
  struct Form {
    char separator;
    bool two_digit_year;
    bool operator==(const Form&) const = default;
  };
  void add_digits(std::string_view digits);
  /// Times before 1970.
  void add_negative(std::string_view digits);
  void add_numbers(int first, int second, int third, Form form);
  void count(DateProof proof) { ++evidence_[static_cast<std::size_t>(proof)]; }

  bool is_needed_ = true;
  bool any_form_ = true;
  std::vector<Form> forms_;
  DateEvidence evidence_{};
};

/// Pure. What the values of a column without formats prove.
[[nodiscard]] DateEvidence evidence_of(std::span<const std::string_view> values);

/// Pure. The order with the most proofs. Without a proof, the first of the declared formats decides, or the day is
/// first.
[[nodiscard]] DateReading reading_of(const DateEvidence& evidence, const std::vector<std::string>& formats);

/// Why the decision may be wrong.
///   open            values are ambiguous, and no value proves an order
///   contradictory   values are ambiguous, and others prove different orders
enum class DateDoubt : std::uint8_t { none, open, contradictory };
[[nodiscard]] DateDoubt doubt_of(const DateEvidence& evidence);
/// Number of values that may be read wrongly.
[[nodiscard]] std::uint64_t num_doubtful(const DateEvidence& evidence);

/// Pure. The formats; of two that differ only in the order of day and month, the one with this order comes first.
[[nodiscard]] std::vector<std::string> formats_in_order(std::vector<std::string> formats, DateOrder order);

}  // namespace onefold::cleanse
