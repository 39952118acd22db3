// Counts of a clustering that becomes coarser link by link, exact after every link. Local: counts of some clusters,
// which the caller adds to those of others.
//
// It maintains integers only, so that no rounding accumulates: pair counts, and sums of squared overlaps by size of
// cluster and by size of class, from which B-cubed follows. With n(C, T) records shared by cluster C and class T, of N:
//   precision = 1/N sum over C of sum over T of n(C, T)^2 / |C|; recall is the same with / |T|.
// Cost: O(log N) per link on average, O(largest cluster + largest class) for counts(); about 40 N bytes, 90 N with
// link_only.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evaluate/metrics.hpp"
#include "evaluate/overlap.hpp"

namespace onefold::evaluate {

/// Records of a rank, numbered from 0.
struct LocalTruth {
  std::vector<std::uint32_t> true_class;  ///< [num_records] 0, 1, ... or kNoClass
  std::vector<std::uint32_t> source;      ///< [num_records]
  std::vector<std::uint64_t> class_size;  ///< [class] number of its records on all ranks
  bool link_only = false;                 ///< pairs within a source do not count
};

class MergingClusters {
 public:
  /// Each record is a cluster of its own.
  explicit MergingClusters(const LocalTruth& truth);

  /// Joins the clusters of two records.
  void link(std::uint32_t a, std::uint32_t b);

  /// Without PairCounts::actual, because a class may have records on other ranks.
  [[nodiscard]] const PairCounts& pairs() const { return pairs_; }
  /// Counts that follow from clusters: without actual pairs and without the numbers of records and classes.
  [[nodiscard]] ClusterCounts counts() const;

 private:
  [[nodiscard]] std::uint32_t find(std::uint32_t record);
  [[nodiscard]] bool is_exact(std::uint32_t root) const;
  void add_cluster(std::uint32_t root);
  void remove_cluster(std::uint32_t root);

  std::vector<std::uint32_t> parent_;      // [N]
  std::vector<std::uint32_t> size_;        // [N] of a root: evaluated records
  std::vector<std::uint64_t> squares_;     // [N] of a root: sum over classes of (records of the class in the cluster)^2
  std::vector<std::uint64_t> class_size_;  // [num_classes]
  std::vector<std::uint64_t> squares_by_cluster_size_;  // [largest cluster + 1]
  std::vector<std::uint64_t> squares_by_class_size_;    // [largest class + 1]
  Overlap classes_;
  std::optional<Overlap> sources_;             // link_only
  std::optional<Overlap> classes_of_sources_;  // link_only
  PairCounts pairs_;
  std::uint64_t num_clusters_ = 0;
  std::uint64_t num_exact_ = 0;
};

}  // namespace onefold::evaluate
