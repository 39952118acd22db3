// What a user should know about the training: origins of m, and every way in which it can fail, with what is done
// instead.
#pragma once

#include "model/estimate_m.hpp"

namespace onefold::model {

/// Fills in m_origin, training and notes. Repairs what no data can mean: an agreement that would speak against a match
/// is worth nothing, a level that was seen nowhere likewise.
void describe_training(const config::Job& job, const TrainingCounts& counts, const CombinedM& combined,
                       const std::vector<RuleProgress>& progress, Model& model);

/// Notes on the prior; `expected` is what the model itself expects among the candidate pairs.
void describe_prior(const config::Job& job, const TrainingCounts& counts, double expected, Model& model);

}  // namespace onefold::model
