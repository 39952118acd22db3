// Estimates u, the level probabilities among pairs that are not matches.
//
// A share `prior` of the random pairs are matches; u is the distribution of the others. The share is the same for all
// levels. Estimating it per level, from the other comparisons of the pairs at that level, is worse: it takes members of
// a household for matches and makes u too small.
#pragma once

#include "model/em.hpp"
#include "model/estimate.hpp"

namespace onefold::model {

/// Shares of the levels among random pairs with both values; for exact levels from the value counts of all records.
/// Fills in u_origin.
[[nodiscard]] LevelTable observed_u(const config::Job& job, const TrainingCounts& counts, Model& model);

/// The same shares without the matches among the random pairs.
[[nodiscard]] LevelTable u_of_others(const config::Job& job, const LevelTable& observed, const LevelTable& m,
                                     double prior);

}  // namespace onefold::model
