// The output of scoring: edges in the work directory, and counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "score/edge.hpp"

namespace onefold::score {

/// Edges are two products, because most later stages read only links, often a small part of the edges.
struct ScoredPairs {
  EdgeRuns links;                                       ///< edges at or above the cluster threshold
  EdgeRuns for_review;                                  ///< edges below it; only the result file needs them
  std::vector<std::uint64_t> new_pairs;                 ///< [rule] global
  std::vector<std::size_t> term_frequency_comparisons;  ///< for each number in the tail of an edge: its comparison

  /// Number of candidate pairs, each counted once.
  [[nodiscard]] std::uint64_t num_scored() const {
    return std::accumulate(new_pairs.begin(), new_pairs.end(), std::uint64_t{0});
  }
  [[nodiscard]] std::uint64_t num_edges() const { return links.num_rows() + for_review.num_rows(); }
};

}  // namespace onefold::score
