// onefold export OUT.h5 --what TABLE [-o FILE]: writes a table of a result file as CSV, or its model as JSON. Rank 0
// works, the others wait.
#include <map>
#include <string>

#include "cli/protect_inputs.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "exports/export_csv.hpp"
#include "files/output_path.hpp"
#include "result/model_tables.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

const std::map<std::string, exports::ExportTable>& tables() {
  static const std::map<std::string, exports::ExportTable> all = {{"records", exports::ExportTable::records},
                                                                  {"customers", exports::ExportTable::customers},
                                                                  {"edges", exports::ExportTable::edges},
                                                                  {"quarantine", exports::ExportTable::quarantine},
                                                                  {"crosswalk", exports::ExportTable::crosswalk},
                                                                  {"history", exports::ExportTable::history},
                                                                  {"forwards", exports::ExportTable::forwards}};
  return all;
}

void write_table(const result::ResultReader& file, const std::string& what, const exports::ByteSink& sink) {
  // The model is not a table but JSON, in the form that [model] file of a job reads.
  if (what == "model") return sink(result::ModelTable::kJson.read_row(file, 0) + "\n");
  exports::export_csv(file, tables().at(what), sink);
}

// Local.
void export_table(const ExportArguments& arguments) {
  const bool to_file = !arguments.output.empty() && arguments.output != "-";
  if (to_file) {
    files::refuse_unusable_output(arguments.output, arguments.overwrite);
    refuse_inputs_of_result(arguments.output, arguments.result);
  }
  const result::ResultReader file(arguments.result);
  result::warn_when_unsealed(file);
  if (!to_file) return write_table(file, arguments.what, write_to_stdout);
  files::OutputFile output(arguments.output, arguments.overwrite);
  write_table(file, arguments.what, [&](std::string_view bytes) { output.write(bytes); });
  output.publish();
}

}  // namespace

void execute(const mpi::Communicator& world, const ExportArguments& arguments) {
  mpi::run_locally(world, [&] {
    if (world.is_root()) export_table(arguments);
  });
}

}  // namespace onefold::cli
