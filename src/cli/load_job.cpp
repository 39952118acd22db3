#include "cli/load_job.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <limits>

#include "cleanse/cleanser.hpp"
#include "document/nearest_name.hpp"
#include "files/regular_file.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "onefold/similarity/simd.hpp"
#include "record/hash.hpp"

namespace onefold::cli {

namespace {

// More than any job file needs. The first bytes of a longer file suffice to refuse it.
constexpr std::size_t kMaxJobBytes = std::size_t{8} << 20;

/// Collective. Loads the tables of the alias levels if the job names files of aliases.
void load_aliases(const mpi::Communicator& world, config::Job& job) {
  const auto& paths = job.cleanse.alias_files;
  if (paths.empty()) return;
  std::vector<std::string> texts(paths.size());
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::size_t f = 0; f < paths.size(); ++f) {
      auto read = files::read_text(paths[f], std::numeric_limits<std::size_t>::max());
      if (read.reason.empty() && read.text.empty()) read.reason = "it is empty";
      if (!read.reason.empty())
        throw Error(ExitCode::job,
                    fmt::format("{}: file of aliases cannot be read: {}; check cleanse.aliases of the job", paths[f],
                                read.reason));
      texts[f] = std::move(read.text);
    }
  });
  std::uint64_t digest = 0;
  for (auto& text : texts) {
    world.broadcast(text);
    digest = mix(digest, hash_bytes(text));
  }
  mpi::run_locally(world, [&] { config::set_aliases(job, cleanse::make_alias_table(texts, paths), digest); });
}

std::string read_job_text(const std::string& path) {
  auto read = files::read_text(path, kMaxJobBytes);
  if (!read.reason.empty())
    throw Error(ExitCode::job, fmt::format("cannot read the job file {}: {}; give the path of a readable TOML file",
                                           config::printable(path), read.reason));
  return std::move(read.text);
}

}  // namespace

std::optional<std::string> environment_value(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

config::Job load_job(const mpi::Communicator& world, const JobOptions& options) {
  std::string resolved;
  config::Overrides overrides;
  if (!options.output.empty()) overrides.output = options.output;
  if (!options.work_dir.empty()) overrides.work_dir = options.work_dir;
  overrides.overwrite = options.overwrite;
  overrides.sets = options.sets;
  mpi::run_locally(world, [&] {
    // Report a mistake in the environment now, not when pairs are scored.
    static_cast<void>(similarity::simd_in_use());
    if (world.is_root())
      resolved = config::parse_job(read_job_text(options.job_file), options.job_file, overrides, environment_value)
                     .resolved_toml;
  });
  world.broadcast(resolved);
  config::Job job = config::parse_job(resolved, options.job_file, {}, environment_value);
  load_aliases(world, job);
  return job;
}

}  // namespace onefold::cli
