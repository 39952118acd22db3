// Estimates shares from a sample, with 95 % intervals that are valid near 0 and 1 too. Local, without randomness.
//
// The normal interval fails if quality is high: a sample without a mistake would claim certainty. These are used
// instead:
//   one share  the exact interval of Clopper, Pearson, Biometrika 26 (1934); the number of successes need not be whole
//   ratios     the exact interval at the effective sample size (Korn, Graubard, Survey Methodology 24 (1998)), which
//              is the size at which a simple sample would have the observed variance, at most (sum of x)^2 / sum of x^2
//   strata     MOVER: limits of the parts are combined by their squared distances from the estimates (Zou, Donner,
//              Statistics in Medicine 27 (2008)); for a ratio of two sums: Donner, Zou, Statistical Methods in Medical
//              Research 21 (2012)
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

/// Interval of `successes` / `trials`; [0, 1] without trials.
[[nodiscard]] Interval exact_interval(double successes, double trials);

/// Interval of sum y / sum x, for units that were sampled with equal chances; 0 <= y <= x. Units with x = 0 are
/// ignored.
[[nodiscard]] Interval ratio_interval(std::span<const double> y, std::span<const double> x);

/// Pairs of one kind; some of them were drawn and judged.
struct Stratum {
  std::uint64_t num_pairs = 0;
  std::uint64_t num_judged = 0;
  std::uint64_t num_true = 0;
};
/// Share of true pairs among all pairs of these strata.
[[nodiscard]] Interval share_interval(std::span<const Stratum> strata);
/// Share of `part` among the true pairs of `part` and `rest`.
[[nodiscard]] Interval part_interval(std::span<const Stratum> part, std::span<const Stratum> rest);

}  // namespace onefold::evaluate
