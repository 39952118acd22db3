// The main job: the stages in their order. Read src/pipeline/run.cpp first.
#pragma once

#include <cstdint>
#include <string>

#include "onefold/config/job.hpp"
#include "onefold/config/run_options.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/progress/progress.hpp"
#include "onefold/progress/statistics.hpp"

namespace onefold::pipeline {

/// What a run found. Equal on all ranks.
struct RunSummary {
  std::string output;
  std::string content_digest;
  std::uint64_t num_rows_read = 0;
  std::uint64_t num_records = 0;
  std::uint64_t num_quarantined = 0;
  std::uint64_t num_candidate_pairs = 0;
  std::uint64_t num_edges = 0;
  std::uint64_t num_links = 0;
  std::uint64_t num_customers = 0;
  std::uint64_t largest_customer = 0;
  std::uint64_t num_customers_on_a_bridge =
      0;  ///< two or more records on each side of a link without which they were two
};

/// Collective. Throws the same Error on all ranks; then there is no output under the final name that was not there
/// before.
[[nodiscard]] RunSummary run_job(const mpi::Communicator& world, const config::Job& job, progress::Progress& progress,
                                 progress::Statistics& statistics, const config::RunOptions& options = {});

}  // namespace onefold::pipeline
