// Metrics of a result: of its clusters as they are, and of those that any other threshold would have given.
//
// The sweep links edges by descending weight and keeps the counts exact after each distinct weight, so that the best
// threshold is the best of all, not of a grid. Edges below the review threshold are not in a result: the curve ends there.
// Cost for E edges, N records: O(E log E + N log N) time, twice; one rank. Ids of records are below 2^32.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "onefold/evaluate/metrics.hpp"
#include "onefold/evaluate/truth.hpp"

namespace onefold::evaluate {

struct ScoredPair {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  double weight_log2 = 0;
  double probability = 0;
};

/// Metrics of the clusters that edges of weight `threshold_weight_log2` or more make.
struct SweepPoint {
  double threshold_weight_log2 = 0;
  double threshold = 0;   ///< the same as a probability: that of the weakest edge that is linked
  Metrics metrics;
};

/// Heaviest first. The functions below want this order.
void sort_by_weight(std::vector<ScoredPair>& edges);

/// The point with the highest pairwise F1 among all distinct weights; of equal ones that with the highest threshold.
/// Nothing when there are no edges.
[[nodiscard]] std::optional<SweepPoint> best_point(const Truth& truth, std::span<const ScoredPair> edges);

/// `num_points` thresholds, evenly spaced in weight from the heaviest edge to the lightest, ascending. Fewer when there are
/// fewer than two distinct weights.
[[nodiscard]] std::vector<SweepPoint> sweep(const Truth& truth, std::span<const ScoredPair> edges, std::uint64_t num_points);

/// Of the partition that `cluster_id` gives; ids may be any numbers.
[[nodiscard]] Metrics metrics_of(const Truth& truth, std::span<const std::int64_t> cluster_id);

/// What the edges say about blocking. A true pair without an edge may have been a candidate that scored below the review threshold:
/// `direct` is a lower bound of the share of true pairs that blocking proposed.
struct Completeness {
  double direct = 1;       ///< share of the true pairs that have an edge
  double transitive = 1;   ///< share of the true pairs that edges connect, over any number of records
};
[[nodiscard]] Completeness pairs_completeness(const Truth& truth, std::span<const ScoredPair> edges);

/// Pairs of records that a job could compare: all, or in link_only jobs those of different sources.
[[nodiscard]] std::uint64_t num_comparable_pairs(std::span<const std::uint32_t> source, bool link_only);

}  // namespace onefold::evaluate
