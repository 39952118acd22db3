// From the arguments of a verb that takes a job file to the job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::cli {

struct JobOptions {
  std::string job_file;
  std::string output;             ///< --output; empty: that of the job file
  std::string work_dir;           ///< --work-dir; likewise
  bool overwrite = false;         ///< --overwrite
  std::vector<std::string> sets;  ///< --set KEY=VALUE, in order
};

/// Local. Value of an environment variable, or nothing.
[[nodiscard]] std::optional<std::string> environment_value(const std::string& name);

/// Collective. Rank 0 reads the job file, a regular file or a pipe, and resolves it in its environment; all ranks parse
/// the resolved text. Throws Error(job) when the file cannot be read or has mistakes.
[[nodiscard]] config::Job load_job(const mpi::Communicator& world, const JobOptions& options);

}  // namespace onefold::cli
