// Weights as integers in the same order, so that ranks can agree on them by reductions.
#pragma once

#include <bit>
#include <cstdint>

namespace onefold::evaluate {

/// Ascends with the weight; equal weights give equal bits. The weight must not be NaN.
[[nodiscard]] inline std::uint64_t ordered_bits(double weight) {
  const auto bits = std::bit_cast<std::uint64_t>(weight == 0 ? 0.0 : weight);
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}
[[nodiscard]] inline double weight_of_bits(std::uint64_t ordered) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  return std::bit_cast<double>((ordered & kSign) != 0 ? ordered & ~kSign : ~ordered);
}

}  // namespace onefold::evaluate
