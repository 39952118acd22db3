// Estimates m, the level probabilities among matches, by EM on the pairs of all blocking rules.
#pragma once

#include "model/estimate.hpp"
#include "model/joint_em.hpp"

namespace onefold::model {

/// Expected matches at each level, summed over the rules in which the comparison is free.
struct CombinedM {
  LevelTable m;  ///< the default for comparisons that no rule leaves free
  LevelTable expected;
  std::vector<std::uint32_t> num_rules;  ///< [comparison] number of rules that contributed
  std::vector<double> num_known;  ///< [comparison] known matches with both values: labelled, or with equal true ids
};

/// What the pairs of one rule contributed to m.
struct RuleProgress {
  EmResult em;
  bool has_pairs = false;
  bool used = false;
};

/// Overwrites m by the values that the job file gives.
void hold_given(const config::Job& job, LevelTable& m);

/// Combines known matches with the estimates of EM.
void learn_from_known_matches(const TrainingCounts& counts, const PatternSpace& space, CombinedM& combined);

/// The starts of EM for a job. There is a class of related pairs if two or more attributes that relatives or colleagues
/// share (surname, address, postcode, city, phone, organisation, web domain) are compared, and besides them a name and
/// a date of birth; or, without a date of birth, a given name, and three shared attributes of which one is an address
/// or a phone: less would not tell a relative from a match with an error. At the start, the shared attributes of
/// related pairs agree as often as among matches, and the personal ones (identifiers included) as often as among random
/// pairs. EM changes only the probabilities of the shared attributes.
[[nodiscard]] std::vector<JointEmStart> joint_em_starts(const config::Job& job, std::span<const EmStart> starts,
                                                        const LevelTable& u, double prior);
[[nodiscard]] JointEmOptions joint_em_options(const config::Job& job);

/// Combines the result of EM with known matches and given values. `defaults`: m of comparisons that no rule leaves
/// free.
[[nodiscard]] CombinedM combine_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space,
                                  const JointEmResult& em, const LevelTable& defaults,
                                  std::vector<RuleProgress>& progress);

}  // namespace onefold::model
