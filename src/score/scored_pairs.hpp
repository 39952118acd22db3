// What scoring leaves: edges in the work directory, and counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace onefold::score {

/// Edges as they wait in the work directory (score/edge_runs.hpp). Equal on all ranks.
struct EdgeSummary {
  static constexpr std::uint64_t kNumBins = 65'536;
  std::vector<std::string> products;
  std::uint64_t num_records = 0;
  std::uint64_t num_edges = 0;
  std::size_t num_term_frequencies = 0;
  std::vector<std::uint64_t> left_bins;  ///< [kNumBins] edges by left record, equal shares of the record ids
};

struct ScoredPairs {
  EdgeSummary edges;
  std::vector<std::uint64_t> new_pairs;                 ///< [rule] global
  std::vector<std::size_t> term_frequency_comparisons;  ///< [adjustment column] the comparison it belongs to

  /// Candidate pairs, each once.
  [[nodiscard]] std::uint64_t num_scored() const {
    return std::accumulate(new_pairs.begin(), new_pairs.end(), std::uint64_t{0});
  }
};

}  // namespace onefold::score
