#include "evaluate/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace onefold::evaluate {

namespace {

constexpr double kTail = 0.025;  // on each side
constexpr double kNormalQuantile = 1.959963984540054;

// Continued fraction of the incomplete beta function, by the method of Lentz, Applied Optics 15 (1976).
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  const auto nonzero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / nonzero(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m <= 10'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonzero(1 + even * d);
    c = nonzero(1 + even / c);
    result *= c * d;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonzero(1 + odd * d);
    c = nonzero(1 + odd / c);
    result *= c * d;
    if (std::abs(c * d - 1) < 1e-15) break;
  }
  return result;
}

// The x at which the incomplete beta function is `share`.
double beta_quantile(double a, double b, double share) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (incomplete_beta(a, b, middle) < share ? low : high) = middle;
  }
  return (low + high) / 2;
}

// How much wider the interval of a sample of n units is than the normal distribution gives: Student's quantile divided
// by the normal one (expansion of Cornish and Fisher).
double student_factor(double n) {
  const double z = kNormalQuantile;
  const double freedom = std::max(1.0, n - 1);
  const double t =
      z + (z * z * z + z) / (4 * freedom) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * freedom * freedom);
  return t / z;
}

// A sum over strata with its limits.
Interval total_of(std::span<const Stratum> strata) {
  Interval total{0, 0, 0};
  double below = 0;
  double above = 0;
  for (const Stratum& stratum : strata) {
    if (stratum.num_pairs == 0) continue;
    const auto pairs = static_cast<double>(stratum.num_pairs);
    Interval share = exact_interval(static_cast<double>(stratum.num_true), static_cast<double>(stratum.num_judged));
    // If all pairs were judged, no uncertainty remains.
    if (stratum.num_judged == stratum.num_pairs) share.low = share.high = share.estimate;
    total.estimate += pairs * share.estimate;
    below += std::pow(pairs * (share.estimate - share.low), 2);
    above += std::pow(pairs * (share.high - share.estimate), 2);
  }
  total.low = std::max(0.0, total.estimate - std::sqrt(below));
  total.high = total.estimate + std::sqrt(above);
  return total;
}

}  // namespace

double incomplete_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  // The fraction converges quickly below the mean.
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

Interval exact_interval(double successes, double trials) {
  if (trials <= 0) return {0.5, 0, 1};
  successes = std::clamp(successes, 0.0, trials);
  Interval interval{successes / trials, 0, 1};
  if (successes > 0) interval.low = beta_quantile(successes, trials - successes + 1, kTail);
  if (successes < trials) interval.high = beta_quantile(successes + 1, trials - successes, 1 - kTail);
  return interval;
}

Interval ratio_interval(std::span<const double> y, std::span<const double> x) {
  double sum_y = 0;
  double sum_x = 0;
  double squares_x = 0;
  double n = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] <= 0) continue;
    sum_y += y[i];
    sum_x += x[i];
    squares_x += x[i] * x[i];
    n += 1;
  }
  if (n == 0) return {1, 0, 1};
  const double share = std::clamp(sum_y / sum_x, 0.0, 1.0);
  double size = sum_x * sum_x / squares_x;
  double squared_residuals = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] > 0) squared_residuals += std::pow(y[i] - share * x[i], 2);
  if (squared_residuals > 0 && n > 1) {
    const double variance = n / (n - 1) * squared_residuals / (sum_x * sum_x);
    size = std::min(size, share * (1 - share) / variance);
  }
  size /= std::pow(student_factor(n), 2);
  Interval interval = exact_interval(share * size, size);
  interval.estimate = share;
  return interval;
}

Interval share_interval(std::span<const Stratum> strata) {
  double pairs = 0;
  for (const Stratum& stratum : strata) pairs += static_cast<double>(stratum.num_pairs);
  if (pairs == 0) return {1, 0, 1};
  const Interval total = total_of(strata);
  return {total.estimate / pairs, total.low / pairs, std::min(1.0, total.high / pairs)};
}

Interval part_interval(std::span<const Stratum> part, std::span<const Stratum> rest) {
  const Interval a = total_of(part);
  const Interval b = total_of(rest);
  if (a.estimate + b.estimate == 0) return {1, 0, 1};
  if (a.estimate == 0) return {0, 0, a.high == 0 ? 0.0 : a.high / (a.high + b.low)};
  // Computes limits of b / a; the share of `part` is 1 / (1 + b / a).
  const double product = a.estimate * b.estimate;
  const auto limit = [&](double of_b, double of_a, double sign) {
    const double inside =
        std::max(0.0, product * product - of_b * of_a * (2 * b.estimate - of_b) * (2 * a.estimate - of_a));
    return std::max(0.0, (product + sign * std::sqrt(inside)) / (of_a * (2 * a.estimate - of_a)));
  };
  const double least = limit(b.low, a.high, -1);
  const double most = a.low <= 0 ? -1 : limit(b.high, a.low, 1);
  // The formula requires that the lower limit of a is above 0 and the upper one below twice the estimate; otherwise the
  // corners of the two intervals are used.
  const bool fits = a.low > 0 && a.high < 2 * a.estimate;
  const double high = fits ? 1 / (1 + least) : a.high / (a.high + b.low);
  const double low = fits ? 1 / (1 + most) : a.low / (a.low + b.high);
  return {a.estimate / (a.estimate + b.estimate), low, high};
}

}  // namespace onefold::evaluate
