// Match weights as integers, so that their sums do not depend on the order of summation.
#pragma once

#include <cstdint>

namespace onefold {

/// A match weight (log2 Bayes factor) in units of 2^-20. Sums of such weights are exact in any order, on any processor.
using FixedWeight = std::int64_t;
inline constexpr double kFixedWeightUnit = 1.0 / (1 << 20);

[[nodiscard]] FixedWeight to_fixed(double weight_log2);
[[nodiscard]] inline double to_double(FixedWeight weight) { return static_cast<double>(weight) * kFixedWeightUnit; }

/// Match probability for a total weight that includes the prior, and the inverse, rounded up to the next FixedWeight.
[[nodiscard]] double probability_of(FixedWeight total);
[[nodiscard]] FixedWeight weight_of_probability(double probability);

/// log2(1 + 2^x), x and the result in units of 2^-20. Uses additions, multiplications and divisions only, which IEEE
/// 754 rounds alike everywhere: the same bits on any processor.
[[nodiscard]] FixedWeight log2_of_one_plus(FixedWeight x);

}  // namespace onefold
