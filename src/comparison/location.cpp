#include "comparison/location.hpp"

#include "comparison/decimal.hpp"

namespace onefold::comparison {
namespace {

constexpr double kRadius = 6'371'008'800.0;  // the Earth's mean radius in millimetres
constexpr double kPi = 3.14159265358979323846;
constexpr std::int64_t kDegree = 10'000'000;  // unit of angles: 10^-7 degrees
constexpr std::int64_t kQuarter = 90 * kDegree;

/// Taylor series for 0 to pi / 4; the remainder is below 10^-17.
double sine_series(double x) {
  const double s = x * x;
  double sum = 0;
  for (const double n : {17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0}) sum = (1 + sum) * -s / (n * (n - 1));
  return x * (1 + sum);
}
double cosine_series(double x) {
  const double s = x * x;
  double sum = 0;
  for (const double n : {16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 4.0, 2.0}) sum = (1 + sum) * -s / (n * (n - 1));
  return 1 + sum;
}

/// Sine of an angle from 0 to 90 degrees.
double sine_of_quarter(std::int64_t angle) {
  constexpr double kUnit = kPi / 180 / static_cast<double>(kDegree);
  return angle <= kQuarter / 2 ? sine_series(static_cast<double>(angle) * kUnit)
                               : cosine_series(static_cast<double>(kQuarter - angle) * kUnit);
}

/// Sine of an angle from -180 to 180 degrees.
double sine(std::int64_t angle) {
  const std::int64_t size = angle < 0 ? -angle : angle;
  const double value = sine_of_quarter(size > kQuarter ? 2 * kQuarter - size : size);
  return angle < 0 ? -value : value;
}
double cosine(std::int64_t angle) {
  const std::int64_t size = angle < 0 ? -angle : angle;
  return size <= kQuarter ? sine_of_quarter(kQuarter - size) : -sine_of_quarter(size - kQuarter);
}

std::int64_t rounded(double value) { return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5); }

/// Parses an angle such as "-12.5" in units of 10^-7 degrees. Nothing if the form is different or the angle exceeds
/// `limit` degrees.
std::optional<std::int64_t> parse_angle(std::string_view text, std::int64_t limit) {
  constexpr std::size_t kDecimalPlaces = 7;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view places = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > 3 || places.size() > kDecimalPlaces) return std::nullopt;
  std::int64_t value = 0;
  for (const std::string_view digits : {whole, places})
    for (const char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      value = 10 * value + (c - '0');
    }
  for (std::size_t i = places.size(); i < kDecimalPlaces; ++i) value *= 10;
  if (value > limit * kDegree) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace

std::optional<Place> parse_place(std::string_view location) {
  const std::size_t comma = location.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto latitude = parse_angle(location.substr(0, comma), 90);
  const auto longitude = parse_angle(location.substr(comma + 1), 180);
  if (!latitude || !longitude) return std::nullopt;
  const double across = kRadius * cosine(*latitude);
  return Place{rounded(across * cosine(*longitude)), rounded(across * sine(*longitude)),
               rounded(kRadius * sine(*latitude))};
}

std::int64_t chord_of(std::uint64_t tenths_of_a_metre) {
  const double half_angle = static_cast<double>(tenths_of_a_metre) * 100 / (2 * kRadius);
  // No place is further away than the antipodes.
  if (half_angle >= kPi / 2) return 2 * rounded(kRadius) + 2;
  const double sine = half_angle <= kPi / 4 ? sine_series(half_angle) : cosine_series(kPi / 2 - half_angle);
  return rounded(2 * kRadius * sine);
}

bool within(const Place& left, const Place& right, std::int64_t chord) {
  const Int128 x = left.x - right.x, y = left.y - right.y, z = left.z - right.z;
  return x * x + y * y + z * z <= Int128{chord} * chord;
}

}  // namespace onefold::comparison
