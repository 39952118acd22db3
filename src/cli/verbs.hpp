// The verbs of the program: one file each in src/cli/. A verb adds its subcommand to the command line; main calls the
// one that was chosen.
#pragma once

#include <functional>

#include "onefold/mpi/communicator.hpp"

namespace CLI {
class App;
}

namespace onefold::cli {

struct Verb {
  CLI::App* command = nullptr;
  /// Collective. Returns the exit code; throws Error (the same on all ranks).
  std::function<int(const mpi::Communicator& world)> run;
};

Verb add_run(CLI::App& app);
Verb add_plan(CLI::App& app);
Verb add_export(CLI::App& app);
Verb add_evaluate(CLI::App& app);
Verb add_sample(CLI::App& app);
Verb add_explain(CLI::App& app);
Verb add_verify(CLI::App& app);
Verb add_generate(CLI::App& app);
Verb add_suggest(CLI::App& app);

}  // namespace onefold::cli
