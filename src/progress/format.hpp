// Formats numbers for people. Pure functions that do not depend on the locale.
#pragma once

#include <cstdint>
#include <string>

namespace onefold::progress {

/// 1234567 -> "1,234,567"
[[nodiscard]] std::string with_thousands(std::uint64_t value);

/// Three significant digits with a decimal prefix: 512 -> "512", 12'345 -> "12.3 k", 4.5e9 -> "4.50 G".
[[nodiscard]] std::string human_number(double value);

/// Powers of 1024, three significant digits: 512 -> "512 B", 12 << 20 -> "12.0 MiB".
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);

/// 0.034 -> "0.03 s", 1.23 -> "1.2 s", 75 -> "1 min 15 s", 7'500 -> "2 h 05 min", 100'000 -> "1 d 03 h".
[[nodiscard]] std::string human_seconds(double seconds);

/// A rate: "512,345/s"; below ten with one decimal; zero is "0/s".
[[nodiscard]] std::string human_rate(double per_second);

}  // namespace onefold::progress
