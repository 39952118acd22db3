// Draws a sample of a result for people to review (`onefold sample`), and estimates the quality of the result from
// their answers (`onefold evaluate --reviewed`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "evaluate/reviewed.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

struct SampleOptions {
  std::string path;                   ///< of the result file
  std::uint64_t num_clusters = 0;     ///< number of records to sample, whose customers people are to find; or
  std::uint64_t num_pairs = 0;        ///< pairs to sample
  std::uint64_t max_candidates = 20;  ///< number of records outside its cluster to show with a sampled record
  std::uint64_t seed = 0;
  bool show_values = false;  ///< show the compared values, cleansed: reads the input files of the result again
};

/// Collective. Returns the sample as CSV on rank 0, an empty text on other ranks.
[[nodiscard]] std::string sample_for_review(const mpi::Communicator& world, const SampleOptions& options);

struct ReviewEstimates {
  std::uint64_t num_records = 0;  ///< of the result
  bool link_only = false;
  std::optional<ClusterEstimates> clusters;  ///< either `clusters` or `pairs` has a value
  std::optional<PairEstimates> pairs;
};

/// Collective. Throws Error(input) in the same cases as read_reviewed, and if pairs were drawn from another result.
/// Equal on all ranks.
[[nodiscard]] ReviewEstimates estimate_quality(const mpi::Communicator& world, const std::string& path,
                                               const std::string& reviewed);

}  // namespace onefold::evaluate
