// Estimates the model from counted pairs: u from random pairs, m and the prior by EM on the pairs of all rules
// together.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/candidate_em.hpp"
#include "model/model.hpp"
#include "onefold/config/job.hpp"

namespace onefold::model {

/// Pairs of a rule that an earlier rule proposes too, which reads none of its attributes.
struct RuleOverlap {
  std::size_t rule = 0;  ///< index of the earlier rule
  std::vector<PatternCount> pairs;
};

/// Pattern counts of one blocking rule, from a sample of its blocks.
struct RuleCounts {
  std::string rule;
  std::vector<bool> free_comparisons;      ///< comparisons whose attributes the rule's key does not read
  std::vector<PatternCount> all_pairs;     ///< all candidate pairs of the sampled blocks
  std::vector<PatternCount> new_pairs;     ///< those of all_pairs that no earlier rule proposes
  double sampled_share = 1;                ///< share of the rule's pairs that are in sampled blocks
  std::vector<RuleOverlap> overlaps = {};  ///< ascending by rule; in the same sample
};

/// Everything that training counts. Integers are summed over all ranks.
struct TrainingCounts {
  std::vector<PatternCount> random_pairs;  ///< patterns of random pairs
  std::vector<double> exact_collision;  ///< [comparison] probability that two random records with values have the same
                                        ///< value, from all records; below 0 if unknown
  std::vector<RuleCounts> rules;
  std::vector<RuleCounts> captures;  ///< the same for train = "candidates", only to estimate pairs completeness
  std::vector<CandidatePair>
      candidates;  ///< for train = "candidates", on rank 0: all candidates of some records, ascending
  std::vector<PatternCount> labelled_matches;  ///< pairs labelled as matches
  std::vector<PatternCount> labelled_others;   ///< pairs labelled as non-matches
  std::vector<PatternCount> true_matches;      ///< pairs of records with equal true ids
  std::uint64_t num_all_pairs = 0;             ///< number of pairs of the whole input, within the job's task
  std::uint64_t num_prior_rule_pairs = 0;      ///< pairs proposed by the deterministic rules of the prior, each once
};

/// Local; every rank computes the same. Never fails: a value that cannot be estimated gets a default, and a note says
/// so.
[[nodiscard]] Model estimate_model(const config::Job& job, const TrainingCounts& counts);

}  // namespace onefold::model
