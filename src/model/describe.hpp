// Describes the training for the user: the origin of each m, and every way in which training can fail, with its
// consequence.
#pragma once

#include "model/estimate_m.hpp"

namespace onefold::model {

/// Fills in m_origin, training and notes. Corrects estimates that cannot be true: an agreement that would be evidence
/// against a match gets weight 0, and so does a level that never occurred.
void describe_training(const config::Job& job, const TrainingCounts& counts, const CombinedM& combined,
                       const std::vector<RuleProgress>& progress, Model& model);

/// Adds notes on the prior. `expected` is the prior that the model itself expects from the candidate pairs.
void describe_prior(const config::Job& job, const TrainingCounts& counts, double expected, Model& model);

/// Adds a note that is a reason to doubt the result, and a warning: the note, and what to do.
void doubt(Model& model, const char* code, const std::string& note, const std::string& what_to_do);

}  // namespace onefold::model
