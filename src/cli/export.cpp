// onefold export OUT.h5 --what TABLE [-o FILE]: a table of a result file as CSV, or its model. Rank 0 works, the others
// wait.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/verbs.hpp"
#include "exports/export_csv.hpp"
#include "files/output_path.hpp"
#include "onefold/record/error.hpp"
#include "result/model_tables.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

struct Options {
  std::string file;
  std::string what;
  std::string output;
  bool overwrite = false;
};

void to_standard_output(const result::ResultReader& file, exports::ExportTable what) {
  const auto check = [](bool written) {
    if (!written)
      throw Error(ExitCode::output, std::string("cannot write to the standard output: ") + std::strerror(errno));
  };
  exports::export_csv(file, what, [&](std::string_view bytes) {
    check(std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size());
  });
  check(std::fflush(stdout) == 0);
}

const std::map<std::string, exports::ExportTable>& tables() {
  static const std::map<std::string, exports::ExportTable> all = {{"records", exports::ExportTable::records},
                                                                  {"customers", exports::ExportTable::customers},
                                                                  {"edges", exports::ExportTable::edges},
                                                                  {"quarantine", exports::ExportTable::quarantine}};
  return all;
}

// The model is no table: JSON, as [model] file takes it.
void export_model(const result::ResultReader& file, const Options& options) {
  const std::string json = result::ModelTable::kJson.read_row(file, 0) + "\n";
  if (options.output.empty() || options.output == "-") {
    if (std::fwrite(json.data(), 1, json.size(), stdout) != json.size() || std::fflush(stdout) != 0)
      throw Error(ExitCode::output, std::string("cannot write to the standard output: ") + std::strerror(errno));
    return;
  }
  files::OutputFile output(options.output, options.overwrite);
  output.write(json);
  output.publish();
}

void export_table(const Options& options) {
  const result::ResultReader file(options.file);
  result::warn_when_unsealed(file);
  if (options.what == "model") return export_model(file, options);
  const exports::ExportTable what = tables().at(options.what);
  if (options.output.empty() || options.output == "-") return to_standard_output(file, what);
  files::OutputFile output(options.output, options.overwrite);
  exports::export_csv(file, what, [&](std::string_view bytes) { output.write(bytes); });
  output.publish();
}

}  // namespace

Verb add_export(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", "Write a table of a result file as CSV, or its model as JSON");
  command->add_option("FILE", options->file, "result file (HDF5)")->required();
  command->add_option("--what", options->what, "table to write")
      ->required()
      ->check(CLI::IsMember({"records", "customers", "edges", "quarantine", "model"}));
  command->add_option("-o,--output", options->output, "file to write; the standard output when not given");
  command->add_flag("--overwrite", options->overwrite, "replace the output file");
  return {command, [options](const mpi::Communicator& world) {
            mpi::run_locally(world, [&] {
              if (world.is_root()) export_table(*options);
            });
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
