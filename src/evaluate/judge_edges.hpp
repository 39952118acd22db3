// What the edges of a result were worth: clusters that any other threshold would have given, what each blocking rule
// found, which links are wrong and which true pairs scored too low.
//
// The sweep links edges by descending weight, so its clusters are the connected components of the links: a method that
// cuts clusters has no part in it. Counts are kept exact after each distinct weight, so that the best threshold is the
// best of all, not of a grid. Edges below the review threshold are not in a result: the curve ends there. Distributed:
// whatever the threshold, a cluster lies inside a component of all edges. Records and edges go to the owner of their
// component; what the ranks count there is summed.
// Cost for e edges and n records of a rank: O(e log e + n log n) time; 32 e + 140 n bytes of memory, 190 n with
// link_only. A rank holds whole components, the largest too.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evaluate/compare_clusters.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/reliability.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

struct ScoredPair {
  RecordId left = 0;
  RecordId right = 0;
  double weight_log2 = 0;
  std::uint32_t rule = 0;
  float among_rivals = kNoRivals;  ///< probability, given the rivals of both records, where the result says it
  static constexpr float kNoRivals = -1;
  bool operator==(const ScoredPair&) const = default;
};

/// 1 / (1 + 2^-weight).
[[nodiscard]] double probability_of(double weight_log2);

/// Metrics of the components of edges of weight `threshold_weight_log2` or more.
struct SweepPoint {
  double threshold_weight_log2 = 0;
  double threshold = 0;  ///< the same as a probability: that of the weakest edge that is linked
  Metrics metrics;
};

/// What the edges say about blocking. A true pair without an edge may have been a candidate that scored below the
/// review threshold: `direct` is a lower bound of the share of true pairs that blocking proposed.
struct Completeness {
  double direct = 1;      ///< share of the true pairs that have an edge
  double transitive = 1;  ///< share of the true pairs that edges connect, over any number of records
};

/// Edges that a rule proposed first. Judged: of two records with a true id.
struct RuleFindings {
  std::uint64_t num_edges = 0;
  std::uint64_t num_judged_edges = 0;
  std::uint64_t num_true_edges = 0;
  std::uint64_t num_links = 0;
  std::uint64_t num_judged_links = 0;
  std::uint64_t num_true_links = 0;
};

struct EdgeFindings {
  std::optional<SweepPoint> best;  ///< highest pairwise F1; of equal ones the highest threshold; nothing without edges
  std::vector<SweepPoint> sweep;   ///< ascending
  Completeness completeness;
  std::vector<RuleFindings> rules;      ///< [rule]
  Reliability reliability;              ///< of judged edges
  std::vector<ScoredPair> false_links;  ///< in one cluster, of different classes: the heaviest first
  std::vector<ScoredPair>
      missed_pairs;  ///< of one class, in different clusters, and yet with an edge: the lightest first
};

struct JudgeOptions {
  bool link_only = false;
  double threshold_weight_log2 = 0;  ///< from which an edge is a link
  std::uint64_t num_rules = 0;
  std::uint64_t num_points = 0;    ///< of the sweep: evenly spaced in weight from the heaviest edge to the lightest
  std::uint64_t num_mistakes = 0;  ///< of each kind, at most
};

/// Collective. Equal on all ranks. `local_edges`: any of them on any rank, no pair twice. `of_result`: what
/// compare_clusters counted.
[[nodiscard]] EdgeFindings judge_edges(const mpi::Communicator& world, const BlockDistribution& distribution,
                                       const Labels& local, std::vector<ScoredPair> local_edges,
                                       const ClusterCounts& of_result, const JudgeOptions& options);

/// Pairs of records that a job could compare: all, or in link_only jobs those of different sources.
[[nodiscard]] std::uint64_t num_comparable_pairs(std::span<const std::uint64_t> source_sizes, bool link_only);

}  // namespace onefold::evaluate
