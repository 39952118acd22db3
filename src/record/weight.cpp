#include "record/weight.hpp"

#include <algorithm>
#include <cmath>

namespace onefold {

FixedWeight to_fixed(double weight_log2) {
  return static_cast<FixedWeight>(std::llround(weight_log2 / kFixedWeightUnit));
}

double probability_of(FixedWeight total) { return 1.0 / (1.0 + std::exp2(-to_double(total))); }

FixedWeight weight_of_probability(double probability) {
  if (probability <= 0) return to_fixed(-1000);
  if (probability >= 1) return to_fixed(1000);
  return static_cast<FixedWeight>(std::ceil(std::log2(probability / (1 - probability)) / kFixedWeightUnit));
}

FixedWeight log2_of_one_plus(FixedWeight x) {
  // log2(1 + 2^x) = max(x, 0) + log2(1 + 2^-|x|)
  const FixedWeight size = x < 0 ? -x : x;
  if (size > (FixedWeight{40} << 20)) return x < 0 ? 0 : x;
  // y = 2^-|x|: the whole part by halving, the rest by the series of exp.
  constexpr double kLn2 = 0.693147180559945309417;
  const double rest = -kLn2 * to_double(size & ((1 << 20) - 1));
  double y = 1;
  for (int n = 20; n > 0; --n) y = 1 + rest / n * y;
  for (FixedWeight whole = size >> 20; whole > 0; --whole) y *= 0.5;
  // ln(1 + y) = 2 artanh(z), z = y / (2 + y) <= 1/3
  const double z = y / (2 + y);
  double sum = 0;
  for (int n = 39; n > 0; n -= 2) sum = sum * z * z + 1.0 / n;
  return std::max<FixedWeight>(x, 0) + to_fixed(2 * z * sum / kLn2);
}

}  // namespace onefold
