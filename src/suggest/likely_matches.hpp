// Finds the likely matches in the sample without known truth, by a quick run of the method on the sample.
//
//   1. pairs     a few thousand of each candidate rule, evenly spread over its pairs
//   2. levels    three levels of agreement per attribute, by its type (equal, near, far)
//   3. model     u from random pairs, m by EM on the pairs of all rules (model::estimate_model)
//   4. matches   pairs with a match probability, adjusted by term frequencies, of at least 0.8
//
// Rule r samples a share q(r) of its pairs. A pair gets the weight 1 / (1 - product over the rules that propose it of
// (1 - q)), because pairs that many rules propose are sampled more often (Horvitz, Thompson, JASA 1952). Matches that
// no candidate rule proposes are not found. Cost: kMaxScoredPairs comparisons of all attributes.
#pragma once

#include <cstdint>
#include <vector>

#include "suggest/rules.hpp"

namespace onefold::suggest {

inline constexpr std::uint64_t kMaxScoredPairs = 1'500'000;

struct LikelyMatch {
  std::uint32_t left = 0, right = 0;
  double probability = 0;
  double weight_log2 = 0;  ///< log2 of the odds; 0 if the method gives none
  double weight = 0;       ///< number of likely matches in the sample that this one represents
};

struct LikelyMatches {
  std::vector<LikelyMatch> pairs;  ///< ascending by (left, right)
  double total = 0;                ///< sum of the weights: the number of matches in the sample
  std::uint64_t num_scored = 0;
  // Matches per record that has any, if they follow from nearest texts.
  double expected_matches_per_record = 1;  ///< of the usual thing
  double mean_matches_per_record = 1;      ///< over all records
};

/// Finds likely matches with the model.
[[nodiscard]] LikelyMatches find_likely_matches(const Records& records, const Schema& schema, const RuleBook& book);

}  // namespace onefold::suggest
