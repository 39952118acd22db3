#include "onefold/pipeline/run.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/load_job.hpp"
#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"
#include "progress/format.hpp"

namespace onefold::cli {

namespace {

struct RunOptions {
  JobOptions job;
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
};

void print_summary(const pipeline::RunSummary& s) {
  using progress::with_thousands;
  fmt::print("{} records of {} rows are {} customers, the largest of {} records ({} rows in quarantine)\n",
             with_thousands(s.num_records), with_thousands(s.num_rows_read), with_thousands(s.num_customers),
             with_thousands(s.largest_customer), with_thousands(s.num_quarantined));
  if (s.num_customers_on_a_bridge > 0)
    fmt::print("{} customers hang on a single link with two or more records on each side (/customers/bridge_split)\n",
               with_thousands(s.num_customers_on_a_bridge));
  fmt::print("{} candidate pairs, {} edges, {} of them links\n", with_thousands(s.num_candidate_pairs),
             with_thousands(s.num_edges), with_thousands(s.num_links));
  fmt::print("result: {}\ncontent digest: {}\n", s.output, s.content_digest);
}

}  // namespace

Verb add_run(CLI::App& app) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Run a job: read the sources, match, merge, write one HDF5 file");
  add_job_options(*command, options->job);
  command->add_flag("--overwrite", options->job.overwrite, "Replace an output that exists");
  command->add_flag("--dry-run", options->dry_run, "Print the resolved job and stop");
  command->add_flag("--json", options->json, "Print the summary and statistics as JSON");
  command->add_flag("--quiet", options->quiet, "No progress");
  return {command, [options](const mpi::Communicator& world) {
            const config::Job job = load_job(world, options->job);
            if (options->dry_run) {
              if (world.is_root()) fmt::print("{}", job.resolved_toml);
              return static_cast<int>(ExitCode::ok);
            }
            progress::Progress progress(progress::options_for_stderr(world.is_root(), options->quiet || options->json));
            progress::Statistics statistics;
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
              out["customers_on_a_bridge"] = summary.num_customers_on_a_bridge;
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
