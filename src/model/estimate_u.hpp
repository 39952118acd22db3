// u: what the levels of pairs look like that are no matches.
//
// Random pairs hold a share `prior` of matches: u is what the others show. To estimate that share level by level, from
// what the other comparisons say of the pairs at the level, was tried and was worse: members of a household are then
// taken for matches, and u sinks.
#pragma once

#include "model/em.hpp"
#include "model/estimate.hpp"

namespace onefold::model {

/// Shares of the levels among random pairs with both values present; exact levels from the value counts of all records.
/// Fills in u_origin.
[[nodiscard]] LevelTable observed_u(const config::Job& job, const TrainingCounts& counts, Model& model);

/// The same for those that are no matches.
[[nodiscard]] LevelTable u_of_others(const config::Job& job, const LevelTable& observed, const LevelTable& m,
                                     double prior);

}  // namespace onefold::model
