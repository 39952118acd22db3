#include "cli/load_job.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cleanse/cleanser.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "onefold/similarity/simd.hpp"
#include "record/hash.hpp"

namespace onefold::cli {

namespace {

/// Collective. The tables that alias levels ask, if the job brings some.
void load_aliases(const mpi::Communicator& world, config::Job& job) {
  const auto& paths = job.cleanse.alias_files;
  if (paths.empty()) return;
  std::vector<std::string> texts(paths.size());
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::size_t f = 0; f < paths.size(); ++f) {
      std::error_code ignored;
      std::ifstream file(paths[f], std::ios::binary);
      std::ostringstream content;
      if (std::filesystem::is_directory(paths[f], ignored) || !file || !(content << file.rdbuf()))
        throw Error(ExitCode::job,
                    paths[f] + ": file of aliases cannot be read, or is empty; check cleanse.aliases of the job");
      texts[f] = content.str();
    }
  });
  std::uint64_t digest = 0;
  for (auto& text : texts) {
    world.broadcast(text);
    digest = mix(digest, hash_bytes(text));
  }
  mpi::run_locally(world, [&] { config::set_aliases(job, cleanse::make_alias_table(texts, paths), digest); });
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf()))
    throw Error(ExitCode::job, "cannot read the job file " + path + "; give the path of a readable TOML file");
  return content.str();
}

}  // namespace

void add_job_options(CLI::App& command, JobOptions& options) {
  command.add_option("JOB", options.job_file, "Job file (TOML); see docs/job_file.md")->required();
  command.add_option("--output", options.output, "Write the result here instead of [job] output");
  command.add_option("--work-dir", options.work_dir, "Keep intermediate products here instead of [job] work_dir");
  command.add_option("--set", options.sets, "KEY=VALUE: override a key of the job file, e.g. cluster.threshold=0.9")
      ->allow_extra_args(false);
}

config::Job load_job(const mpi::Communicator& world, const JobOptions& options) {
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
    // A mistake in the environment is reported now, not when pairs are scored.
    static_cast<void>(similarity::simd_in_use());
    if (world.is_root())
      resolved = config::parse_job(read_text(options.job_file), options.job_file, overrides, environment).resolved_toml;
  });
  world.broadcast(resolved);
  config::Job job = config::parse_job(resolved, options.job_file, {}, environment);
  load_aliases(world, job);
  return job;
}

}  // namespace onefold::cli
