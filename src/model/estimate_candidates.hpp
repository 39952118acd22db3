// Estimates m, u and the prior from the candidate pairs alone.
//
// It is used if the rules read the same text that separates matches from other pairs (the title of a product or a
// publication). In that case no rule leaves that text free. Random pairs, which share no word, provide no information
// about candidates, which all share some. The question becomes: given that a rule proposes a pair, how likely is a
// match (Jaro, JASA 84, 1989, on blocked pairs)? The prior and u are those of candidate pairs; a weight is evidence
// beyond the fact that the pair was proposed. See candidate_em.hpp.
#pragma once

#include "model/estimate.hpp"

namespace onefold::model {

/// Uses counts.candidates and the pairs whose truth is known. Never fails: a value that cannot be estimated gets a
/// default, and a note says so.
[[nodiscard]] Model estimate_from_candidates(const config::Job& job, const TrainingCounts& counts);

}  // namespace onefold::model
