#include "record/weight.hpp"

#include <algorithm>
#include <array>
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
  // log2(1 + 2^x) = max(x, 0) + log2(1 + 2^-|x|); below 2^-22 the second term rounds to 0.
  const FixedWeight size = x < 0 ? -x : x;
  if (size >= (FixedWeight{22} << 20)) return x < 0 ? 0 : x;
  // y = 2^-|x|: the whole part by a shift, the rest by the series of exp, whose next term is below 2^-35.
  constexpr double kLn2 = 0.693147180559945309417;
  constexpr std::array kOneOver = {1.0 / 12, 1.0 / 11, 1.0 / 10, 1.0 / 9, 1.0 / 8, 1.0 / 7,
                                   1.0 / 6,  1.0 / 5,  1.0 / 4,  1.0 / 3, 1.0 / 2, 1.0};
  const double rest = -kLn2 * to_double(size & ((1 << 20) - 1));
  double y = 1;
  for (const double one_over : kOneOver) y = 1 + rest * one_over * y;
  y /= static_cast<double>(std::uint32_t{1} << (size >> 20));
  // ln(1 + y) = 2 artanh(z), z = y / (2 + y) <= 1/3; the next term of this series is below 2^-37.
  constexpr std::array kOneOverOdd = {1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11,
                                      1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3,  1.0};
  const double z = y / (2 + y);
  double sum = 0;
  for (const double one_over : kOneOverOdd) sum = sum * (z * z) + one_over;
  return std::max<FixedWeight>(x, 0) + to_fixed(2 * z * sum / kLn2);
}

}  // namespace onefold
