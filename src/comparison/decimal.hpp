// Cleansed numbers: canonical decimal text such as "-12.5". Differences are exact if both numbers have at most 18
// digits before the point and 9 after it. Other forms (exponents, more digits) are compared as doubles.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold::comparison {

__extension__ typedef __int128 Int128;

/// A number in units of 10^-9 if it is exact, and as a double.
struct Number {
  std::optional<Int128> nano;
  double value = 0;
};

/// The number; nothing unless the whole text is a finite number.
[[nodiscard]] std::optional<Number> parse_number(std::string_view text);

/// A threshold, rounded to nine decimals, so that 0.1 means exactly a tenth.
class DifferenceThreshold {
 public:
  explicit DifferenceThreshold(double threshold);
  /// |a - b| <= threshold
  [[nodiscard]] bool holds_absolute(const Number& a, const Number& b) const;
  /// |a - b| / max(|a|, |b|) <= threshold. For equal numbers the quotient is 0.
  [[nodiscard]] bool holds_relative(const Number& a, const Number& b) const;

 private:
  double value_;
  Int128 nano_;
};

}  // namespace onefold::comparison
