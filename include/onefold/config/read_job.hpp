// Reads a job file: text -> Job with every default filled in, or all of its mistakes in one go. No MPI, no file access:
// one rank reads the file, broadcasts its text, and every rank parses it alike.
//
// A mistake names place, finding and expectation, one a line:
//   customers.toml:12:9: [[source]] crm: unknown key "colums"; did you mean "columns"?
//   --set cluster.treshold=0.9: [cluster]: unknown key "treshold"; did you mean "threshold"?
// Only a syntax error of TOML, after which nothing can be understood, is reported alone. docs/job_file.md lists every
// key.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::config {

/// What the command line says about the job; wins over the file.
struct Overrides {
  std::optional<std::string> output;    ///< --output; taken as it is, the shell has replaced variables already
  std::optional<std::string> work_dir;  ///< --work-dir; likewise
  bool overwrite = false;               ///< --overwrite; also when the file says overwrite = false
  /// --set, in order: "KEY=VALUE". KEY is a dotted path: cluster.threshold, source.crm.delimiter (a list of tables by
  /// name), blocking.0.max_pairs (by position from 0). VALUE is any TOML value; what is none is taken as a string.
  std::vector<std::string> sets;
};

/// Value of an environment variable, or nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// Local. `file_name` is what messages call the file. Throws Error(ExitCode::job) with all mistakes, one a line, in the
/// order of the file, those of --set behind. A function of its arguments alone.
[[nodiscard]] Job parse_job(std::string_view text, const std::string& file_name, const Overrides& overrides = {},
                            const Environment& environment = {});

}  // namespace onefold::config
