// Pairs completeness without a truth: which share of all matches the blocking rules propose, by capture and recapture.
//
// Two rules that read different attributes are like two catches of animals from one lake. If rule i proposes n_i
// matches, rule j n_j, and both together m, and if a match that i proposes is as likely to be proposed by j as any
// other match, there are about N = (n_i + 1)(n_j + 1) / (m + 1) - 1 matches (Lincoln, Petersen, in the form of Chapman
// 1951; Sekar, Deming, JASA 44, 1949, for lists of persons).
//
// But a record with many errors is missed by both rules, so matches that i proposes are more likely to be proposed by j
// than others, and N comes out too small. Each pair of rules therefore tells how many matches there are at least, and
// the pair that tells most is right. It must not be a large number by chance: pairs with few recaptures are left out,
// and of the others the lower 95 % bound counts, N (1 - 1.645 s) with s^2 = (n_i - m)(n_j - m) / (n_i n_j m).
//
//   completeness = matches that any rule proposes / max(these matches, largest lower bound of N)
//
// Matches are not known; n_i, n_j and m are sums of match probabilities over the pairs that training counted.
// Cost: O(patterns * comparisons) per rule and pair of rules. One rank computes, from integers.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/estimate.hpp"

namespace onefold::model {

/// Expected matches among the pairs of two rules that read different attributes.
struct Recapture {
  std::size_t first = 0;   ///< index of a rule
  std::size_t second = 0;  ///< index of a rule, above `first`
  double first_matches = 0;
  double second_matches = 0;
  double both_matches = 0;  ///< among the pairs that both rules propose
};

struct Completeness {
  double found_matches = 0;           ///< expected matches among the pairs of all rules, each once
  std::vector<Recapture> recaptures;  ///< ascending by (first, second)
  /// The share of all matches that rules propose; nothing if no two rules read different attributes, or if too few
  /// matches were proposed twice.
  [[nodiscard]] std::optional<double> estimate() const;
};

[[nodiscard]] Completeness expect_completeness(const Model& model, const TrainingCounts& counts);

/// A warning if the estimate is poor; otherwise none.
[[nodiscard]] Warnings warn_of_completeness(const Completeness& completeness);

}  // namespace onefold::model
