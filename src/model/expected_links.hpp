// Expected precision, recall and F1 of the links at a threshold, by the model's own probabilities; and the threshold
// that is best by these figures.
//
// The candidate pairs that training counted are grouped by match weight. A group has an expected number of matches: the
// sum of the match probabilities of its pairs. Linking the groups from a weight on gives
//
//   expected precision = expected matches among the links / links
//   expected recall    = expected matches among the links / expected matches among all candidate pairs
//   expected F1        = 2 * expected matches among the links / (links + expected matches)
//
// Matches that no blocking rule proposes are not counted: they cannot be linked at any threshold. If the highest F1 is
// F, linking a further pair of probability p raises F1 if p > F / 2 and lowers it if p < F / 2. So F / 2 is the best
// threshold. This also holds for pairs whose weight differs from that of their pattern by a term-frequency adjustment
// (Lipton, Elkan, Naryanaswamy: Optimal Thresholding of Classifiers to Maximize F1 Measure, ECML PKDD 2014).
//
// Rivals. Of the candidates of a record, at most `expected matches per record` can be right if the model was learnt
// from candidates (score/rivals.hpp). Then the probability of a pair is that among its rivals, and a record gets no
// more links than it can have matches, the heaviest first, because repair cuts the others. Training that counts
// patterns per rule does not know which pairs share a record, so it counts each pair on its own.
//
// Cost: O(candidates log candidates), or O(patterns * comparisons) per rule. One rank computes, from integers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/estimate.hpp"
#include "model/model.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::model {

/// The candidate pairs of one weight. If training looked at a sample, the sums are scaled up to all pairs.
struct WeightGroup {
  FixedWeight weight = 0;
  double pairs = 0;         ///< pairs that would be links
  double true_links = 0;    ///< expected matches among them
  double lost_matches = 0;  ///< expected matches among pairs of this weight that heavier rivals keep from being links
};

/// Expected figures of the links at a threshold. Precision and recall are 0 without links.
struct LinkForecast {
  double links = 0;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

class ExpectedLinks {
 public:
  /// `groups` in any order; groups of equal weight are added up.
  explicit ExpectedLinks(std::vector<WeightGroup> groups);

  /// Descending by weight, no weight twice.
  [[nodiscard]] const std::vector<WeightGroup>& groups() const { return groups_; }
  /// Expected matches among all candidate pairs.
  [[nodiscard]] double matches() const { return matches_; }
  /// The forecast if all pairs of at least this weight are links.
  [[nodiscard]] LinkForecast at(FixedWeight threshold) const;
  /// The probability with the highest expected F1; of equal ones the highest. Nothing if less than one match is
  /// expected.
  [[nodiscard]] std::optional<double> best_f1() const;
  /// The lowest probability whose links have at least this expected precision, but none below best_f1(): pairs there
  /// cost more false links than they find. Nothing if there is none, or if less than one match is expected.
  [[nodiscard]] std::optional<double> of_precision(double precision) const;

 private:
  /// The last group of the links with the best expected F1; there must be a group.
  [[nodiscard]] std::size_t best_group() const;
  [[nodiscard]] double threshold_of(std::size_t last_group, double wanted) const;

  std::vector<WeightGroup> groups_;
  double matches_ = 0;
};

/// Total weight of a pair with this pattern, without term-frequency adjustments.
[[nodiscard]] FixedWeight weight_of_pattern(const Model& model, const PatternSpace& space, const RelatedTerm& related,
                                            Pattern pattern);

/// From the counts that the model was, or could have been, trained on.
[[nodiscard]] ExpectedLinks expect_links(const config::Job& job, const Model& model, const TrainingCounts& counts);

/// The threshold of a run.
struct Threshold {
  double probability = 0;
  std::string reason;                    ///< empty if the job gives the number
  std::optional<LinkForecast> expected;  ///< nothing if no pairs were counted
};

/// Applies the job's rule. Warns where the rule cannot be kept, and where the model expects poor links.
[[nodiscard]] Threshold choose_threshold(const config::ClusterConfig& cluster, const ExpectedLinks& expected,
                                         Warnings& warnings);

}  // namespace onefold::model
