#include "onefold/evaluate/metrics.hpp"

namespace onefold::evaluate {

double ratio(std::uint64_t numerator, std::uint64_t denominator) {
  return denominator == 0 ? 1.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

Scores scores_of(std::uint64_t true_positive, std::uint64_t predicted, std::uint64_t actual) {
  return {ratio(true_positive, predicted), ratio(true_positive, actual), ratio(2 * true_positive, predicted + actual)};
}

}  // namespace onefold::evaluate
