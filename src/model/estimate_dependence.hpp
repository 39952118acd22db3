// Which comparisons say the same thing, in part, and what they are worth together.
//
// Fellegi and Sunter's model multiplies m / u of the comparisons as if they were independent among matches and among
// others. Where they are not (postcode and city; an email made of the name), agreement is counted twice. The model is
// augmented by a tree (Chow, Liu: Approximating Discrete Probability Distributions with Dependence Trees, IEEE Trans.
// Inf. Theory 14(3), 1968): for the pairs of comparisons on it the joint probabilities of levels take the place of the
// products. Of all pairs of comparisons those are taken that matter most: a maximum spanning forest by the mean size of
// the correction among matches, above a stated number of bits.
//
// Joint counts come from pairs whose comparisons are free: random ones, and those of rules that read neither attribute;
// within each such group observed counts are put over those that independence would give (Mantel, Haenszel 1959), so
// that what the rule's key makes likelier does not look like dependence. Ratios are drawn to 1 where little was seen.
//
// Cost: O(groups * patterns * comparisons^2), a few rounds.
#pragma once

#include "model/estimate.hpp"
#include "model/match_odds.hpp"

namespace onefold::model {

[[nodiscard]] std::vector<Correction> estimate_dependence(const TrainingCounts& counts, const PatternSpace& space,
                                                          const LevelTable& m, const LevelTable& u, double prior,
                                                          double minimum_bits);

}  // namespace onefold::model
