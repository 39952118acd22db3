// How good a partition of records is, against a known true one. Figures of counts: integers that ranks sum, ratios
// afterwards.
//
//   pairwise       pairs of records: predicted = in one cluster, actual = of one true class. In link_only jobs only
//                  pairs of records of different sources count, in all of these numbers.
//   B-cubed        per record, then the mean: the share of its cluster that is of its class (precision), the share of
//   its
//                  class that is in its cluster (recall); itself included. Bagga, Baldwin, COLING-ACL 1998.
//   exact cluster  clusters that equal a true class, among all clusters (precision) and all true classes (recall); of
//                  any size, single records included.
//   closest cluster  per cluster the Jaccard coefficient |both| / |either| with the class for which it is highest, then
//   the mean
//                  over clusters (precision); per class likewise (recall). Benjelloun et al., VLDB Journal 18 (2009).
//   adjusted Rand index  pairs that both partitions judge alike, corrected for chance. Hubert, Arabie, J.
//   Classification 2 (1985). homogeneity, completeness, V  1 - H(class | cluster) / H(class), 1 - H(cluster | class) /
//   H(cluster), their harmonic mean.
//                  Rosenberg, Hirschberg, EMNLP-CoNLL 2007.
//   variation of information  H(class | cluster) + H(cluster | class), in bits a record; 0 is best. Meila, J.
//   Multivariate Analysis
//                  98 (2007).
//   merge distance  the cheapest way of splits and merges from the clusters to the classes. Menestrina, Whang,
//   Garcia-Molina, PVLDB 3
//                  (2010). With a cost of 1 each: the pieces of each cluster less one, and the pieces of each class
//                  less one. With the product of the two sizes as cost: the false pairs and the missed pairs. With the
//                  change of information as cost: the variation of information.
//
// All but pairwise look at all records, in link_only jobs too. Records without a true id are left out of all: they hold
// clusters together, but are not counted in them. A ratio with nothing below the line is 1: who claims nothing makes no
// mistake.
#pragma once

#include <cstdint>
#include <map>

#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

struct Scores {
  double precision = 1;
  double recall = 1;
  double f1 = 1;
};

struct PairCounts {
  std::uint64_t true_positive = 0;  ///< predicted and actual
  std::uint64_t predicted = 0;
  std::uint64_t actual = 0;
  PairCounts& operator+=(const PairCounts& other) {
    true_positive += other.true_positive;
    predicted += other.predicted;
    actual += other.actual;
    return *this;
  }
  bool operator==(const PairCounts&) const = default;
};

/// An amount for each size that occurs; walked in ascending order.
using Histogram = std::map<std::uint64_t, std::uint64_t>;

/// A sum of fractions in units of 2^-62, the same in whatever order they are added. Each is rounded down.
struct FractionSum {
  std::uint64_t high = 0;  ///< units of 2^-30
  std::uint64_t low = 0;   ///< units of 2^-62; may pass 2^32
  /// `times` times numerator / denominator, which is at most 1. Up to 2^32 terms in all.
  void add(std::uint64_t numerator, std::uint64_t denominator, std::uint64_t times = 1);
  FractionSum& operator+=(const FractionSum& other) {
    high += other.high;
    low += other.low;
    return *this;
  }
  [[nodiscard]] double value() const;
};

/// What the figures of a partition are made of. Every field is a sum over clusters or classes: parts of ranks are
/// added.
struct ClusterCounts {
  PairCounts pairs;
  std::uint64_t num_records = 0;   ///< evaluated ones
  std::uint64_t num_clusters = 0;  ///< with at least one evaluated record
  std::uint64_t num_true_clusters = 0;
  std::uint64_t num_exact = 0;  ///< clusters that are a class
  /// [size] sum over clusters of that size, and over classes, of (records that they share)^2; the same over classes of
  /// that size.
  Histogram squares_by_cluster_size;
  Histogram squares_by_class_size;
};

/// Collective.
[[nodiscard]] Histogram sum_over_ranks(const mpi::Communicator& world, const Histogram& local);
[[nodiscard]] ClusterCounts sum_over_ranks(const mpi::Communicator& world, const ClusterCounts& local);

struct Metrics {
  PairCounts pairs;
  Scores pairwise;
  Scores b_cubed;
  Scores exact_cluster;
  std::uint64_t num_clusters = 0;  ///< with at least one evaluated record
  std::uint64_t num_true_clusters = 0;
};
[[nodiscard]] Metrics metrics_of(const ClusterCounts& counts);

/// The same for figures that need sizes of clusters, classes and what they share.
struct PartitionCounts {
  Histogram clusters;  ///< [size] how many
  Histogram classes;
  Histogram cells;                  ///< [size] pairs of a cluster and a class that share so many records
  FractionSum closest_of_clusters;  ///< Jaccard coefficients with the closest class
  FractionSum closest_of_classes;
};
[[nodiscard]] PartitionCounts sum_over_ranks(const mpi::Communicator& world, const PartitionCounts& local);

struct PartitionFigures {
  Scores closest_cluster;
  double adjusted_rand_index = 1;
  double homogeneity = 1;
  double completeness = 1;
  double v_measure = 1;
  double variation_of_information_bits = 0;
  std::uint64_t num_splits = 0;  ///< of clusters, and
  std::uint64_t num_merges = 0;  ///< of what is left, to make the classes: the merge distance is their sum
};
[[nodiscard]] PartitionFigures figures_of(const PartitionCounts& counts);

/// numerator / denominator, 1 when the latter is 0.
[[nodiscard]] double ratio(std::uint64_t numerator, std::uint64_t denominator);

/// F1 from the counts themselves, so that equal counts give equal scores: 2 TP / (predicted + actual).
[[nodiscard]] Scores scores_of(std::uint64_t true_positive, std::uint64_t predicted, std::uint64_t actual);
[[nodiscard]] Scores scores_of(const PairCounts& pairs);
/// Of two means; F1 is their harmonic mean.
[[nodiscard]] Scores scores_of_means(double precision, double recall);

[[nodiscard]] constexpr std::uint64_t pairs_among(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

}  // namespace onefold::evaluate
