// onefold suggest FILE... > JOB.toml: a first job file for files that nobody has described.
#include "suggest/suggest.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/verbs.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

namespace {

struct Options {
  suggest::Options suggest;
  std::string task;
};

}  // namespace

Verb add_suggest(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("suggest", "Look at CSV files and write a commented job file for them to standard output");
  command->add_option("FILE", options->suggest.files, "CSV files of any delimiter, also .gz and .zst; a source each")
      ->required();
  command
      ->add_option(
          "--truth", options->suggest.truth,
          "COLUMN or COLUMN=REGEX: what is known to be the same, for onefold evaluate; never used for matching")
      ->allow_extra_args(false);
  command->add_option("--task", options->task, "dedupe or link; without it what the files hold decides")
      ->check(CLI::IsMember({"dedupe", "link"}));
  command
      ->add_option("--max-pairs", options->suggest.max_pairs,
                   fmt::format("Candidate pairs of all blocking rules together; {} a record, at least {}, without it",
                               suggest::kPairsPerRecord, suggest::kLeastPairs))
      ->check(CLI::PositiveNumber);
  command->add_option("--name", options->suggest.name, "Name of the job; the first file's without it");
  command->add_option("--output", options->suggest.output, "The job's output; NAME.h5 without it");
  return {command, [options](const mpi::Communicator& world) {
            if (!options->task.empty())
              options->suggest.task = options->task == "link" ? config::Task::link : config::Task::dedupe;
            const std::string job = suggest::suggest_job(world, options->suggest);
            // What is written can be read: a job with a mistake would be a defect of this program.
            (void)config::parse_job(job, "the suggested job");
            if (world.is_root()) {
              fmt::print("{}", job);
              std::fflush(stdout);
            }
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
