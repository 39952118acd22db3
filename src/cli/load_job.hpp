// The arguments that say what the job is, and the job. For the verbs that take a job file.
#pragma once

#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace CLI {
class App;
}

namespace onefold::cli {

struct JobOptions {
  std::string job_file;
  std::string output;
  std::string work_dir;
  bool overwrite = false;
  std::vector<std::string> sets;
};

/// Adds JOB, --output, --work-dir and --set.
void add_job_options(CLI::App& command, JobOptions& options);

/// Collective. Rank 0 reads the file and its environment's answers; all parse the resolved text alike.
[[nodiscard]] config::Job load_job(const mpi::Communicator& world, const JobOptions& options);

}  // namespace onefold::cli
