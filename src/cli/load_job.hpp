// Turns the arguments of a verb that takes a job file into the job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::cli {

struct JobOptions {
  std::string job_file;
  std::string output;             ///< --output; empty: the output that the job file names
  std::string work_dir;           ///< --work-dir; empty: the folder that the job file names
  bool overwrite = false;         ///< --overwrite
  std::vector<std::string> sets;  ///< --set KEY=VALUE, in order
};

/// Local. The value of an environment variable, or nothing if it is not set.
[[nodiscard]] std::optional<std::string> environment_value(const std::string& name);

/// Collective. Rank 0 reads the job file, a regular file or a pipe, and fills in the variables from its environment;
/// all ranks parse the resulting text. Throws Error(job) if the file cannot be read or has mistakes.
[[nodiscard]] config::Job load_job(const mpi::Communicator& world, const JobOptions& options);

}  // namespace onefold::cli
