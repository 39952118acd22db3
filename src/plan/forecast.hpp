// What a run will take: seconds and resident memory of each stage, scratch on disk, size of the result. Pure arithmetic
// on counts that are known before the run, most of them exactly, and on measured rates.
//
// Every figure is a sum of terms, a term an amount (records of a rank, pairs, edges) times a rate: nanoseconds or bytes
// for one. The rates stand in one table, kRates in forecast.cpp; scripts/measure-rates measures runs and says what the
// rates should be. Seconds are divided by the speed of this machine as it was seen (1: like the machine that the rates
// were measured on).
//
// Not known before scoring, and assumed: how many pairs become edges, and how many edges links. Links decide how many
// customers there are, and how many records repair looks at.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "record/columns.hpp"

namespace onefold::plan {

/// What is known of an attribute. Over all ranks.
struct AttributeLoad {
  Storage storage = Storage::coded;
  std::uint64_t raw_bytes = 0;  ///< of all values as written
  std::uint64_t num_distinct = 0;
  bool is_counted = false;        ///< term frequencies are wanted
  bool has_value_ids = false;     ///< merge asks which values are equal
  std::uint32_t num_weights = 0;  ///< columns of token weights beside the values
};

/// What is known of a blocking rule. Over all ranks.
struct RuleLoad {
  std::uint64_t num_keyed_rows = 0;  ///< records with a key, at most
  std::uint64_t num_rows = 0;        ///< records in blocks
  std::uint64_t num_blocks = 0;
  std::uint64_t num_pairs = 0;
  std::uint64_t num_new_pairs = 0;
  bool gives_several_keys = false;  ///< to a record
  std::uint64_t num_keys = 0;       ///< of all records, where it does
  std::uint32_t num_passes = 1;     ///< over the keys in the block stage
};

struct ForecastInput {
  std::uint64_t num_records = 0;
  std::uint64_t input_bytes = 0;  ///< of the files
  std::uint64_t id_bytes = 0;     ///< of all source ids and true ids
  std::vector<AttributeLoad> attributes;
  std::vector<RuleLoad> rules;
  std::uint64_t num_comparisons = 0;
  std::uint64_t num_term_frequencies = 0;  ///< comparisons with them
  std::uint64_t num_prior_rules = 0;
  std::uint64_t num_training_pairs =
      0;                     ///< at most, random ones and those of each rule; 0: the model comes from a file
  bool repairs = false;      ///< components are repaired ...
  bool repairs_all = false;  ///< ... those too that are linked throughout: there is a constraint that they may break
  std::uint64_t memory_per_rank_bytes = 0;
  int ranks = 1;
  int nodes = 1;
  int busy_ranks = 1;  ///< that run at the same time: ranks beyond the cores wait
  double speed = 1;
};

[[nodiscard]] Forecast make_forecast(const ForecastInput& input);

/// The same arithmetic for what a plan itself does, to compare with the time it took: ingest, cleansing of the
/// attributes that keys are made of, blocks and their new pairs. `is_in_key`: [attribute]. Seconds at speed 1; no
/// memory.
[[nodiscard]] StageForecast forecast_of_plan(const ForecastInput& input, const std::vector<bool>& is_in_key);

}  // namespace onefold::plan
