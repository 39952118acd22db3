// onefold plan: what a run would do and take, found out in a small part of its time. Reads and cleanses what blocking
// keys are made of, makes the blocks, counts every pair exactly, and scores none. Read src/pipeline/plan.cpp first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "block/blocks.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/progress/progress.hpp"
#include "onefold/progress/statistics.hpp"

namespace onefold::plan {

struct PlanOptions {
  int ranks = 0;                    ///< to make the forecast for; 0: as many as plan
  int nodes = 1;                    ///< likewise
  bool show_values = false;         ///< keys of the largest blocks as text
  std::uint64_t max_wave_rows = 0;  ///< records with a key in a wave of the plan itself; 0: as memory_per_rank allows
};

/// A number of the forecast, and what it is made of: amount (of the busiest rank) times rate.
struct ForecastTerm {
  std::string_view rate;  ///< its name in the table of rates
  double amount = 0;
  double value = 0;  ///< amount * rate: seconds at speed 1, or bytes
};
struct StageForecast {
  std::string_view name;
  double seconds = 0;
  std::uint64_t memory_bytes = 0;  ///< resident, of one rank, while the stage runs
  std::vector<ForecastTerm> time;
  std::vector<ForecastTerm> memory;
};
struct Forecast {
  std::vector<StageForecast> stages;  ///< as the run names them
  double total_seconds = 0;
  std::uint64_t peak_memory_bytes = 0;  ///< of one rank
  std::uint64_t scratch_bytes = 0;      ///< in the work directory when it is fullest
  std::uint64_t output_bytes = 0;
  std::uint64_t least_write_bytes =
      0;                        ///< memory_per_rank below this is refused: golden records of an attribute want it
  std::uint64_t num_edges = 0;  ///< assumed, as are links and customers
  std::uint64_t num_links = 0;
  std::uint64_t num_customers = 0;
  std::uint64_t num_repaired = 0;        ///< records of components that repair looks at; assumed
  std::vector<std::uint64_t> num_waves;  ///< [rule]; 0: not even the smallest wave fits
};

struct LargeBlock {
  block::KeyHash hash = 0;
  std::uint64_t num_records = 0;
  std::uint64_t num_pairs = 0;
  std::string key;  ///< "surname=smith, birth_date=1970-01-01"; empty unless values are shown
};

struct PlannedRule {
  block::RuleSize size;
  std::uint64_t num_keyed_rows = 0;  ///< records that have a key, at most: those with the rarest of its attributes
  std::uint64_t num_keys = 0;        ///< that they have, where the rule gives a record several; else as many
  std::optional<std::uint64_t> num_new_pairs;  ///< that no earlier rule proposes; none: above max_pairs, not counted
  std::uint64_t num_oversized_blocks = 0;      ///< above max_block_size, where the job calls that an error
  std::vector<LargeBlock> largest;             ///< at most kLargestBlocks, by falling number of records, then by hash
  double most_load = 1;                        ///< bound of the largest rank's pairs over the mean
};
inline constexpr std::size_t kLargestBlocks = 5;

/// What a plan found. Equal on all ranks.
struct Plan {
  std::uint64_t num_rows_read = 0;
  std::uint64_t num_records = 0;
  std::uint64_t num_quarantined = 0;
  std::uint64_t input_bytes = 0;
  std::vector<PlannedRule> rules;
  std::uint64_t num_pairs = 0;      ///< sums over the rules
  std::uint64_t num_new_pairs = 0;  ///< candidate pairs; an upper bound when a rule's were not counted
  bool new_pairs_are_exact = true;
  int ranks = 1;  ///< of the forecast
  int nodes = 1;
  StageForecast own;       ///< what the plan's own work takes by the rates
  double own_seconds = 0;  ///< what it took
  double speed = 1;        ///< of this machine, as seen, over that of the machine of the rates
  Forecast forecast;
  std::uint64_t free_scratch_bytes = 0;
  std::uint64_t free_output_bytes = 0;
  bool one_file_system = false;       ///< scratch and output take from the same
  std::vector<std::string> refusals;  ///< why a run would stop; empty: it would not
  std::vector<std::string> warnings;
  std::string limit;  ///< one line: what the run will be limited by
};

/// Collective. Throws Error for what no plan can be made of: mistakes in the input.
[[nodiscard]] Plan plan_job(const mpi::Communicator& world, const config::Job& job, progress::Progress& progress,
                            progress::Statistics& statistics, const PlanOptions& options = {});

}  // namespace onefold::plan
