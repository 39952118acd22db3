#include "record/weight.hpp"

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

}  // namespace onefold
