// Parses the text of a job file into a Job with every default filled in, or reports all of its mistakes together.
// Uses neither MPI nor files: one rank reads the file and broadcasts its text, and every rank parses the text.
//
// Each mistake is one line that names the place, what was found and what was expected:
//   customers.toml:12:9: [[source]] crm: unknown key "colums"; did you mean "columns"?
//   --set cluster.treshold=0.9: [cluster]: unknown key "treshold"; did you mean "threshold"?
// A syntax error of TOML is reported alone. docs/job_file.md lists every key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/document/environment.hpp"

namespace onefold::config {

/// Settings of the job on the command line. They take precedence over the file.
struct Overrides {
  std::optional<std::string> output;    ///< --output; ${NAME} is not replaced, because the shell does that
  std::optional<std::string> work_dir;  ///< --work-dir; likewise
  bool overwrite = false;               ///< --overwrite
  /// --set, in order: "KEY=VALUE". KEY is a dotted path: cluster.threshold, source.crm.delimiter (element of a list by
  /// its name), blocking.0.max_pairs (by its position, from 0). VALUE is a TOML value; anything else is a string.
  std::vector<std::string> sets;
};

/// Local. `file_name` is the name of the file in messages. Throws Error(ExitCode::job) with one line per mistake: first
/// those of the file in its order, then those of --set. After kMaxMistakes lines it only counts the others.
/// The result depends on the arguments only.
[[nodiscard]] Job parse_job(std::string_view text, const std::string& file_name, const Overrides& overrides = {},
                            const Environment& environment = {});

}  // namespace onefold::config
