// onefold sample OUT.h5 --clusters N | --pairs N: a CSV for people to review, from which `onefold evaluate --reviewed`
// estimates quality.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/verbs.hpp"
#include "evaluate/review_sample.hpp"
#include "files/output_path.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

namespace {

struct Options {
  evaluate::SampleOptions sample;
  std::string output;
  bool overwrite = false;
};

void write_csv(const Options& options, const std::string& csv) {
  if (options.output.empty() || options.output == "-") {
    if (std::fwrite(csv.data(), 1, csv.size(), stdout) != csv.size() || std::fflush(stdout) != 0)
      throw Error(ExitCode::output, std::string("cannot write to the standard output: ") + std::strerror(errno));
    return;
  }
  files::OutputFile output(options.output, options.overwrite);
  output.write(csv);
  output.publish();
}

}  // namespace

Verb add_sample(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  auto& sample = options->sample;
  CLI::App* command = app.add_subcommand(
      "sample", "Draw customers or pairs for people to review; `evaluate --reviewed` takes their answers");
  command->add_option("result", sample.path, "Result file (HDF5) of `onefold run`")->required()->type_name("OUT.h5");
  auto* clusters = command
                       ->add_option("--clusters", sample.num_clusters,
                                    "Draw N records, each with its cluster and what is nearly in it")
                       ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}))
                       ->type_name("N");
  auto* pairs = command->add_option("--pairs", sample.num_pairs, "Draw about N pairs, of all probabilities")
                    ->check(CLI::Range(std::uint64_t{60}, std::uint64_t{1'000'000}))
                    ->type_name("N");
  clusters->excludes(pairs);
  command
      ->add_option("--candidates", sample.max_candidates,
                   "With --clusters: at most N records outside of each cluster (default 20)")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000}))
      ->type_name("N");
  command->add_option("--seed", sample.seed, "Another number draws another sample (default 0)")->type_name("N");
  command->add_flag(
      "--show-values", sample.show_values,
      "Show what is compared of each record, cleansed: customers' values; reads the input files of the result again");
  command->add_option("-o,--output", options->output, "file to write; the standard output when not given");
  command->add_flag("--overwrite", options->overwrite, "replace the output file");
  return {command, [options](const mpi::Communicator& world) {
            if (options->sample.num_clusters == 0 && options->sample.num_pairs == 0)
              throw Error(ExitCode::usage, "say what to draw: --clusters N or --pairs N");
            const bool to_file = !options->output.empty() && options->output != "-";
            mpi::run_locally(world, [&] {
              if (world.is_root() && to_file) files::refuse_unusable_output(options->output, options->overwrite);
            });
            const std::string csv = evaluate::sample_for_review(world, options->sample);
            mpi::run_locally(world, [&] {
              if (world.is_root()) write_csv(*options, csv);
            });
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
