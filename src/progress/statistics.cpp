#include "onefold/progress/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "record/memory.hpp"

namespace onefold::progress {

namespace {

// Seconds are sent as whole nanoseconds, because only integers are reduced.
std::uint64_t to_nanoseconds(double seconds) {
  return static_cast<std::uint64_t>(std::llround(std::max(0.0, seconds) * 1e9));
}
double to_seconds(std::uint64_t nanoseconds) { return static_cast<double>(nanoseconds) * 1e-9; }

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// A hash of the names of everything that will be reduced, in order.
std::uint64_t fingerprint(const std::deque<StageStatistics>& stages) {
  std::uint64_t hash = 0;
  const auto take = [&](std::string_view name, std::uint64_t kind) { hash = hash_bytes(name, mix(hash, kind)); };
  for (const auto& stage : stages) {
    take(stage.name, 0);
    for (const auto& counter : stage.counters) take(counter.name, 1);
    for (const auto& load : stage.loads) take(load.name, 2);
  }
  return hash;
}

}  // namespace

StageTimer::StageTimer(Statistics& statistics, std::size_t stage)
    : statistics_(&statistics), stage_(stage), begun_(std::chrono::steady_clock::now()) {}
StageTimer::~StageTimer() { stop(); }
void StageTimer::stop() {
  if (statistics_ != nullptr) statistics_->local_stop(stage_, seconds_since(begun_));
  statistics_ = nullptr;
}

std::size_t Statistics::stage_named(std::string_view name) {
  for (std::size_t i = 0; i < stages_.size(); ++i)
    if (stages_[i].name == name) return i;
  stages_.emplace_back().name = name;
  is_global_.emplace_back();
  return stages_.size() - 1;
}

StageStatistics& Statistics::current() {
  if (stages_.empty()) throw Error(ExitCode::internal, "broken invariant: numbers are recorded within a stage");
  return stages_[current_];
}

StageTimer Statistics::time(std::string_view stage) {
  current_ = stage_named(stage);
  return {*this, current_};
}

void Statistics::local_stop(std::size_t stage, double seconds) {
  stages_[stage].seconds += seconds;
  stages_[stage].peak_memory_bytes = peak_resident_bytes();
}

Counter& Statistics::counter_named(std::string_view name) {
  auto& counters = current().counters;
  const auto found = std::find_if(counters.begin(), counters.end(), [&](const Counter& c) { return c.name == name; });
  if (found != counters.end()) return *found;
  is_global_[current_].push_back(false);
  return counters.emplace_back(Counter{std::string(name), 0});
}

void Statistics::add(std::string_view counter, std::uint64_t local_value) {
  counter_named(counter).value += local_value;
}

void Statistics::add_global(std::string_view counter, std::uint64_t global_value) {
  Counter& noted = counter_named(counter);
  noted.value += global_value;
  is_global_[current_][static_cast<std::size_t>(&noted - current().counters.data())] = true;
}

void Statistics::add_load(std::string_view load, std::uint64_t local_value) {
  auto& loads = current().loads;
  auto found = std::find_if(loads.begin(), loads.end(), [&](const Load& l) { return l.name == load; });
  if (found == loads.end()) found = loads.insert(loads.end(), Load{std::string(load), 0, 0, 1});
  found->sum += local_value;
}

void Statistics::finish(const mpi::Communicator& world) {
  num_ranks_ = world.size();
  const std::uint64_t mine = fingerprint(stages_);
  // Two statements instead of one with &&, because every rank must take part in both collectives.
  const std::uint64_t largest = world.max(mine);
  const std::uint64_t smallest = world.min(mine);
  mpi::require_on_all_ranks(world, largest == smallest,
                            "all ranks record the same stages and counters in the same order");

  // 1. Put all numbers in one row, in the same order on all ranks.
  std::vector<std::uint64_t> sums;
  std::vector<std::uint64_t> maxima;
  const std::uint64_t peak = peak_resident_bytes();
  sums.push_back(peak);
  maxima.push_back(to_nanoseconds(seconds_since(begun_)));
  for (std::size_t s = 0; s < stages_.size(); ++s) {
    const auto& stage = stages_[s];
    maxima.insert(maxima.end(), {to_nanoseconds(stage.seconds), stage.peak_memory_bytes});
    sums.push_back(stage.peak_memory_bytes);
    // A counter that is already global is contributed by one rank.
    for (std::size_t c = 0; c < stage.counters.size(); ++c)
      sums.push_back(is_global_[s][c] && !world.is_root() ? 0 : stage.counters[c].value);
    for (const auto& load : stage.loads) {
      sums.push_back(load.sum);
      maxima.push_back(load.sum);
    }
  }
  // 2. Reduce them as integers.
  world.sum_in_place(sums);
  world.max_in_place(maxima);

  // 3. Store the results.
  auto sum = sums.begin();
  auto maximum = maxima.begin();
  peak_memory_sum_bytes_ = *sum++;
  total_seconds_ = to_seconds(*maximum++);
  for (auto& stage : stages_) {
    stage.seconds = to_seconds(*maximum++);
    stage.peak_memory_bytes = *maximum++;
    stage.peak_memory_sum_bytes = *sum++;
    for (auto& counter : stage.counters) counter.value = *sum++;
    for (auto& load : stage.loads) {
      load.sum = *sum++;
      load.max = *maximum++;
      if (load.sum > 0)
        load.max_over_mean =
            static_cast<double>(load.max) * static_cast<double>(num_ranks_) / static_cast<double>(load.sum);
    }
  }
}

std::uint64_t Statistics::counter(std::string_view stage, std::string_view counter) const {
  for (const auto& s : stages_)
    if (s.name == stage)
      for (const auto& c : s.counters)
        if (c.name == counter) return c.value;
  return 0;
}

}  // namespace onefold::progress
