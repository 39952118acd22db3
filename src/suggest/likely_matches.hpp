// Which pairs of the sample are likely matches, without truth: a quick run of the method on the sample.
//
//   1. pairs     a few thousand of each candidate rule, evenly from all its pairs
//   2. levels    each attribute in three levels of agreement by its type (equal, near, far)
//   3. model     u from random pairs, m by EM on each rule's pairs (model::estimate_model)
//   4. matches   pairs whose match probability, with frequencies of shared values, is at least 0.8
//
// A pair is drawn by rule r with the share q(r) that was taken of r's pairs. It counts 1 / (1 - product over the rules
// that propose it of (1 - q)): pairs that many rules propose are drawn often and count little each
// (Horvitz, Thompson, JASA 1952). What no candidate rule proposes is not seen.
// Cost: kMaxScoredPairs comparisons of all attributes, about 1 us an attribute.
#pragma once

#include <cstdint>
#include <vector>

#include "suggest/rules.hpp"

namespace onefold::suggest {

inline constexpr std::uint64_t kMaxScoredPairs = 1'500'000;

struct LikelyMatch {
  std::uint32_t left = 0, right = 0;
  double probability = 0;
  double weight = 0;  ///< likely matches of the sample that this one stands for
};

struct LikelyMatches {
  std::vector<LikelyMatch> pairs;  ///< ascending by (left, right)
  double total = 0;                ///< sum of the weights: matches in the sample
  std::uint64_t num_scored = 0;
  double partners = 1;  ///< matches of a record that has any, where nearest texts tell
};

/// By the model.
[[nodiscard]] LikelyMatches find_likely_matches(const Records& records, const Schema& schema, const RuleBook& book);

}  // namespace onefold::suggest
