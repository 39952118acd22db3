// The main job: the stages in their order. Read src/pipeline/run.cpp first.
#pragma once

#include <cstdint>
#include <string>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/report/progress.hpp"
#include "onefold/report/statistics.hpp"

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

/// What does not show in the result; a test makes it small.
struct RunOptions {
  std::uint64_t window_rows = 0;  ///< rows that are merged and written at a time, by all ranks together; 0: as many as
                                  ///< memory_per_rank allows, at most 4 Mi a rank
  std::uint64_t max_wave_rows =
      0;  ///< records with a key in a wave, in all ranks together; 0: as many as memory_per_rank allows
};

/// Collective. Throws the same Error on all ranks; then there is no output under the final name that was not there
/// before.
[[nodiscard]] RunSummary run_job(const mpi::Communicator& world, const config::Job& job, report::Progress& progress,
                                 report::Statistics& statistics, const RunOptions& options = {});

}  // namespace onefold::pipeline
