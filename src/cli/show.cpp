// onefold show OUT.h5 PIN|SOURCE:ID [--html FILE]: everything that a result knows about one customer, on the terminal
// or as a page. One process works.
#include <fmt/format.h>

#include <string>

#include "cli/protect_inputs.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "files/output_path.hpp"
#include "inspect/customer_page.hpp"
#include "inspect/page_html.hpp"
#include "inspect/page_text.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

void execute_alone(const ShowArguments& arguments) {
  if (!arguments.html.empty()) {
    files::refuse_unusable_output(arguments.html, arguments.overwrite);
    refuse_inputs_of_result(arguments.html, arguments.result);
  }
  const result::ResultReader file(arguments.result);
  result::warn_when_unsealed(file);
  const auto page = inspect::read_customer_page(file, arguments.name);
  if (arguments.html.empty()) return write_to_stdout(inspect::text_of(page));
  files::OutputFile output(arguments.html, arguments.overwrite);
  output.write(inspect::html_of(page));
  output.publish();
}

void execute(const mpi::Communicator& world, const ShowArguments& arguments) {
  mpi::run_locally(world, [&] {
    if (world.is_root()) execute_alone(arguments);
  });
}

}  // namespace onefold::cli
