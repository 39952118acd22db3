// onefold plan JOB.toml: forecasts a run of the job.
#include "onefold/plan/plan.hpp"

#include <fmt/format.h>

#include "cli/plan_report.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

void execute(const mpi::Communicator& world, const PlanArguments& arguments) {
  const int ranks = arguments.plan.ranks > 0 ? arguments.plan.ranks : world.size();
  if (arguments.plan.nodes > ranks)
    throw Error(ExitCode::usage,
                fmt::format("--nodes {} for {} ranks: each node has at least one rank; give --ranks too",
                            arguments.plan.nodes, ranks));
  const config::Job job = load_job(world, arguments.job);
  progress::Progress progress(progress::options_for_stderr(world.is_root(), arguments.quiet || arguments.json));
  progress::Statistics statistics;
  const auto plan = plan::plan_job(world, job, progress, statistics, arguments.plan);
  print(world, [&] { return arguments.json ? to_json(job, plan) : to_text(job, plan); });
  if (!plan.refusals.empty()) throw Error(ExitCode::limit, "a run would be refused: " + plan.refusals.front());
}

}  // namespace onefold::cli
