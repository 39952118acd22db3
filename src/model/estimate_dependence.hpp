// Finds pairs of comparisons whose information partly overlaps, and corrects their common weight.
//
// The model of Fellegi and Sunter multiplies m / u of the comparisons, as if they were independent both among matches
// and among other pairs. If they are not (postcode and city; an email made from the name), agreement counts twice. A
// tree augments the model (Chow, Liu: Approximating Discrete Probability Distributions with Dependence Trees, IEEE
// Trans. Inf. Theory 14(3), 1968): for the pairs of comparisons in it, joint probabilities of levels replace the
// products. The tree is a maximum spanning forest of the comparisons. The weight of an edge is the mean size of its
// correction among matches, and edges below `minimum_bits` are left out.
//
// Joint counts come from pairs in which both comparisons are free: random pairs, and pairs of rules that read neither
// attribute. Within each such group, observed counts are divided by the counts that independence predicts (Mantel,
// Haenszel 1959), so that agreement caused by the rule's key does not look like dependence. Ratios from few pairs are
// drawn towards 1.
//
// Cost: O(groups * patterns * comparisons^2) per round, and a few rounds.
#pragma once

#include "model/estimate.hpp"
#include "model/match_odds.hpp"

namespace onefold::model {

[[nodiscard]] std::vector<Correction> estimate_dependence(const TrainingCounts& counts, const PatternSpace& space,
                                                          const ClassParameters& parameters, double minimum_bits);

}  // namespace onefold::model
