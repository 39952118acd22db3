#include "plan/plan_forecast.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <thread>

#include "columns/build_columns.hpp"
#include "files/output_path.hpp"
#include "progress/format.hpp"

namespace onefold::plan {

namespace {

// A shorter time is too short to estimate the speed of the machine.
constexpr double kLeastSeconds = 0.2;
constexpr double kMostSpeed = 10;

// The storage class that is expected, from its type alone, for an attribute that was not cleansed.
Storage expected_storage(AttributeType type) {
  switch (type) {
    case AttributeType::phone:
    case AttributeType::number:
      return Storage::packed;
    case AttributeType::full_name:
    case AttributeType::email:
    case AttributeType::address:
    case AttributeType::text:
    case AttributeType::identifier:
    case AttributeType::organisation:
      return Storage::text;
    default:
      return Storage::coded;
  }
}

std::vector<AttributeLoad> attribute_loads(const config::Job& job, const Columns& columns,
                                           std::span<const std::uint64_t> raw_bytes, const std::vector<bool>& is_in_key,
                                           const std::vector<Storage>& storages) {
  const auto uses = columns::column_uses(job);
  std::vector<AttributeLoad> loads;
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    AttributeLoad load{Storage::fingerprint,
                       raw_bytes[a],
                       0,
                       uses[a].term_frequency,
                       job.merge.rules[a] == config::SurvivorshipRule::most_frequent,
                       std::uint32_t{uses[a].word_weights} + std::uint32_t{uses[a].element_weights}};
    if (is_in_key[a]) {
      load.storage = storages[a];
      load.num_distinct = columns.attributes[a].facts.num_distinct;
    } else if (uses[a].values) {
      load.storage = expected_storage(job.attributes[a].type);
      // A typical number of distinct values of a coded column in a large input.
      load.num_distinct = std::min<std::uint64_t>(65'536, columns.distribution.num_global() / 8);
    }
    loads.push_back(load);
  }
  return loads;
}

std::uint64_t count_training_pairs(const config::Job& job, const std::vector<PlannedRule>& rules,
                                   const block::PairScope& scope) {
  if (!job.model.is_trained()) return 0;
  std::uint64_t pairs = std::min(job.model.max_random_pairs, scope.num_all_pairs());
  for (const auto& rule : rules) pairs += std::min(job.model.max_training_pairs, rule.size.num_pairs);
  return pairs;
}

// Number of times that the keys of a rule are exchanged: once for its blocks, once before to find oversized blocks, and
// once more if these are split.
std::uint32_t passes_over_keys(const config::BlockingRule& rule) {
  if (rule.max_block_size == 0) return 1;
  return rule.oversized == config::Oversized::split ? 3 : 2;
}

// Whether repair examines fully linked components too, because a constraint may be broken in them.
bool repairs_all(const config::Job& job) {
  return std::any_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return source.unique; }) ||
         std::any_of(job.attributes.begin(), job.attributes.end(),
                     [](const auto& attribute) { return attribute.conflict; });
}

// The folder, or its closest existing parent if it will be created.
std::string existing_folder(std::string path) {
  std::error_code ignored;
  while (!std::filesystem::is_directory(path, ignored) && path != ".") path = files::folder_of(path);
  return path;
}

// Rank 0 checks, because it creates these files.
void look_at_disks(const mpi::Communicator& world, const config::Job& job, Plan& plan) {
  if (world.is_root()) {
    const std::string scratch = existing_folder(job.work_dir);
    const std::string output = existing_folder(files::folder_of(job.output));
    const auto free_bytes = [](const std::string& folder) -> std::uint64_t {
      struct statvfs facts {};
      return ::statvfs(folder.c_str(), &facts) == 0 ? std::uint64_t{facts.f_bavail} * facts.f_frsize : 0;
    };
    struct stat of_scratch {};
    struct stat of_output {};
    plan.free_scratch_bytes = free_bytes(scratch);
    plan.free_output_bytes = free_bytes(output);
    plan.one_file_system = ::stat(scratch.c_str(), &of_scratch) == 0 && ::stat(output.c_str(), &of_output) == 0 &&
                           of_scratch.st_dev == of_output.st_dev;
  }
  plan.free_scratch_bytes = world.broadcast_value(plan.free_scratch_bytes);
  plan.free_output_bytes = world.broadcast_value(plan.free_output_bytes);
  plan.one_file_system = world.broadcast_value(plan.one_file_system);
}

