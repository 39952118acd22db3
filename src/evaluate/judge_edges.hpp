// Judges the edges of a result: the clusters that any other threshold would give, what each blocking rule found, which
// links are wrong, and which true pairs scored too low.
//
// The sweep links edges in descending order of weight, so its clusters are connected components of links: it ignores
// the cuts of repair. Counts are exact after each distinct weight, so the best threshold is the best of all possible
// ones, not only of a grid. A result holds no edges below the review threshold: the curve ends there. Distributed: at
// any
// threshold, a cluster lies within one component of all edges. Records and edges go to the owner of their component,
// and the counts of the ranks are summed. Cost for e edges and n records per rank: O(e log e + n log n) time; 32 e +
// 140 n bytes of memory, 190 n with link_only. One rank holds a whole component, even the largest.
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
  float among_rivals = kNoRivals;  ///< probability given the rivals of both records, if the result has it
  static constexpr float kNoRivals = -1;
  bool operator==(const ScoredPair&) const = default;
};

/// 1 / (1 + 2^-weight).
[[nodiscard]] double probability_of(double weight_log2);

/// Metrics of the components of the edges with weight `threshold_weight_log2` or more.
struct SweepPoint {
  double threshold_weight_log2 = 0;
  double threshold = 0;  ///< the same as a probability: that of the weakest link
  Metrics metrics;
};

/// What the edges show about blocking. A true pair without an edge may have been a candidate that scored below the
/// review threshold, so `direct` is a lower bound of the share of true pairs that blocking proposed.
struct Completeness {
  double direct = 1;      ///< share of the true pairs that have an edge
  double transitive = 1;  ///< share of the true pairs that edges connect, through any number of records
};

/// Edges of the pairs that a rule proposed first. A judged edge has two records with a true id.
struct RuleFindings {
  std::uint64_t num_edges = 0;
  std::uint64_t num_judged_edges = 0;
  std::uint64_t num_true_edges = 0;
  std::uint64_t num_links = 0;
  std::uint64_t num_judged_links = 0;
  std::uint64_t num_true_links = 0;
};

struct EdgeFindings {
  std::optional<SweepPoint> best;  ///< highest pairwise F1; ties: highest threshold; nothing without edges
  std::vector<SweepPoint> sweep;   ///< ascending
  Completeness completeness;
  std::vector<RuleFindings> rules;      ///< [rule]
  Reliability reliability;              ///< of the judged edges
  std::vector<ScoredPair> false_links;  ///< of one cluster and two classes; heaviest first
  /// Edges of one class between two clusters; lightest first.
  std::vector<ScoredPair> missed_pairs;
};

struct JudgeOptions {
  bool link_only = false;
  double threshold_weight_log2 = 0;  ///< edges of this weight or more are links
  std::uint64_t num_rules = 0;
  std::uint64_t num_points = 0;    ///< of the sweep, evenly spaced in weight from the heaviest edge to the lightest
  std::uint64_t num_mistakes = 0;  ///< list at most this many mistakes of each kind
};

/// Collective. Equal on all ranks. `local_edges`: each edge is on exactly one rank, any of them. `of_result`: the
/// counts of compare_clusters.
[[nodiscard]] EdgeFindings judge_edges(const mpi::Communicator& world, const BlockDistribution& distribution,
                                       const Labels& local, std::vector<ScoredPair> local_edges,
                                       const ClusterCounts& of_result, const JudgeOptions& options);

/// How many pairs of records a job could compare: all pairs, or with link_only those of two sources.
[[nodiscard]] std::uint64_t num_comparable_pairs(std::span<const std::uint64_t> source_sizes, bool link_only);

}  // namespace onefold::evaluate
