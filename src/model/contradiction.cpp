#include "model/contradiction.hpp"

#include <cmath>

namespace onefold::model {

namespace {

// Fewer expected matches with both values say little about m.
constexpr double kEnoughMatches = 50;

double num_expected(const RuleEstimate& estimate, std::size_t comparison) {
  double sum = 0;
  const auto& levels = (*estimate.expected)[comparison];
  for (std::size_t level = 1; level < levels.size(); ++level) sum += levels[level];
  return sum;
}

}  // namespace

std::optional<Contradiction> largest_contradiction(std::span<const RuleEstimate> estimates) {
  std::optional<Contradiction> largest;
  const std::size_t num_comparisons = estimates.empty() ? 0 : estimates.front().m->size();
  for (std::size_t c = 0; c < num_comparisons; ++c) {
    std::vector<const RuleEstimate*> sure;
    for (const auto& estimate : estimates)
      if ((*estimate.free_comparisons)[c] && num_expected(estimate, c) >= kEnoughMatches) sure.push_back(&estimate);
    for (std::size_t i = 0; i < sure.size(); ++i)
      for (std::size_t j = i + 1; j < sure.size(); ++j) {
        const auto& first = (*sure[i]->m)[c];
        const auto& second = (*sure[j]->m)[c];
        double distance = 0;
        for (std::size_t level = 1; level < first.size(); ++level)
          distance += std::abs(first[level] - second[level]) / 2;
        if (!largest || distance > largest->distance)
          largest = Contradiction{c, sure[i]->rule, sure[j]->rule, distance};
      }
  }
  return largest;
}

}  // namespace onefold::model
