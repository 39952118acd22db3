#include "plan/forecast.hpp"

#include <gtest/gtest.h>

namespace onefold::plan {
namespace {

ForecastInput ten_million_records() {
  ForecastInput input;
  input.num_records = 10'000'000;
  input.input_bytes = 1'200'000'000;
  input.id_bytes = 80'000'000;
  input.attributes = {{Storage::coded, 60'000'000, 40'000, true},
                      {Storage::packed, 100'000'000, 5'000'000, false, true},
                      {Storage::text, 150'000'000, 5'000'000, true},
                      {Storage::fingerprint, 200'000'000, 0, false}};
  input.rules = {{9'000'000, 6'000'000, 2'000'000, 20'000'000, 20'000'000},
                 {8'000'000, 5'000'000, 2'000'000, 9'000'000, 4'000'000}};
  input.num_comparisons = 3;
  input.num_term_frequencies = 2;
  input.num_prior_rules = 1;
  input.num_training_pairs = 2'000'000;
  input.memory_per_rank_bytes = 4ULL << 30;
  input.ranks = input.busy_ranks = 2;
  return input;
}

const StageForecast& stage(const Forecast& forecast, std::string_view name) {
  for (const auto& stage : forecast.stages)
    if (stage.name == name) return stage;
  throw std::logic_error("no such stage");
}

double amount(const StageForecast& stage, std::string_view rate) {
  for (const auto& term : stage.time)
    if (term.rate == rate) return term.amount;
  return -1;
}

TEST(Forecast, is_the_sum_of_its_terms) {
  auto input = ten_million_records();
  input.speed = 0.5;
  const auto forecast = make_forecast(input);
  double total = 0;
  std::uint64_t peak = 0;
  for (const auto& stage : forecast.stages) {
    double seconds = 0;
    for (const auto& term : stage.time) seconds += term.value;
    EXPECT_NEAR(stage.seconds, 2 * seconds, 1e-9) << stage.name << ": half the speed, twice the time";
    double bytes = 0;
    for (const auto& term : stage.memory) bytes += term.value;
    EXPECT_NEAR(static_cast<double>(stage.memory_bytes), bytes, 1) << stage.name;
    total += stage.seconds;
    peak = std::max(peak, stage.memory_bytes);
  }
  EXPECT_NEAR(forecast.total_seconds, total, 1e-9);
  EXPECT_EQ(forecast.peak_memory_bytes, peak);
}

TEST(Forecast, amounts_are_what_the_run_counts) {
  const auto forecast = make_forecast(ten_million_records());
  // With two ranks each has half of everything. Pairs that an earlier rule proposes are examined too.
  EXPECT_EQ(amount(stage(forecast, "ingest"), "ingest.record"), 5e6);
  EXPECT_EQ(amount(stage(forecast, "block"), "block.record_of_a_rule"), 10e6);
  EXPECT_EQ(amount(stage(forecast, "block"), "block.keyed_row"), 8.5e6);
  EXPECT_EQ(amount(stage(forecast, "train"), "train.compared_pair"), 3e6);
  EXPECT_EQ(amount(stage(forecast, "score"), "score.row"), 5.5e6);
  EXPECT_EQ(amount(stage(forecast, "score"), "score.earlier_key"), 2.5e6);
  EXPECT_EQ(amount(stage(forecast, "score"), "score.pair"), 14.5e6);
  EXPECT_EQ(amount(stage(forecast, "write"), "write.record_value"), 20e6);
}

// Raw values and ids, ends of 4 bytes per value (four attributes), 16 bytes per record; value ids of 4, 8, 4 and 4
// bytes; blocks with 8 bytes per row and 16 per block; edges in rows of 5 words: at most the rows in blocks of the
// first rule, and 0.8 of the new pairs of the second. Once the second rule is scored, the blocks of the first are
// deleted.
TEST(Forecast, scratch_is_the_size_of_the_products) {
  const double edges = 6e6 + 3.2e6;
  // At the end, edges and the index of names are there: 16 bytes per record are more than the last blocks.
  const double bytes = 510e6 + 80e6 + 4 * 4 * 10e6 + 16 * 10e6 + 20 * 10e6 + 16 * 10e6 + 40 * edges;
  auto input = ten_million_records();
  const auto forecast = make_forecast(input);
  EXPECT_NEAR(static_cast<double>(forecast.num_edges), edges, 1);
  EXPECT_NEAR(static_cast<double>(forecast.scratch_bytes), bytes, 1);
  input.keeps_cleansed = true;
  EXPECT_NEAR(static_cast<double>(make_forecast(input).scratch_bytes), bytes + 510e6 + 4 * 4 * 10e6, 1);
}

TEST(Forecast, kept_values_make_the_result_larger) {
  auto input = ten_million_records();
  const auto none = make_forecast(input).output_bytes;
  input.keeps_raw = true;
  const auto raw = make_forecast(input).output_bytes;
  input.keeps_cleansed = true;
  EXPECT_GT(raw, none + 100'000'000);
  EXPECT_NEAR(static_cast<double>(make_forecast(input).output_bytes - raw), static_cast<double>(raw - none), 2);
}

TEST(Forecast, repair_is_a_stage_if_the_job_has_it) {
  auto input = ten_million_records();
  const auto without = make_forecast(input);
  EXPECT_THROW(static_cast<void>(stage(without, "repair")), std::logic_error);
  EXPECT_EQ(without.num_repaired, 0U);
  input.repairs = true;
  const auto with = make_forecast(input);
  ASSERT_EQ(with.stages.size(), without.stages.size() + 1);
  EXPECT_EQ(with.stages[with.stages.size() - 3].name, "repair");
  EXPECT_EQ(with.stages[with.stages.size() - 2].name, "structure");
  EXPECT_NEAR(amount(stage(with, "structure"), "structure.link"), static_cast<double>(with.num_links) / 2, 1);
  EXPECT_NEAR(static_cast<double>(with.num_repaired), 0.17 * static_cast<double>(with.num_links), 1);
  EXPECT_EQ(amount(stage(with, "repair"), "repair.record"), 5e6);
  EXPECT_NEAR(amount(stage(with, "repair"), "repair.member"), static_cast<double>(with.num_repaired) / 2, 1);
  EXPECT_NEAR(with.total_seconds, without.total_seconds + stage(with, "repair").seconds, 1e-9);
  // Repair needs the cleansed values again.
  EXPECT_GT(stage(with, "cluster").memory_bytes, stage(without, "cluster").memory_bytes + 100'000'000);
  // If any component may break a constraint, all are examined.
  input.repairs_all = true;
  EXPECT_GT(make_forecast(input).num_repaired, 4 * with.num_repaired);
}

TEST(Forecast, several_keys_per_record_take_longer_and_need_more_waves) {
  auto input = ten_million_records();
  input.memory_per_rank_bytes = 1200 << 20;
  const auto before = make_forecast(input);
  input.rules[0].gives_several_keys = true;
  input.rules[0].num_keys = 10 * input.rules[0].num_keyed_rows;
  const auto after = make_forecast(input);
  EXPECT_EQ(amount(stage(after, "block"), "block.keyed_row"), 4e6 + 45e6);
  EXPECT_EQ(amount(stage(before, "block"), "block.key_of_list"), 0);
  EXPECT_GT(amount(stage(after, "block"), "block.key_of_list"), 90e6 - 1);
  // Ten keys per row of its own blocks, and of the blocks of the next rule.
  EXPECT_EQ(amount(stage(after, "score"), "score.key_of_list"), 10 * 5.5e6);
  EXPECT_EQ(amount(stage(after, "score"), "score.pair_of_lists"), 14.5e6);
  EXPECT_GT(after.num_waves[0], before.num_waves[0]);
  EXPECT_EQ(after.num_waves[1], before.num_waves[1]);
  const auto plan_before = forecast_of_plan(ten_million_records());
  EXPECT_GT(forecast_of_plan(input).seconds, plan_before.seconds);
  input.rules[0].num_passes = 3;
  EXPECT_EQ(amount(stage(make_forecast(input), "block"), "block.keyed_row"), 4e6 + 3 * 45e6);
}

TEST(Forecast, grows_with_the_amount_of_work) {
  const auto before = make_forecast(ten_million_records());
  const auto expect_more = [&](const ForecastInput& input, const char* what) {
    const auto after = make_forecast(input);
    EXPECT_GT(after.total_seconds, before.total_seconds) << what;
    EXPECT_GE(after.peak_memory_bytes, before.peak_memory_bytes) << what;
    EXPECT_GE(after.scratch_bytes, before.scratch_bytes) << what;
    // More links mean fewer customers, and their golden values take more than the edges.
    const bool has_customers = after.num_customers >= before.num_customers;
    EXPECT_TRUE(!has_customers || after.output_bytes >= before.output_bytes) << what;
  };
  auto input = ten_million_records();
  input.num_records *= 2;
  expect_more(input, "records");
  input = ten_million_records();
  input.rules.push_back(input.rules.front());
  expect_more(input, "a rule");
  input = ten_million_records();
  input.rules[1].num_new_pairs = input.rules[1].num_pairs = 5'000'000'000;
  expect_more(input, "pairs");
  input = ten_million_records();
  input.attributes.push_back(input.attributes[2]);
  expect_more(input, "an attribute");
}

TEST(Forecast, more_ranks_take_less_time_and_less_memory_each) {
  auto input = ten_million_records();
  auto before = make_forecast(input);
  for (const int ranks : {4, 8, 64, 1024}) {
    input.ranks = input.busy_ranks = ranks;
    const auto after = make_forecast(input);
    EXPECT_LT(after.total_seconds, before.total_seconds) << ranks;
    EXPECT_LT(after.peak_memory_bytes, before.peak_memory_bytes) << ranks;
    EXPECT_EQ(after.scratch_bytes, before.scratch_bytes) << ranks;
    before = after;
  }
  // Ranks that wait for a core save no time.
  input.busy_ranks = 2;
  EXPECT_GE(make_forecast(input).total_seconds, make_forecast(ten_million_records()).total_seconds);
}

TEST(Forecast, little_memory_gives_waves_and_too_little_gives_none) {
  auto input = ten_million_records();
  EXPECT_EQ(make_forecast(input).num_waves, (std::vector<std::uint64_t>{1, 1}));
  input.memory_per_rank_bytes = 600 << 20;
  const auto waves = make_forecast(input).num_waves;
  EXPECT_GT(waves[0], 1U);
  EXPECT_LT(waves[0], 100U);
  input.memory_per_rank_bytes = 100 << 20;
  EXPECT_EQ(make_forecast(input).num_waves, (std::vector<std::uint64_t>{0, 0}));
}

TEST(Forecast, golden_records_need_the_raw_values_of_an_attribute) {
  auto input = ten_million_records();
  const auto before = make_forecast(input);
  // Each record has 2,000 more bytes that no comparison reads, half of them on each rank.
  input.attributes[3].raw_bytes += 20'000'000'000;
  const auto after = make_forecast(input);
  EXPECT_GT(after.least_write_bytes, before.least_write_bytes + 10'000'000'000);
  EXPECT_LT(after.least_write_bytes, before.least_write_bytes + 10'200'000'000);
  EXPECT_GT(stage(after, "write").memory_bytes, 10'000'000'000U);
  EXPECT_EQ(stage(after, "score").memory_bytes, stage(before, "score").memory_bytes);
  input.ranks = 8;
  EXPECT_LT(make_forecast(input).least_write_bytes, after.least_write_bytes / 3);
}

TEST(Forecast, windows_of_write_are_no_larger_than_the_limit_allows) {
  auto input = ten_million_records();
  input.memory_per_rank_bytes = 9ULL << 30;
  const auto plenty = stage(make_forecast(input), "write").memory_bytes;
  input.memory_per_rank_bytes = 800 << 20;
  const auto little = stage(make_forecast(input), "write").memory_bytes;
  EXPECT_LT(little, plenty);
  EXPECT_LT(little, input.memory_per_rank_bytes);
}

TEST(Forecast, of_nothing_is_hardly_anything) {
  for (const bool with_rule : {false, true}) {
    ForecastInput input;
    input.memory_per_rank_bytes = 4ULL << 30;
    input.attributes = {{Storage::text, 0, 0, true}};
    if (with_rule) input.rules.emplace_back();
    const auto forecast = make_forecast(input);
    EXPECT_LT(forecast.total_seconds, 0.001);
    EXPECT_EQ(forecast.scratch_bytes, 0U);
    EXPECT_EQ(forecast.num_customers, 0U);
  }
}

TEST(Forecast, of_the_plan_itself_counts_all_attributes_and_no_pair) {
  auto input = ten_million_records();
  const auto plan = forecast_of_plan(input);
  EXPECT_GT(plan.seconds, 0);
  EXPECT_LT(plan.seconds, make_forecast(input).total_seconds);
  input.attributes.pop_back();
  EXPECT_LT(forecast_of_plan(input).seconds, plan.seconds);
}

}  // namespace
}  // namespace onefold::plan