std::uint64_t size_of_files(const mpi::Communicator& world, const std::vector<std::string>& files) {
  std::uint64_t bytes = 0;
  for (const auto& file : files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    bytes += error ? 0 : size;
  }
  return world.broadcast_value(bytes);
}

// Collective. Seconds that the plan has taken so far: the sum over stages of the slowest rank.
double seconds_so_far(const Context& context) {
  progress::Statistics so_far = context.statistics;
  so_far.finish(context.world);
  double seconds = 0;
  for (const auto& stage : so_far.stages()) seconds += stage.seconds;
  return seconds;
}

void judge_memory(const config::Job& job, Plan& plan) {
  using progress::human_bytes;
  const auto& forecast = plan.forecast;
  if (std::find(forecast.num_waves.begin(), forecast.num_waves.end(), 0) != forecast.num_waves.end())
    plan.refusals.push_back(fmt::format(
        "memory_per_rank = {} is too little: columns and buffers leave no room for a wave of scoring. Raise "
        "it above {}, or use more ranks",
        human_bytes(job.memory_per_rank_bytes), human_bytes(forecast.peak_memory_bytes)));
  else if (forecast.least_write_bytes > job.memory_per_rank_bytes)
    plan.refusals.push_back(
        fmt::format("memory_per_rank = {} is too little: golden records need all raw values of an attribute. "
                    "Raise it to {}, or use more ranks",
                    human_bytes(job.memory_per_rank_bytes), human_bytes(forecast.least_write_bytes)));
  else if (forecast.peak_memory_bytes > job.memory_per_rank_bytes)
    plan.warnings.push_back(
        {"memory", fmt::format("a rank is expected to need {}, more than memory_per_rank = {}",
                               human_bytes(forecast.peak_memory_bytes), human_bytes(job.memory_per_rank_bytes))});
}

void judge_disks(const config::Job& job, Plan& plan) {
  using progress::human_bytes;
  const auto& forecast = plan.forecast;
  const std::uint64_t scratch = forecast.scratch_bytes + (plan.one_file_system ? forecast.output_bytes : 0);
  if (scratch > plan.free_scratch_bytes)
    plan.warnings.push_back({"disk", fmt::format("{} has {} free, but {} will be needed", job.work_dir,
                                                 human_bytes(plan.free_scratch_bytes), human_bytes(scratch))});
  else if (forecast.output_bytes > plan.free_output_bytes)
    plan.warnings.push_back(
        {"disk", fmt::format("{} has {} free, but {} will be needed", files::folder_of(job.output),
                             human_bytes(plan.free_output_bytes), human_bytes(forecast.output_bytes))});
}

// What limits the run, in one line.
std::string what_limits(const config::Job& job, const Plan& plan) {
  const auto& forecast = plan.forecast;
  if (!plan.refusals.empty()) return "the run would be refused: " + plan.refusals.front();
  if (!plan.warnings.empty() &&
      (forecast.scratch_bytes > plan.free_scratch_bytes || forecast.output_bytes > plan.free_output_bytes ||
       forecast.peak_memory_bytes > job.memory_per_rank_bytes))
    return plan.warnings.back().text;
  const auto longest = std::max_element(forecast.stages.begin(), forecast.stages.end(),
                                        [](const auto& a, const auto& b) { return a.seconds < b.seconds; });
  const double share = forecast.total_seconds > 0 ? 100 * longest->seconds / forecast.total_seconds : 0;
  const std::uint64_t most_waves =
      forecast.num_waves.empty() ? 1 : *std::max_element(forecast.num_waves.begin(), forecast.num_waves.end());
  return fmt::format(
      "time: {} takes {:.0f} % of it; memory {}", longest->name, share,
      most_waves > 1 ? fmt::format("suffices with {} waves per rule", most_waves) : "suffices without waves");
}

}  // namespace

