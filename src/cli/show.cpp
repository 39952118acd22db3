// onefold show OUT.h5 PIN|SOURCE:ID [--html FILE]: everything that a result knows about one customer, on the terminal
// or as a page. One process works.
#include <fmt/format.h>

#include <fstream>
#include <string>

#include "cli/protect_inputs.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "files/output_path.hpp"
#include "inspect/customer_page.hpp"
#include "inspect/page_html.hpp"
#include "inspect/page_text.hpp"
#include "onefold/record/error.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

/// --overwrite replaces a page of a customer, and nothing else.
void refuse_other_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return;
  std::string begin(inspect::kPageMarkBytes, '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(file.gcount()));
  if (begin.empty() || inspect::begins_like_html_of_customer(begin)) return;
  throw Error(ExitCode::output,
              fmt::format("{} exists and is no page that onefold show has written, so it is not replaced; give another "
                          "name, or remove it first",
                          path));
}

}  // namespace

void execute_alone(const ShowArguments& arguments) {
  if (!arguments.html.empty()) {
    files::refuse_unusable_output(arguments.html, arguments.overwrite);
    refuse_other_file(arguments.html);
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
