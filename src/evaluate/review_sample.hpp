// Samples of a result for people to review, and estimates from their answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "evaluate/reviewed.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

struct SampleOptions {
  std::string path;                   ///< of the result file
  std::uint64_t num_clusters = 0;     ///< sampled records, whose customers are to be established; or
  std::uint64_t num_pairs = 0;        ///< pairs to be judged
  std::uint64_t max_candidates = 20;  ///< records outside the cluster that are shown with a sampled one
  std::uint64_t seed = 0;
  bool show_values = false;  ///< what is compared, cleansed, of each record: reads the input files of the result again
};

/// Collective. The sample as CSV, on rank 0; empty elsewhere.
[[nodiscard]] std::string sample_for_review(const mpi::Communicator& world, const SampleOptions& options);

struct ReviewEstimates {
  std::uint64_t num_records = 0;  ///< of the result
  bool link_only = false;
  std::optional<evaluate::ClusterEstimates> clusters;  ///< one of the two is there
  std::optional<evaluate::PairEstimates> pairs;
};

/// Collective. Throws Error(input) also when pairs were drawn from another result. Equal on all ranks.
[[nodiscard]] ReviewEstimates estimate_quality(const mpi::Communicator& world, const std::string& path,
                                               const std::string& reviewed);

}  // namespace onefold::evaluate
