// onefold evaluate OUT.h5 [--truth FILE.csv | --reviewed FILE.csv]: measures the quality of the clusters of a result.
// All ranks take part.
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"

namespace onefold::cli {

void execute(const mpi::Communicator& world, const EvaluateArguments& arguments) {
  if (!arguments.reviewed.empty()) {
    const auto estimates = evaluate::estimate_quality(world, arguments.evaluation.path, arguments.reviewed);
    return print(world, [&] { return arguments.json ? to_json(estimates) : to_table(estimates); });
  }
  const auto found = evaluate::evaluate_result(world, arguments.evaluation);
  print(world, [&] { return arguments.json ? to_json(found) : to_table(found, arguments.parts); });
}

}  // namespace onefold::cli
