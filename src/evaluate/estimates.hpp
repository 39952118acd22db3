// Shares estimated from a sample, with 95 % intervals that keep their promise near 0 and 1 too. Local, no randomness.
//
// The normal interval fails where quality is high: a sample without a mistake would claim to be certain. What is used
// instead:
//   one share       the exact interval of Clopper, Pearson, Biometrika 26 (1934), of a number of successes that need
//   not be whole. ratios          Korn, Graubard, Survey Methodology 24 (1998): the exact interval at the effective
//   size of the sample. That is the
//                   size at which a simple sample would have the variance that is observed, and never above (sum of
//                   x)^2 / sum of x^2.
//   strata          limits of the parts are combined by their squared distances from the estimates: MOVER, Zou, Donner,
//   Statistics in
//                   Medicine 27 (2008); for a ratio of two sums Donner, Zou, Statistical Methods in Medical Research 21
//                   (2012).
#pragma once

#include <cstdint>
#include <span>

namespace onefold::evaluate {

struct Interval {
  double estimate = 0;
  double low = 0;
  double high = 1;
};

/// Regularised incomplete beta function; a, b above 0, x in [0, 1].
[[nodiscard]] double incomplete_beta(double a, double b, double x);

/// Of `successes` in `trials`; [0, 1] when there are none.
[[nodiscard]] Interval exact_interval(double successes, double trials);

/// Of sum y / sum x, from units that were sampled with equal chances; 0 <= y <= x. Units without x say nothing.
[[nodiscard]] Interval ratio_interval(std::span<const double> y, std::span<const double> x);

/// Pairs of one kind, of which some were drawn and judged.
struct Stratum {
  std::uint64_t num_pairs = 0;
  std::uint64_t num_judged = 0;
  std::uint64_t num_true = 0;
};
/// True pairs among all pairs of these strata.
[[nodiscard]] Interval share_interval(std::span<const Stratum> strata);
/// True pairs of `part` among those of both.
[[nodiscard]] Interval part_interval(std::span<const Stratum> part, std::span<const Stratum> rest);

}  // namespace onefold::evaluate
