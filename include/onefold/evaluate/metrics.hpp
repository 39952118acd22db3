// How good a partition of records is, against a known true one. Three views, each with precision, recall and F1:
//
//   pairwise       pairs of records: predicted = in one cluster, actual = of one true class. In link_only jobs only
//                  pairs of records of different sources count, in all of these numbers.
//   B-cubed        per record, then the mean: the share of its cluster that is of its class (precision), the share of its
//                  class that is in its cluster (recall); itself included. Bagga, Baldwin, COLING-ACL 1998.
//   exact cluster  clusters that equal a true class, among all clusters (precision) and all true classes (recall); of
//                  any size, single records included.
//
// B-cubed and exact clusters look at all records, in link_only jobs too. Records without a true id are left out of all:
// they hold clusters together, but are not counted in them.
// A ratio with nothing below the line is 1: who claims nothing makes no mistake.
#pragma once

#include <cstdint>

namespace onefold::evaluate {

struct Scores {
  double precision = 1;
  double recall = 1;
  double f1 = 1;
};

struct PairCounts {
  std::uint64_t true_positive = 0;   ///< predicted and actual
  std::uint64_t predicted = 0;
  std::uint64_t actual = 0;
  bool operator==(const PairCounts&) const = default;
};

struct Metrics {
  PairCounts pairs;
  Scores pairwise;
  Scores b_cubed;
  Scores exact_cluster;
  std::uint64_t num_clusters = 0;        ///< with at least one evaluated record
  std::uint64_t num_true_clusters = 0;
};

/// numerator / denominator, 1 when the latter is 0.
[[nodiscard]] double ratio(std::uint64_t numerator, std::uint64_t denominator);

/// F1 from the counts themselves, so that equal counts give equal scores: 2 TP / (predicted + actual).
[[nodiscard]] Scores scores_of(std::uint64_t true_positive, std::uint64_t predicted, std::uint64_t actual);

}  // namespace onefold::evaluate
