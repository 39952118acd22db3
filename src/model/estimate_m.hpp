// m: what the levels of matches look like, by EM on the pairs of each blocking rule.
#pragma once

#include "model/em.hpp"
#include "model/estimate.hpp"

namespace onefold::model {

/// Expected matches at each level, summed over the rules in which the comparison is free.
struct CombinedM {
  LevelTable m;  ///< of comparisons that no rule leaves free: the defaults
  LevelTable expected;
  std::vector<std::uint32_t> num_rules;  ///< [comparison] that it was learnt from
  std::vector<double> num_known;  ///< [comparison] known matches with both values: labelled, or of equal true ids
};

/// Of each rule where its next EM begins, and how the last one went.
struct RuleProgress {
  std::vector<EmStart> starts;
  EmResult em;
  bool has_pairs = false;
  bool used = false;
};

/// A level whose expected number of matches is below this was not seen.
inline constexpr double kFewMatches = 1.0;

/// Puts in the m that the job file gives.
void hold_given(const config::Job& job, LevelTable& m);

/// Known matches count with what EM found.
void learn_from_known_matches(const TrainingCounts& counts, const PatternSpace& space, CombinedM& combined);

/// One EM for each rule from its starts. Afterwards each rule has one start: where the likeliest EM ended.
[[nodiscard]] CombinedM estimate_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space,
                                   const LevelTable& u, const LevelTable& defaults,
                                   std::vector<RuleProgress>& progress);

}  // namespace onefold::model
