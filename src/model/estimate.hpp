// From counted pairs to a model: u from random pairs, m by EM per blocking rule, the prior.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/candidate_em.hpp"
#include "model/model.hpp"
#include "onefold/config/job.hpp"

namespace onefold::model {

/// Pairs of one blocking rule, from a sample of its blocks.
struct RuleCounts {
  std::string rule;
  std::vector<bool> free_comparisons;   ///< those whose attributes the rule's key does not read
  std::vector<PatternCount> all_pairs;  ///< every candidate pair of the sampled blocks
  std::vector<PatternCount> new_pairs;  ///< of these, the ones that no earlier rule proposes
  double sampled_share = 1;             ///< of the rule's pairs that lie in sampled blocks
};

/// Everything that training counts; integers summed over all ranks.
struct TrainingCounts {
  std::vector<PatternCount> random_pairs;  ///< patterns of random pairs
  std::vector<double> exact_collision;     ///< [comparison] probability that two random records with values share
                                           ///< the value, from all records; below 0 when not known
  std::vector<RuleCounts> rules;
  std::vector<CandidatePair>
      candidates;  ///< for train = "candidates", on rank 0: all candidates of some records, ascending
  std::vector<PatternCount> labelled_matches;  ///< pairs that people called matches
  std::vector<PatternCount> labelled_others;   ///< pairs that people called none
  std::vector<PatternCount> true_matches;      ///< pairs of records with equal true ids
  std::uint64_t num_all_pairs = 0;             ///< of the whole input, in the job's scope
  std::uint64_t num_prior_rule_pairs = 0;      ///< pairs proposed by the prior's deterministic rules, each once
};

/// Local; every rank computes the same. Never fails: what cannot be estimated gets a default, and a note says so.
[[nodiscard]] Model estimate_model(const config::Job& job, const TrainingCounts& counts);

}  // namespace onefold::model
