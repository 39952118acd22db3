// onefold evaluate OUT.h5 [--truth FILE.csv | --reviewed FILE.csv]: how good the clusters of a result are. All ranks
// work together.
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/evaluate_report.hpp"
#include "cli/verbs.hpp"
#include "evaluate/evaluate_result.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

namespace {

struct Options {
  evaluate::EvaluationOptions evaluation;
  TableParts parts;
  std::string reviewed;
  bool json = false;
  CLI::Option* sweep = nullptr;
};

// Collective.
void print(const mpi::Communicator& world, const std::function<std::string()>& text_of) {
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    const std::string text = text_of();
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) != 0) throw Error(ExitCode::output, "cannot write to standard output");
  });
}

}  // namespace

Verb add_evaluate(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  auto& evaluation = options->evaluation;
  CLI::App* command = app.add_subcommand("evaluate", "Compares the clusters of a result with a known truth");
  command->add_option("result", evaluation.path, "Result file (HDF5) of `onefold run`")
      ->required()
      ->type_name("OUT.h5");
  auto* truth = command
                    ->add_option("--truth", evaluation.truth,
                                 "CSV with the columns source, source_id and the true id; "
                                 "not needed when the job named a column of true ids")
                    ->type_name("FILE.csv");
  command
      ->add_option("--reviewed", options->reviewed,
                   "A sample of `onefold sample` with answers: estimates with 95 % intervals instead")
      ->excludes(truth)
      ->type_name("FILE.csv");
  command->add_flag("--json", options->json, "Print one JSON object with everything");
  command->add_flag("--by-source", options->parts.by_source, "Show pairs of each two sources");
  command->add_flag("--by-rule", options->parts.by_rule, "Show what each blocking rule found");
  command->add_flag("--blocking", evaluation.blocking,
                    "Read the input files again, and count the true pairs that each blocking rule proposed");
  auto* by =
      command
          ->add_option("--by", evaluation.by,
                       "Read the input files again, and show figures of records with and without a value in this "
                       "attribute; with --show-values of its 20 most frequent values (years, of dates)")
          ->type_name("ATTRIBUTE");
  command->add_flag("--show-values", evaluation.show_values, "Values of the attribute of --by may be printed")
      ->needs(by);
  command->add_option("--errors", evaluation.num_mistakes, "List the N worst mistakes of each kind, by SOURCE:ID")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{10'000}))
      ->type_name("N");
  options->sweep =
      command
          ->add_option("--sweep", evaluation.num_points, "Number of thresholds, evenly spaced in weight (default 50)")
          ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}))
          ->type_name("N");
  return {command, [options](const mpi::Communicator& world) {
            options->parts.by_rule |= options->evaluation.blocking;
            options->parts.sweep = options->sweep->count() > 0;
            if (!options->json && !options->parts.sweep) options->evaluation.num_points = 0;
            if (!options->reviewed.empty()) {
              const auto estimates = evaluate::estimate_quality(world, options->evaluation.path, options->reviewed);
              print(world, [&] { return options->json ? to_json(estimates) : to_table(estimates); });
              return static_cast<int>(ExitCode::ok);
            }
            const auto found = evaluate::evaluate_result(world, options->evaluation);
            print(world, [&] { return options->json ? to_json(found) : to_table(found, options->parts); });
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
