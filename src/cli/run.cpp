#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "onefold/cli/verbs.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/pipeline/run.hpp"
#include "onefold/record/error.hpp"
#include "onefold/report/format.hpp"

namespace onefold::cli {

namespace {

struct RunOptions {
  std::string job_file;
  std::string output;
  std::string work_dir;
  bool overwrite = false;
  std::vector<std::string> sets;
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
};

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf()))
    throw Error(ExitCode::job, "cannot read the job file " + path + "; give the path of a readable TOML file");
  return content.str();
}

// Collective. Rank 0 reads the file and its environment's answers; all parse the resolved text alike.
config::Job load_job(const mpi::Communicator& world, const RunOptions& options) {
  std::string resolved;
  config::Overrides overrides;
  if (!options.output.empty()) overrides.output = options.output;
  if (!options.work_dir.empty()) overrides.work_dir = options.work_dir;
  overrides.overwrite = options.overwrite;
  overrides.sets = options.sets;
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  mpi::run_locally(world, [&] {
    if (world.is_root())
      resolved = config::parse_job(read_text(options.job_file), options.job_file, overrides, environment).resolved_toml;
  });
  world.broadcast(resolved);
  return config::parse_job(resolved, options.job_file, {}, environment);
}

void print_summary(const pipeline::RunSummary& s) {
  using report::with_thousands;
  fmt::print("{} records of {} rows are {} customers, the largest of {} records ({} rows in quarantine)\n",
             with_thousands(s.num_records), with_thousands(s.num_rows_read), with_thousands(s.num_customers),
             with_thousands(s.largest_customer), with_thousands(s.num_quarantined));
  fmt::print("{} candidate pairs, {} edges, {} of them links\n", with_thousands(s.num_candidate_pairs),
             with_thousands(s.num_edges), with_thousands(s.num_links));
  fmt::print("result: {}\ncontent digest: {}\n", s.output, s.content_digest);
}

}  // namespace

Verb add_run(CLI::App& app) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Run a job: read the sources, match, merge, write one HDF5 file");
  command->add_option("JOB", options->job_file, "Job file (TOML); see docs/job_file.md")->required();
  command->add_option("--output", options->output, "Write the result here instead of [job] output");
  command->add_option("--work-dir", options->work_dir, "Keep intermediate products here instead of [job] work_dir");
  command->add_flag("--overwrite", options->overwrite, "Replace an output that exists");
  command->add_option("--set", options->sets, "KEY=VALUE: override a key of the job file, e.g. cluster.threshold=0.9")
      ->allow_extra_args(false);
  command->add_flag("--dry-run", options->dry_run, "Print the resolved job and stop");
  command->add_flag("--json", options->json, "Print the summary and statistics as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  return {command, [options](const mpi::Communicator& world) {
            const config::Job job = load_job(world, *options);
            if (options->dry_run) {
              if (world.is_root()) fmt::print("{}", job.resolved_toml);
              return static_cast<int>(ExitCode::ok);
            }
            report::Progress progress(report::options_for_stderr(world.is_root(), options->quiet || options->json));
            report::Statistics statistics;
            const auto summary = pipeline::run_job(world, job, progress, statistics);
            statistics.finish(world);
            if (!world.is_root()) return static_cast<int>(ExitCode::ok);
            if (options->json) {
              nlohmann::ordered_json out;
              out["output"] = summary.output;
              out["content_digest"] = summary.content_digest;
              out["rows_read"] = summary.num_rows_read;
              out["records"] = summary.num_records;
              out["quarantined"] = summary.num_quarantined;
              out["candidate_pairs"] = summary.num_candidate_pairs;
              out["edges"] = summary.num_edges;
              out["links"] = summary.num_links;
              out["customers"] = summary.num_customers;
              out["largest_customer"] = summary.largest_customer;
              out["ranks"] = world.size();
              out["statistics"] = nlohmann::ordered_json::parse(statistics.json());
              fmt::print("{}\n", out.dump(2));
            } else {
              print_summary(summary);
            }
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
