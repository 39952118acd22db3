// onefold plan JOB.toml: what a run would do and take, before it is made.
#include "onefold/plan/plan.hpp"

#include <fmt/format.h>

#include <memory>

#include <CLI/CLI.hpp>

#include "cli/load_job.hpp"
#include "cli/plan_report.hpp"
#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

namespace {

struct Options {
  JobOptions job;
  plan::PlanOptions plan;
  bool json = false;
  bool quiet = false;
};

}  // namespace

Verb add_plan(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("plan",
                         "Say what a run of a job would do and take: pairs of each rule, large blocks, time, "
                         "memory, disk");
  add_job_options(*command, options->job);
  command
      ->add_option("--ranks", options->plan.ranks, "Make the forecast for so many ranks, each with a core of its own")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--nodes", options->plan.nodes, "Make the forecast for so many nodes")
      ->check(CLI::Range(1, 1'000'000));
  command->add_flag("--show-values", options->plan.show_values, "Print the keys of the largest blocks as they are");
  command->add_flag("--json", options->json, "Print everything as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  return {command, [options](const mpi::Communicator& world) {
            const int ranks = options->plan.ranks > 0 ? options->plan.ranks : world.size();
            if (options->plan.nodes > ranks)
              throw Error(ExitCode::usage,
                          fmt::format("--nodes {} for {} ranks: a node has a rank at least; give --ranks too",
                                      options->plan.nodes, ranks));
            const config::Job job = load_job(world, options->job);
            progress::Progress progress(progress::options_for_stderr(world.is_root(), options->quiet || options->json));
            progress::Statistics statistics;
            const auto plan = plan::plan_job(world, job, progress, statistics, options->plan);
            if (world.is_root()) {
              fmt::print("{}", options->json ? to_json(job, plan) : to_text(job, plan));
              std::fflush(stdout);
            }
            if (!plan.refusals.empty())
              throw Error(ExitCode::limit, "a run would be refused: " + plan.refusals.front());
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
