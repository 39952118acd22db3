// onefold sample OUT.h5 --clusters N | --pairs N: writes a CSV for people to review. `onefold evaluate --reviewed`
// estimates quality from their answers.
#include <string>

#include "cli/protect_inputs.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "files/output_path.hpp"

namespace onefold::cli {

void execute(const mpi::Communicator& world, const SampleArguments& arguments) {
  const bool to_file = !arguments.output.empty() && arguments.output != "-";
  mpi::run_locally(world, [&] {
    if (!world.is_root() || !to_file) return;
    files::refuse_unusable_output(arguments.output, arguments.overwrite);
    refuse_inputs_of_result(arguments.output, arguments.sample.path);
  });
  const std::string csv = evaluate::sample_for_review(world, arguments.sample);
  if (!to_file) return print(world, [&] { return csv; });
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    files::OutputFile output(arguments.output, arguments.overwrite);
    output.write(csv);
    output.publish();
  });
}

}  // namespace onefold::cli
