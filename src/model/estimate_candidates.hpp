// m, u and the prior from the candidate pairs alone.
//
// Where the rules read the very text that tells matches from others (the title of a product, of a publication), no rule
// leaves it free, and random pairs, which share no word, say nothing of candidates, which all do. Then the question is
// another one: not "how likely is this pair among all pairs" but "how likely is it among those that a rule proposes"
// (Jaro, JASA 84, 1989, on blocked pairs). The prior and u are of candidate pairs: a weight is evidence beyond that of
// being proposed. See candidate_em.hpp.
#pragma once

#include "model/estimate.hpp"

namespace onefold::model {

/// Looks at counts.candidates and what is known of pairs. Never fails: what cannot be estimated gets a default, and a
/// note says so.
[[nodiscard]] Model estimate_from_candidates(const config::Job& job, const TrainingCounts& counts);

}  // namespace onefold::model
