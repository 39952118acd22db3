// Numbers as cleansing leaves them: canonical decimal text such as "-12.5". Differences are decided exactly when both
// have at most 18 digits before the point and 9 behind it; other spellings (exponents, more digits) are compared as
// doubles.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold::comparison {

__extension__ typedef __int128 Int128;

/// A number in units of 10^-9, exact, and as a double.
struct Number {
  std::optional<Int128> nano;
  double value = 0;
};

/// Nothing if the text is not a finite number from its first to its last character.
[[nodiscard]] std::optional<Number> parse_number(std::string_view text);

/// A threshold is taken at its nearest decimal with nine places, so that 0.1 means a tenth.
class DifferenceThreshold {
 public:
  explicit DifferenceThreshold(double threshold);
  /// |a - b| <= threshold
  [[nodiscard]] bool holds_absolute(const Number& a, const Number& b) const;
  /// |a - b| / max(|a|, |b|) <= threshold; equal numbers have no difference.
  [[nodiscard]] bool holds_relative(const Number& a, const Number& b) const;

 private:
  double value_;
  Int128 nano_;
};

}  // namespace onefold::comparison
