// Expectation maximisation for m on the pattern counts of all blocking rules together, with u fixed.
//
// A rule proposes pairs that agree on its key. EM on the pairs of one rule would have to estimate the share of matches
// among them. If a rule proposes hardly any matches, EM finds some other class of similar pairs instead. All rules
// therefore share m and one prior. The match probability of a pair follows from all its evidence, including the
// agreement on the key, and from the prior of the whole input; no rule has a share of its own. m of a comparison is
// learnt only from rules whose keys do not read its attribute, because the pairs of other rules agree on it by
// construction (as Splink does: Linacre et al., IJPDS 7(3), 2022). Dempster, Laird, Rubin 1977; Winkler 1988 for record
// linkage.
//
// A third class, next to matches and random pairs, holds relatives: members of a household, records of one building.
// They agree on what they share, for a reason that is neither identity nor chance, and differ in what is personal
// (Larsen, Rubin, JASA 96, 2001). Without it they end up among the matches. Which class a pair is in does not depend on
// the rule that proposes it, given its agreements; so the prior of relatives counts those that no rule proposes, too.
//
// A fourth class holds neighbours, who live or work in one place and share no name. They are many, and without a class
// of their own they would count as relatives.
//
// A comparison with a missing value has no influence: it contributes a factor of 1 to all likelihoods. Input counts are
// exact integers, equal on all ranks, ascending by pattern, so every rank computes the same bits.
// Cost: O(starts * iterations * patterns * comparisons).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/em.hpp"
#include "model/estimate.hpp"
#include "model/match_odds.hpp"

namespace onefold::model {

struct Bounds {
  double least;
  double most;
};

/// Of dates of birth: twins. About one birth in eighty is of twins, and relatives are parents and couples too. A class
/// with more equal dates is one of matches with errors in their names.
inline constexpr Bounds kTwins{0.01, 0.05};
/// Of surnames. A class that shares fewer is not one of relatives.
inline constexpr Bounds kFamilyNames{0.5, 0.95};

struct JointEmOptions {
  std::uint32_t max_iterations = 200;
  double convergence = 1e-6;  ///< EM stops when each m, and the prior relative to its value, changes by at most this
  std::vector<bool> m_held = {};  ///< [comparison] whether its m stay at their initial values; empty: none do
  std::vector<bool> r_held = {};  ///< the same for the r of related pairs
  /// [comparison] Among related pairs, the share of equal values is learnt between these bounds, and the other levels
  /// keep their proportions. Nothing: r_held decides.
  std::vector<std::optional<Bounds>> exact_share = {};
  std::vector<bool> place = {};  ///< [comparison] whether neighbours may agree on it; others keep their initial value
  /// [comparison] whether what it compares belongs to one person alone, and not to a family or a company.
  std::vector<bool> personal = {};
};

/// Parameters before the first step. If the prior of related pairs is 0, there is no such class.
struct JointEmStart {
  LevelTable m;
  double prior = 0;  ///< probability that two random records match
  Related related;
  Related neighbours = {};
};

struct JointEmResult {
  LevelTable m;
  double prior = 0;
  Related related;
  Related neighbours;
  std::vector<EmResult> of_rule;  ///< the contribution of each rule's pairs; lambda is the share of matches among them
  double log_likelihood = 0;      ///< of all pairs, each once
  std::uint32_t iterations = 0;
  bool converged = false;
  /// Whether EM has found another class than that of matches: most comparisons agree exactly less often than among
  /// random pairs, or the pairs agree in hardly anything that identifies a person. An example is the class of pairs
  /// with one given name and one mail domain.
  bool switched = false;
  std::uint32_t start = 0;
};

/// Sets the probability of equal values, and scales that of the other levels.
void set_exact_share(std::vector<double>& levels, double share);

/// Local. Runs EM from each start, at least one, and returns the likeliest result that is not switched.
[[nodiscard]] JointEmResult run_joint_em(const PatternSpace& space, const TrainingCounts& counts, const LevelTable& u,
                                         std::span<const JointEmStart> starts, const JointEmOptions& options);

}  // namespace onefold::model
