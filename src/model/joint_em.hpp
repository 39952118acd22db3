// Expectation maximisation for m on the pattern counts of all blocking rules together, with u fixed.
//
// A rule proposes pairs that agree on its key. EM on one rule alone has to find the share of matches among them, and
// takes any class of pairs that look alike: in the pairs of a weak rule there may be hardly a match. So the rules have
// m and one prior in common. The probability of a pair is that of all its evidence, the key included, under the prior
// of the whole input; what a rule's pairs are worth follows from that and is not estimated. m of a comparison is read
// only from rules whose keys leave it free, because pairs of the others agree on it by construction (as Splink does:
// Linacre et al., IJPDS 7(3), 2022). Dempster, Laird, Rubin 1977; Winkler 1988 for record linkage.
//
// A third class, next to matches and random pairs, holds relatives: members of a household, records of one building.
// They agree on what they share, for a reason that is neither identity nor chance, and differ in what is personal
// (Larsen, Rubin, JASA 96, 2001). Without it they end up among the matches.
//
// A comparison with a missing value has no influence: it contributes a factor of 1 to all likelihoods. Input counts are
// exact integers, equal on all ranks, ascending by pattern, so every rank computes the same bits.
// Cost: O(starts * iterations * patterns * comparisons).
#pragma once

#include <span>
#include <vector>

#include "model/em.hpp"
#include "model/estimate.hpp"
#include "model/match_odds.hpp"

namespace onefold::model {

struct JointEmOptions {
  std::uint32_t max_iterations = 200;
  double convergence = 1e-6;      ///< EM stops if no m changes by more, and the prior by no larger share
  std::vector<bool> m_held = {};  ///< [comparison] whether its m stay at their initial values; empty: none do
  std::vector<bool> r_held = {};  ///< the same for the related pairs
  /// [comparison] whether what it compares belongs to one person alone, and not to a family or a company.
  std::vector<bool> personal = {};
};

/// Parameters before the first step. A related prior of 0: there is no such class.
struct JointEmStart {
  LevelTable m;
  double prior = 0;  ///< probability that two random records match
  Related related;
};

struct JointEmResult {
  LevelTable m;
  double prior = 0;
  Related related;
  std::vector<EmResult> of_rule;  ///< what the pairs of each rule alone contribute; lambda is the share of matches
  double log_likelihood = 0;      ///< of all pairs, each once
  std::uint32_t iterations = 0;
  bool converged = false;
  /// The class is not that of matches: most comparisons agree fully less often than among random pairs, or its pairs
  /// agree in hardly anything that tells who somebody is, as pairs of one given name and one mail domain do, or in
  /// hardly anything personal, as colleagues do.
  bool switched = false;
  std::uint32_t start = 0;
};

/// Local. Runs EM from each start, at least one, and returns the likeliest result that is not switched.
[[nodiscard]] JointEmResult run_joint_em(const PatternSpace& space, const TrainingCounts& counts, const LevelTable& u,
                                         std::span<const JointEmStart> starts, const JointEmOptions& options);

}  // namespace onefold::model
