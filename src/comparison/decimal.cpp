#include "comparison/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace onefold::comparison {
namespace {

constexpr std::size_t kPlaces = 9;
constexpr std::size_t kMaxWholeDigits = 18;
constexpr Int128 kOne = 1'000'000'000;
/// Differences of numbers with 18 digits are below 2 * 10^18.
constexpr double kLargestThreshold = 4e18;
/// |a - b| / max(|a|, |b|) is at most 2.
constexpr Int128 kLargestRatio = 4 * kOne;

constexpr Int128 magnitude(Int128 number) { return number < 0 ? -number : number; }

std::optional<Int128> exact(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view places = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || whole.size() > kMaxWholeDigits || places.size() > kPlaces) return std::nullopt;
  Int128 number = 0;
  for (const std::string_view digits : {whole, places})
    for (const char digit : digits) {
      if (digit < '0' || digit > '9') return std::nullopt;
      number = 10 * number + (digit - '0');
    }
  for (std::size_t i = places.size(); i < kPlaces; ++i) number *= 10;
  return negative ? -number : number;
}

}  // namespace

std::optional<Number> parse_number(std::string_view text) {
  Number number;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number.value);
  if (error != std::errc() || stop != end || !std::isfinite(number.value)) return std::nullopt;
  number.nano = exact(text);
  return number;
}

DifferenceThreshold::DifferenceThreshold(double threshold) : value_(threshold) {
  // Converts in two steps, the whole part and then nine decimals, because a double times 10^9 would be rounded.
  const double bounded = std::clamp(threshold, -1.0, kLargestThreshold);
  const double whole = std::floor(bounded);
  nano_ = static_cast<Int128>(whole) * kOne + static_cast<Int128>(std::llround((bounded - whole) * 1e9));
}

bool DifferenceThreshold::holds_absolute(const Number& a, const Number& b) const {
  if (a.nano && b.nano) return magnitude(*a.nano - *b.nano) <= nano_;
  return std::fabs(a.value - b.value) <= value_;
}

bool DifferenceThreshold::holds_relative(const Number& a, const Number& b) const {
  if (a.nano && b.nano)
    return magnitude(*a.nano - *b.nano) * kOne <=
           std::min(nano_, kLargestRatio) * std::max(magnitude(*a.nano), magnitude(*b.nano));
  return std::fabs(a.value - b.value) <= value_ * std::max(std::fabs(a.value), std::fabs(b.value));
}

}  // namespace onefold::comparison
