// How the program fails: one exception type for everything that a user can cause, with the exit code it ends with.
// A message names what and where, what was expected and what to do; never an attribute value.
#pragma once

#include <stdexcept>
#include <string>

namespace onefold {

/// Exit codes of the program; the table stands in README.md and `onefold --help`.
enum class ExitCode : int {
  ok = 0,
  internal = 1,      ///< a defect of onefold, or an unexpected failure of the system beneath it
  usage = 2,         ///< wrong arguments on the command line
  job = 3,           ///< the job file has mistakes
  input = 4,         ///< an input file is missing, unreadable, damaged, or breaks a rule (duplicate id)
  output = 5,        ///< the output exists already, or cannot be written
  limit = 6,         ///< a stated limit was passed: max_quarantine, max_pairs, memory_per_rank
  verification = 7,  ///< an output file does not hold what it promises
};

/// A failure with a message for the user. Thrown locally on any rank; `mpi::run_locally` turns it into the same
/// exception on all ranks.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

}  // namespace onefold
