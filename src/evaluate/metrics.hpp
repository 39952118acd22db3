// Quality of a partition of records compared with the true one. Ranks sum integer counts; ratios are computed
// afterwards.
//
//   pairwise          pairs of records: predicted = in one cluster, actual = of one true class. With link_only, only
//                     pairs of two sources count, in all of these numbers.
//   B-cubed           mean over records: the share of the record's cluster that is of its class (precision), and the
//                     share of its class that is in its cluster (recall), itself included. Bagga, Baldwin, COLING-ACL
//                     1998.
//   exact cluster     clusters that equal a true class, among all clusters (precision) and among all classes (recall);
//                     of any size, single records included.
//   closest cluster   mean over clusters of the highest Jaccard coefficient |both| / |either| with any class
//                     (precision); the same over classes (recall). Benjelloun et al., VLDB Journal 18 (2009).
//   adjusted Rand     pairs that both partitions treat alike, corrected for chance. Hubert, Arabie, J. Classification
//                     2 (1985).
//   V measure         harmonic mean of homogeneity, 1 - H(class | cluster) / H(class), and completeness, 1 - H(cluster
//                     | class) / H(cluster). Rosenberg, Hirschberg, EMNLP-CoNLL 2007.
//   variation         of information: H(class | cluster) + H(cluster | class) in bits per record; 0 is best. Meila, J.
//                     Multivariate Analysis 98 (2007).
//   merge distance    the least number of splits and merges that turn the clusters into the classes: the pieces of each
//                     cluster minus one, and the pieces of each class minus one. Menestrina, Whang, Garcia-Molina,
//                     PVLDB 3 (2010). With the product of both sizes as cost, it would be the false and missed pairs;
//                     with the change of information as cost, the variation of information.
//
// All except pairwise count all records, also with link_only. Records without a true id are not counted: they may
// connect clusters, but do not add to their size. A ratio with denominator 0 is 1: no claim, no mistake.
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

/// A count per size that occurs, in ascending order.
using Histogram = std::map<std::uint64_t, std::uint64_t>;

/// A sum of fractions in units of 2^-62, which does not depend on the order of addition. Each fraction is rounded down.
struct FractionSum {
  std::uint64_t high = 0;  ///< units of 2^-30
  std::uint64_t low = 0;   ///< units of 2^-62; may exceed 2^32
  /// Adds `times` times numerator / denominator, which is at most 1. At most 2^32 terms in all.
  void add(std::uint64_t numerator, std::uint64_t denominator, std::uint64_t times = 1);
  FractionSum& operator+=(const FractionSum& other) {
    high += other.high;
    low += other.low;
    return *this;
  }
  [[nodiscard]] double value() const;
};

/// Counts from which metrics_of computes. Every field is a sum over clusters or classes, so ranks can add their parts.
struct ClusterCounts {
  PairCounts pairs;
  std::uint64_t num_records = 0;   ///< evaluated records
  std::uint64_t num_clusters = 0;  ///< with at least one evaluated record
  std::uint64_t num_true_clusters = 0;
  std::uint64_t num_exact = 0;  ///< clusters that equal a class
  /// [size] sum of (shared records)^2 over all pairs of a cluster of that size and a class; and over all pairs of a
  /// class of that size and a cluster.
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

/// Counts from which figures_of computes: sizes of clusters, of classes, and of their overlaps.
struct PartitionCounts {
  Histogram clusters;  ///< [size] number of clusters
  Histogram classes;
  Histogram cells;                  ///< [size] number of pairs of a cluster and a class that share so many records
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
  // The merge distance is the sum of these two.
  std::uint64_t num_splits = 0;  ///< splits of clusters
  std::uint64_t num_merges = 0;  ///< merges of the pieces into classes
};
[[nodiscard]] PartitionFigures figures_of(const PartitionCounts& counts);

/// numerator / denominator; 1 if the denominator is 0.
[[nodiscard]] double ratio(std::uint64_t numerator, std::uint64_t denominator);

/// F1 is 2 TP / (predicted + actual), computed from the counts, so that equal counts give equal scores.
[[nodiscard]] Scores scores_of(std::uint64_t true_positive, std::uint64_t predicted, std::uint64_t actual);
[[nodiscard]] Scores scores_of(const PairCounts& pairs);
/// Scores of two means; F1 is their harmonic mean.
[[nodiscard]] Scores scores_of_means(double precision, double recall);

[[nodiscard]] constexpr std::uint64_t pairs_among(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

}  // namespace onefold::evaluate
