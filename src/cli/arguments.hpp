// Parses the command line. arguments.cpp is the only source that knows the library for it (CLI11, slow to compile).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

/// What the command line asks for: a verb, or a text to print and an exit code.
struct CommandLine {
  std::optional<Verb> verb;
  std::string text;              ///< without a verb: the help, the version, or one line that says what is wrong
  ExitCode code = ExitCode::ok;  ///< without a verb: ok for help and version (standard output), usage otherwise
};

/// Local. `arguments` are those behind the name of the program. Looks at nothing else: neither files nor environment.
[[nodiscard]] CommandLine parse_arguments(std::vector<std::string> arguments);

}  // namespace onefold::cli
