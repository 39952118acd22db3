// Statistics of a run, stage by stage: for the table at the end, for --json, and for the output file.
//
// Each rank records its own numbers; finish() reduces them. There are two kinds:
//   counters  exact, and equal for any number of ranks (rows read, pairs scored); may be part of the content digest
//   figures   all others (seconds, memory, bytes sent, load); never part of it
//
// Cost of finish(): three reductions of 8 bytes per number.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::progress {

struct Counter {
  std::string name;
  std::uint64_t value = 0;
};

/// A number that each rank has, summarised over all ranks.
struct Load {
  std::string name;
  std::uint64_t sum = 0;
  std::uint64_t max = 0;
  double max_over_mean = 1;  ///< 1: perfectly even; also 1 if all are zero
};

struct StageStatistics {
  std::string name;
  double seconds = 0;  ///< of the slowest rank
  /// Largest resident memory of any rank since the start, at the end of the stage.
  std::uint64_t peak_memory_bytes = 0;
  std::uint64_t peak_memory_sum_bytes = 0;  ///< the same, summed over ranks
  std::vector<Counter> counters;            ///< in the order of their first use
  std::vector<Load> loads;
};

class Statistics;

/// Local. Measures a stage from construction until stop() or destruction.
class StageTimer {
 public:
  StageTimer(Statistics& statistics, std::size_t stage);
  ~StageTimer();
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;
  void stop();

 private:
  Statistics* statistics_;
  std::size_t stage_;
  std::chrono::steady_clock::time_point begun_;
};

/// All ranks must record the same stages, counters and loads in the same order.
class Statistics {
 public:
  /// Local. Times a stage and makes it the current one. A stage may be timed several times (waves of scoring); times
  /// add up.
  [[nodiscard]] StageTimer time(std::string_view stage);

  /// Local. Adds to a counter of the current stage. finish() sums it over the ranks.
  void add(std::string_view counter, std::uint64_t local_value);
  /// Local. Adds a value that is already global, and equal on all ranks.
  void add_global(std::string_view counter, std::uint64_t global_value);
  /// Local. Adds to a number whose distribution over ranks is of interest: pairs scored here, bytes sent.
  void add_load(std::string_view load, std::uint64_t local_value);

  /// Collective. Reduces everything once, at the end. All stage timers must have stopped.
  void finish(const mpi::Communicator& world);

  /// Available after finish(); equal on all ranks.
  [[nodiscard]] const std::deque<StageStatistics>& stages() const { return stages_; }
  [[nodiscard]] int num_ranks() const { return num_ranks_; }
  /// Seconds since this object was created, on the slowest rank.
  [[nodiscard]] double total_seconds() const { return total_seconds_; }
  [[nodiscard]] std::uint64_t peak_memory_sum_bytes() const { return peak_memory_sum_bytes_; }
  /// Value of a counter, or 0 if it does not exist.
  [[nodiscard]] std::uint64_t counter(std::string_view stage, std::string_view counter) const;

  /// A table for people. Lines end with '\n'.
  [[nodiscard]] std::string table() const;
  /// {"ranks", "total_seconds", "peak_memory_sum_bytes", "stages": [{"name", "seconds", ..., "counters": {}, "loads":
  /// {}}]}
  [[nodiscard]] std::string json(int indent = -1) const;

 private:
  friend class StageTimer;
  [[nodiscard]] std::size_t stage_named(std::string_view name);
  StageStatistics& current();
  Counter& counter_named(std::string_view name);
  void local_stop(std::size_t stage, double seconds);

  std::deque<StageStatistics> stages_;
  // Which counters are already global: per stage, parallel to StageStatistics::counters.
  std::deque<std::vector<bool>> is_global_;
  std::size_t current_ = 0;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  double total_seconds_ = 0;
  std::uint64_t peak_memory_sum_bytes_ = 0;
  int num_ranks_ = 1;
};

}  // namespace onefold::progress