void make_plan_forecast(const Context& context, const PlanFacts& facts, const PlanOptions& options, Plan& plan) {
  const auto& world = context.world;
  const auto& job = context.job;
  const auto& [sources, columns, local_raw_bytes, is_in_key, storages] = facts;
  // 1. Collect the facts about the input.
  std::vector<std::uint64_t> raw_bytes = local_raw_bytes.attributes;
  raw_bytes.push_back(local_raw_bytes.source_ids + local_raw_bytes.true_ids);
  world.sum_in_place(raw_bytes);
  plan.input_bytes = size_of_files(world, sources.files);
  ForecastInput input;
  input.num_records = plan.num_records;
  // The time to read a compressed file depends on its uncompressed size.
  input.input_bytes = std::max(plan.input_bytes, std::accumulate(raw_bytes.begin(), raw_bytes.end(), std::uint64_t{0}));
  input.id_bytes = raw_bytes.back();
  input.attributes = attribute_loads(job, columns, raw_bytes, is_in_key, storages);
  for (const auto& rule : plan.rules)
    input.rules.push_back({rule.num_keyed_rows, rule.size.num_rows, rule.size.num_blocks, rule.size.num_pairs,
                           rule.num_new_pairs.value_or(rule.size.num_pairs)});
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    input.rules[r].gives_several_keys = config::is_multi_valued(job.blocking[r].on);
    input.rules[r].num_keys = plan.rules[r].num_keys;
    input.rules[r].num_passes = passes_over_keys(job.blocking[r]);
  }
  input.keeps_raw = job.result.values != config::KeptValues::none;
  input.keeps_cleansed = job.result.values == config::KeptValues::raw_cleansed;
  input.repairs = job.cluster.method == config::ClusterMethod::repair;
  input.repairs_all = repairs_all(job);
  input.num_comparisons = job.comparisons.size();
  for (const auto& comparison : job.comparisons) input.num_term_frequencies += comparison.term_frequency ? 1 : 0;
  if (job.model.prior.kind == config::PriorConfig::Kind::rules) input.num_prior_rules = job.model.prior.rules.size();
  input.num_training_pairs =
      count_training_pairs(job, plan.rules, {job.task == config::Task::link, columns.source_ends});
  input.memory_per_rank_bytes = job.memory_per_rank_bytes;

  // 2. Estimate the speed of this machine from the time of the plan's own work.
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int plan_nodes = static_cast<int>(world.sum(context.node.rank() == 0 ? 1 : 0));
  input.ranks = world.size();
  input.nodes = plan_nodes;
  input.busy_ranks = std::min(world.size(), cores * plan_nodes);
  plan.own = forecast_of_plan(input);
  plan.own_seconds = seconds_so_far(context);
  if (plan.own.seconds >= kLeastSeconds)
    plan.speed = std::clamp(plan.own.seconds / plan.own_seconds, 1 / kMostSpeed, kMostSpeed);

  // 3. Forecast. If the user asked for a number of ranks, each of them is assumed to have a core.
  input.ranks = plan.ranks;
  input.nodes = plan.nodes;
  input.busy_ranks = options.ranks > 0 ? plan.ranks : std::min(plan.ranks, cores * plan_nodes);
  input.speed = plan.speed;
  plan.forecast = make_forecast(input);

  // 4. Report what would stop or limit the run.
  look_at_disks(world, job, plan);
  judge_memory(job, plan);
  judge_disks(job, plan);
  plan.limit = what_limits(job, plan);
}

}  // namespace onefold::plan
