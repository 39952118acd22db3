// onefold plan: predicts what a run would do and need, in a small part of its time. It reads and cleanses all
// attributes, makes the blocks, and counts every pair exactly, but scores none. Start reading in src/plan/plan.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/block/rule_size.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/progress/progress.hpp"
#include "onefold/progress/statistics.hpp"
#include "onefold/record/reading_report.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::plan {

struct PlanOptions {
  int ranks = 0;                    ///< number of ranks of the run; 0: the ranks of the plan
  int nodes = 1;                    ///< number of nodes of the run
  bool show_values = false;         ///< whether to print the keys of the largest blocks as text
  std::uint64_t max_wave_rows = 0;  ///< records with a key in a wave of the plan itself; 0: as memory_per_rank allows
};

/// A term of the forecast: an amount (of the busiest rank) times a rate.
struct ForecastTerm {
  std::string_view rate;  ///< its name in the table of rates
  double amount = 0;
  double value = 0;  ///< amount * rate, in seconds at speed 1 or in bytes
};
struct StageForecast {
  std::string_view name;
  double seconds = 0;
  std::uint64_t memory_bytes = 0;  ///< resident memory of one rank while the stage runs
  std::vector<ForecastTerm> time;
  std::vector<ForecastTerm> memory;
};
struct Forecast {
  std::vector<StageForecast> stages;  ///< with the stage names of a run
  double total_seconds = 0;
  std::uint64_t peak_memory_bytes = 0;  ///< of one rank
  std::uint64_t scratch_bytes = 0;      ///< largest size of the work directory
  std::uint64_t output_bytes = 0;
  /// The run refuses a smaller memory_per_rank, because it needs all raw values of an attribute to make golden records.
  std::uint64_t least_write_bytes = 0;
  std::uint64_t num_edges = 0;  ///< assumed, like links and customers
  std::uint64_t num_links = 0;
  std::uint64_t num_customers = 0;
  std::uint64_t num_repaired = 0;        ///< records of components that repair examines; assumed
  std::vector<std::uint64_t> num_waves;  ///< [rule]; 0: not even the smallest wave fits
};

struct LargeBlock {
  std::uint64_t hash = 0;  ///< of the block's key
  std::uint64_t num_records = 0;
  std::uint64_t num_pairs = 0;
  std::string key;  ///< "surname=smith, birth_date=1970-01-01"; empty unless values are shown
};

struct PlannedRule {
  block::RuleSize size;
  std::uint64_t num_keyed_rows =
      0;                       ///< upper bound of the records that have a key: those with the rarest of its attributes
  std::uint64_t num_keys = 0;  ///< number of their keys, if the rule gives a record several; otherwise num_keyed_rows
  std::optional<std::uint64_t> num_new_pairs;  ///< pairs that no earlier rule proposes; nothing if not counted, because
                                               ///< the rule exceeds max_pairs
  std::uint64_t num_oversized_blocks = 0;      ///< blocks above max_block_size, if the job treats them as an error
  std::vector<LargeBlock> largest;  ///< at most kLargestBlocks, by descending number of records, then by hash
  double most_load = 1;             ///< upper bound of the largest rank's pairs divided by the mean
};
inline constexpr std::size_t kLargestBlocks = 5;

/// The result of a plan. Equal on all ranks.
struct Plan {
  std::uint64_t num_rows_read = 0;
  std::uint64_t num_records = 0;
  std::uint64_t num_quarantined = 0;
  std::uint64_t input_bytes = 0;
  ReadingReport reading;           ///< that of a run
  std::vector<std::string> files;  ///< of all sources, as the reading report counts them
  std::vector<PlannedRule> rules;
  std::uint64_t num_pairs = 0;      ///< sum over the rules
  std::uint64_t num_new_pairs = 0;  ///< candidate pairs; an upper bound if those of a rule were not counted
  bool new_pairs_are_exact = true;
  int ranks = 1;  ///< for which the forecast is made
  int nodes = 1;
  StageForecast own;       ///< the forecast for the plan's own work
  double own_seconds = 0;  ///< the time that this work took
  double speed = 1;        ///< speed of this machine relative to the machine of the rates
  Forecast forecast;
  std::uint64_t free_scratch_bytes = 0;
  std::uint64_t free_output_bytes = 0;
  bool one_file_system = false;       ///< whether scratch and output are on the same file system
  std::vector<std::string> refusals;  ///< reasons why a run would stop; empty if it would not
  Warnings warnings;                  ///< what a run would suffer from, and reasons to doubt its result
  std::string limit;                  ///< one line: what limits the run
};

/// Collective. Throws Error if the input has mistakes that make a plan impossible.
[[nodiscard]] Plan plan_job(const mpi::Communicator& world, const config::Job& job, progress::Progress& progress,
                            progress::Statistics& statistics, const PlanOptions& options = {});

}  // namespace onefold::plan
