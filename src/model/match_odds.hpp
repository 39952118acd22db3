// Match probabilities of agreement patterns while the model is being estimated.
#pragma once

#include "model/em.hpp"
#include "model/model.hpp"

namespace onefold::model {

/// The correction for two comparisons as log2, in floating point. Indices as in Dependence.
struct Correction {
  std::size_t first = 0;
  std::size_t second = 0;
  double bits = 0;
  std::vector<double> log2;
};

/// Match probability of a pair with this pattern. Missing levels have no influence.
[[nodiscard]] inline double match_probability(const PatternSpace& space, Pattern pattern, const LevelTable& m,
                                              const LevelTable& u, double prior,
                                              const std::vector<Correction>& corrections) {
  double match = prior;
  double other = 1 - prior;
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    const auto level = space.level(pattern, c);
    if (level == comparison::kMissing) continue;
    match *= m[c][level];
    other *= u[c][level];
  }
  for (const auto& pair : corrections)
    match *= std::exp2(pair.log2[std::size_t{space.level(pattern, pair.first)} * space.num_levels(pair.second) +
                                 space.level(pattern, pair.second)]);
  return match / (match + other);
}

}  // namespace onefold::model
