#include "progress/format.hpp"

#include <fmt/format.h>

#include <cmath>

namespace onefold::progress {

namespace {

// Three significant digits of a value in [0, 1000).
std::string three_digits(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  if (value < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

template <std::size_t N>
std::string scaled(double value, double base, const char* const (&units)[N]) {
  std::size_t unit = 0;
  // 999.6 would be printed as 1000. Use 1.00 of the next unit instead.
  while (unit + 1 < N && value >= (unit == 0 ? base : base * 0.9995)) {
    value /= base;
    ++unit;
  }
  if (unit == 0) return fmt::format("{:.0f}{}", value, units[0]);
  return three_digits(value) + units[unit];
}

}  // namespace

std::string with_thousands(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string human_number(double value) { return scaled(value, 1000, {"", " k", " M", " G", " T", " P", " E"}); }

std::string human_bytes(std::uint64_t bytes) {
  return scaled(static_cast<double>(bytes), 1024, {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"});
}

std::string human_seconds(double seconds) {
  if (!(seconds > 0)) seconds = 0;
  if (seconds < 0.995) return fmt::format("{:.2f} s", seconds);
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  // A longer time is not informative, and could overflow the conversion below.
  if (seconds > 1e12) return "very long";
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3'600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  if (whole < 86'400) return fmt::format("{} h {:02} min", whole / 3'600, whole % 3'600 / 60);
  return fmt::format("{} d {:02} h", whole / 86'400, whole % 86'400 / 3'600);
}

std::string human_rate(double per_second) {
  if (!(per_second > 0)) return "0/s";
  if (per_second < 9.95) return fmt::format("{:.1f}/s", per_second);
  if (per_second > 1e15) return human_number(per_second) + "/s";
  return with_thousands(static_cast<std::uint64_t>(std::llround(per_second))) + "/s";
}

}  // namespace onefold::progress
