// The exception for failures that a user can cause, and the exit codes of the program. A message names what failed and
// where, what was expected and what to do. It never contains an attribute value.
#pragma once

#include <stdexcept>
#include <string>

namespace onefold {

/// Exit codes of the program. README.md and `onefold --help` list them.
enum class ExitCode : int {
  ok = 0,
  internal = 1,      ///< a defect of onefold, or an unexpected failure of the system
  usage = 2,         ///< wrong arguments on the command line
  job = 3,           ///< the job file has mistakes
  input = 4,         ///< an input file is missing, unreadable, damaged, or breaks a rule (duplicate id)
  output = 5,        ///< the output already exists or cannot be written
  limit = 6,         ///< a stated limit was exceeded: max_quarantine, max_pairs, memory_per_rank
  verification = 7,  ///< the content of an output file is not what the file promises
};

/// A failure with a message for the user. Any rank may throw it locally; `mpi::run_locally` makes all ranks throw the
/// same exception.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

}  // namespace onefold
