// Forecasts a run: seconds and resident memory per stage, scratch on disk, size of the result. It computes from counts,
// most of which are known exactly before the run, and from measured rates.
//
// Every figure is a sum of terms. A term is an amount (records of a rank, pairs, edges) times a rate (nanoseconds or
// bytes per item). scripts/measure-rates measures runs and prints the rates that fit. Seconds are divided by the speed
// of this machine, where 1 is the machine on which the rates were measured.
//
// The number of edges and the share of edges that are links are unknown before scoring, and assumed. They determine the
// forecast number of customers, and of records that repair examines.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/plan/plan.hpp"
#include "record/columns.hpp"

namespace onefold::plan {

/// Facts about an attribute, over all ranks.
struct AttributeLoad {
  Storage storage = Storage::coded;
  std::uint64_t raw_bytes = 0;  ///< of all raw values
  std::uint64_t num_distinct = 0;
  bool is_counted = false;        ///< a comparison needs term frequencies
  bool has_value_ids = false;     ///< merge compares its value ids
  std::uint32_t num_weights = 0;  ///< number of columns of token weights
};

/// Facts about a blocking rule, over all ranks.
struct RuleLoad {
  std::uint64_t num_keyed_rows = 0;  ///< upper bound of the number of records with a key
  std::uint64_t num_rows = 0;        ///< records in blocks
  std::uint64_t num_blocks = 0;
  std::uint64_t num_pairs = 0;
  std::uint64_t num_new_pairs = 0;
  bool gives_several_keys = false;  ///< whether it gives a record several keys
  std::uint64_t num_keys = 0;       ///< keys of all records, if it gives several
  std::uint32_t num_passes = 1;     ///< passes over the keys in the block stage
};

struct ForecastInput {
  std::uint64_t num_records = 0;
  std::uint64_t input_bytes = 0;  ///< size of the input files
  std::uint64_t id_bytes = 0;     ///< size of all source ids and true ids
  std::vector<AttributeLoad> attributes;
  std::vector<RuleLoad> rules;
  std::uint64_t num_comparisons = 0;
  std::uint64_t num_term_frequencies = 0;  ///< number of comparisons with term frequencies
  std::uint64_t num_prior_rules = 0;
  /// Upper bound: random pairs and pairs of each rule. 0 if the model comes from a file.
  std::uint64_t num_training_pairs = 0;
  bool repairs = false;      ///< whether components are repaired
  bool repairs_all = false;  ///< whether repair also examines fully linked components, which may break a constraint
  std::uint64_t memory_per_rank_bytes = 0;
  int ranks = 1;
  int nodes = 1;
  int busy_ranks = 1;  ///< ranks that run at the same time; ranks beyond the number of cores wait
  double speed = 1;
};

[[nodiscard]] Forecast make_forecast(const ForecastInput& input);

/// The same computation for the work of the plan itself, to compare it with the time that the plan took: ingest,
/// cleansing, blocks and their new pairs. Seconds at speed
/// 1; no memory.
[[nodiscard]] StageForecast forecast_of_plan(const ForecastInput& input);

}  // namespace onefold::plan
