// onefold suggest FILE... > JOB.toml: writes a first job file for files without a description.
#include "suggest/suggest.hpp"

#include <cstdio>

#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "onefold/config/read_job.hpp"

namespace onefold::cli {

void execute(const mpi::Communicator& world, const SuggestArguments& arguments) {
  const auto [job, warnings] = suggest::suggest(world, arguments.suggest);
  // A suggested job with a mistake would be a defect of this program.
  static_cast<void>(config::parse_job(job, "the suggested job"));
  print(world, [&text = job] { return text; });
  for (const auto& warning : warnings)
    std::fprintf(stderr, "warning %s: %s\n", warning.code.c_str(), warning.text.c_str());
}

}  // namespace onefold::cli
