// Match probabilities of agreement patterns while the model is being estimated.
#pragma once

#include <cmath>
#include <span>
#include <vector>

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

/// The class of related pairs: they agree for a reason that is neither identity nor chance.
struct Related {
  double prior = 0;  ///< probability that two random records are related; 0: there is no such class
  LevelTable r;      ///< probabilities of the levels among related pairs
};

/// The parameters of the classes, without corrections.
struct ClassParameters {
  const LevelTable& m;
  const LevelTable& u;
  double prior;
  const Related& related;
  const Related& neighbours;
};

struct ClassProbabilities {
  double match = 0;
  double related = 0;
  double neighbours = 0;
  double likelihood = 0;  ///< of the pattern, over all classes
};

/// Probabilities of the classes of a pair, given by the level of each comparison, `level_of(c)`. Missing levels have no
/// influence. `correction`: factor of the matches.
template <typename LevelOf>
[[nodiscard]] ClassProbabilities class_probabilities(const ClassParameters& parameters, const LevelOf& level_of,
                                                     double correction = 1) {
  const auto& [m, u, prior, related, neighbours] = parameters;
  double match = prior * correction, other = 1 - prior - related.prior - neighbours.prior;
  double relative = related.prior, neighbour = neighbours.prior;
  for (std::size_t c = 0; c < u.size(); ++c) {
    const auto level = level_of(c);
    if (level == comparison::kMissing) continue;
    match *= m[c][level];
    other *= u[c][level];
    if (related.prior > 0) relative *= related.r[c][level];
    if (neighbours.prior > 0) neighbour *= neighbours.r[c][level];
  }
  const double sum = match + other + relative + neighbour;
  return {match / sum, relative / sum, neighbour / sum, sum};
}
[[nodiscard]] inline ClassProbabilities class_probabilities(const PatternSpace& space, Pattern pattern,
                                                            const ClassParameters& parameters,
                                                            std::span<const Correction> corrections) {
  double correction = 1;
  for (const auto& pair : corrections)
    correction *= std::exp2(pair.log2[std::size_t{space.level(pattern, pair.first)} * space.num_levels(pair.second) +
                                      space.level(pattern, pair.second)]);
  return class_probabilities(
      parameters, [&](std::size_t c) { return space.level(pattern, c); }, correction);
}

}  // namespace onefold::model
