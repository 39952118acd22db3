// Estimates m, the level probabilities among matches, by EM on the pairs of each blocking rule.
#pragma once

#include "model/em.hpp"
#include "model/estimate.hpp"

namespace onefold::model {

/// Expected matches at each level, summed over the rules in which the comparison is free.
struct CombinedM {
  LevelTable m;  ///< the default for comparisons that no rule leaves free
  LevelTable expected;
  std::vector<std::uint32_t> num_rules;  ///< [comparison] number of rules that contributed
  std::vector<double> num_known;  ///< [comparison] known matches with both values: labelled, or with equal true ids
};

/// Per rule: the starts of its next EM, and the result of the last one.
struct RuleProgress {
  std::vector<EmStart> starts;
  EmResult em;
  bool has_pairs = false;
  bool used = false;
};

/// A level with fewer expected matches counts as not seen.
inline constexpr double kFewMatches = 1.0;

/// Overwrites m by the values that the job file gives.
void hold_given(const config::Job& job, LevelTable& m);

/// Combines known matches with the estimates of EM.
void learn_from_known_matches(const TrainingCounts& counts, const PatternSpace& space, CombinedM& combined);

/// Runs EM for each rule from its starts. Afterwards each rule has a single start, the likeliest result.
[[nodiscard]] CombinedM estimate_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space,
                                   const LevelTable& u, const LevelTable& defaults,
                                   std::vector<RuleProgress>& progress);

}  // namespace onefold::model
