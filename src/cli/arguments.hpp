// Parses the command line. arguments.cpp is the only source that knows the library for it (CLI11, slow to compile).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

/// The outcome of parsing: a verb, or a text to print and an exit code.
struct CommandLine {
  std::optional<Verb> verb;
  std::string text;              ///< if there is no verb: the help, the version, or one line that names the mistake
  ExitCode code = ExitCode::ok;  ///< if there is no verb: ok for help and version (standard output), usage otherwise
};

/// Local. `arguments` are those after the name of the program. Reads neither files nor the environment.
[[nodiscard]] CommandLine parse_arguments(std::vector<std::string> arguments);

}  // namespace onefold::cli
