// A plan predicts the pairs, new pairs and waves of a run, on any number of ranks, and leaves no files.
#include <algorithm>
#include <filesystem>

#include "onefold/pipeline/run.hpp"
#include "onefold/plan/plan.hpp"
#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "support/small_jobs.hpp"

namespace onefold::plan {

using namespace onefold::test;
namespace {

Plan plan_of(const config::Job& job, const PlanOptions& options = {}) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return plan_job(test::world(), job, progress, statistics, options);
}

void write_both_sources(const ScratchFolder& folder, std::size_t count) {
  write_source(folder, "a", rows_of_source(0, count), 1);
  write_source(folder, "b", rows_of_source(1, count / 2 + 1), 1);
}

// The facts about rules in the result of a run. Rank 0 reads them.
void expect_pairs_of_run(const config::Job& job, const Plan& plan) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  const auto summary = pipeline::run_job(test::world(), job, progress, statistics);
  EXPECT_EQ(plan.num_new_pairs, summary.num_candidate_pairs);
  EXPECT_EQ(plan.num_records, summary.num_records);
  EXPECT_EQ(plan.num_rows_read, summary.num_rows_read);
  if (test::world().is_root()) {
    const result::ResultReader result(job.output);
    const auto column = [&](const std::string& name) {
      return result.read_int64("/blocking/" + name, 0, plan.rules.size());
    };
    const auto pairs = column("pairs");
    const auto new_pairs = column("new_pairs");
    const auto skipped = column("skipped_records");
    for (std::size_t r = 0; r < plan.rules.size(); ++r) {
      EXPECT_EQ(plan.rules[r].size.num_pairs, static_cast<std::uint64_t>(pairs[r])) << "rule " << r + 1;
      EXPECT_EQ(plan.rules[r].num_new_pairs.value_or(0), static_cast<std::uint64_t>(new_pairs[r])) << "rule " << r + 1;
      EXPECT_EQ(plan.rules[r].size.num_skipped_rows, static_cast<std::uint64_t>(skipped[r])) << "rule " << r + 1;
    }
  }
  test::world().barrier();
}

TEST(Plan, predicts_the_pairs_of_a_run_rule_by_rule) {
  const ScratchFolder folder(test::world());
  for (const std::size_t count : {2U, 300U}) {
    write_both_sources(folder, count);
    for (const std::string task : {"dedupe", "link"}) {
      const auto job = make_job(folder, 1, "out" + std::to_string(count) + task + ".h5", "task = \"" + task + "\"\n");
      const auto plan = plan_of(job);
      EXPECT_TRUE(plan.new_pairs_are_exact);
      EXPECT_TRUE(plan.refusals.empty());
      expect_pairs_of_run(job, plan);
    }
  }
}

TEST(Plan, predicts_them_if_oversized_blocks_are_split_or_skipped) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 300);
  for (const std::string oversized : {"skip", "split"}) {
    auto job = make_job(folder, 1, oversized + ".h5");
    job.blocking[0].max_block_size = 2;
    job.blocking[2].max_block_size = 7;
    for (auto& rule : job.blocking) {
      rule.oversized = oversized == "skip" ? config::Oversized::skip : config::Oversized::split;
      rule.split_by = job.blocking[1].on;
    }
    const auto plan = plan_of(job);
    EXPECT_FALSE(plan.warnings.empty()) << "records without a key cause a warning";
    expect_pairs_of_run(job, plan);
  }
}

TEST(Plan, predicts_them_if_records_have_several_keys) {
  const ScratchFolder folder(test::world());
  for (const std::size_t count : {2U, 300U}) {
    write_both_sources(folder, count);
    for (const std::string task : {"dedupe", "link"}) {
      const auto job = make_job(folder, 1, "several" + std::to_string(count) + task + ".h5",
                                "task = \"" + task + "\"\n", kSeveralKeys);
      const auto plan = plan_of(job);
      EXPECT_TRUE(plan.new_pairs_are_exact);
      EXPECT_TRUE(plan.refusals.empty());
      EXPECT_EQ(plan.warnings.empty(), count < 10) << "unused keys cause a warning";
      EXPECT_EQ(plan.rules[1].num_keys, plan.rules[1].num_keyed_rows) << "one each";
      if (count > 10) {
        EXPECT_GT(plan.rules[0].num_keys, plan.rules[0].num_keyed_rows) << "several";
      }
      expect_pairs_of_run(job, plan);
    }
  }
}

class PlanOf : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Rules, PlanOf, ::testing::Values(kOneKeyEach, kSeveralKeys));

TEST_P(PlanOf, rules_does_not_depend_on_its_waves_nor_on_the_number_of_ranks) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 80);
  const auto job = make_job(folder, 1, "out.h5", "", GetParam());
  const auto expected = plan_of(job);
  for (const bool show_values : {false, true})
    for (const std::uint64_t max_wave_rows : {1U, 40U}) {
      const auto plan = plan_of(job, {.ranks = 3, .show_values = show_values, .max_wave_rows = max_wave_rows});
      for (std::size_t r = 0; r < plan.rules.size(); ++r) {
        EXPECT_EQ(plan.rules[r].size, expected.rules[r].size);
        EXPECT_EQ(plan.rules[r].num_new_pairs, expected.rules[r].num_new_pairs);
        ASSERT_EQ(plan.rules[r].largest.size(), expected.rules[r].largest.size());
        for (std::size_t b = 0; b < plan.rules[r].largest.size(); ++b) {
          EXPECT_EQ(plan.rules[r].largest[b].hash, expected.rules[r].largest[b].hash);
          EXPECT_EQ(plan.rules[r].largest[b].num_pairs, expected.rules[r].largest[b].num_pairs);
        }
      }
      EXPECT_EQ(plan.ranks, 3);
    }
}

TEST(Plan, shows_the_keys_of_large_blocks_only_when_asked) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 300);
  const auto job = make_job(folder, 1, "out.h5");
  for (const auto& rule : plan_of(job).rules)
    for (const auto& block : rule.largest) EXPECT_EQ(block.key, "");
  const auto shown = plan_of(job, {.show_values = true});
  // Half of the records have this postcode.
  EXPECT_TRUE(shown.rules[2].largest.front().key.starts_with("postcode=ab1 2cd, phonetic(surname)="))
      << shown.rules[2].largest.front().key;
  std::uint64_t before = shown.rules[2].size.largest_block;
  for (const auto& block : shown.rules[2].largest) {
    EXPECT_LE(block.num_records, before);
    before = block.num_records;
  }
}

TEST(Plan, shows_of_several_keys_of_a_record_the_one_that_makes_the_block) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 300);
  const auto job = make_job(folder, 1, "out.h5", "", "[[blocking]]\non = [\"any_ngram(email, 12)\"]\n");
  const auto plan = plan_of(job, {.show_values = true});
  // All addresses end in @mail.example, so two blocks have the same records.
  std::vector<std::string> keys;
  for (const auto& block : plan.rules[0].largest) keys.push_back(block.key);
  ASSERT_EQ(keys.size(), kLargestBlocks);
  std::sort(keys.begin(), keys.begin() + 2);
  EXPECT_EQ(keys[0], "any_ngram(email, 12)=@mail.exampl");
  EXPECT_EQ(keys[1], "any_ngram(email, 12)=mail.example");
  EXPECT_EQ(plan.rules[0].largest[0].num_records, plan.rules[0].largest[1].num_records);
}

TEST(Plan, reports_what_a_run_would_refuse_and_goes_on) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 300);
  auto job = make_job(folder, 1, "out.h5");
  job.blocking[0].max_pairs = 1;
  job.blocking[2].max_block_size = 3;
  job.blocking[2].oversized = config::Oversized::error;
  const auto plan = plan_of(job);
  ASSERT_EQ(plan.refusals.size(), 2U);
  EXPECT_NE(plan.refusals[0].find("max_pairs"), std::string::npos);
  EXPECT_NE(plan.refusals[1].find("max_block_size"), std::string::npos);
  EXPECT_FALSE(plan.rules[0].num_new_pairs.has_value());
  EXPECT_TRUE(plan.rules[1].num_new_pairs.has_value());
  EXPECT_GT(plan.rules[2].num_oversized_blocks, 0U);
  EXPECT_FALSE(plan.new_pairs_are_exact);
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  EXPECT_THROW((void)pipeline::run_job(test::world(), job, progress, statistics), Error);
}

TEST(Plan, with_little_memory_is_made_and_warns) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 100);
  auto job = make_job(folder, 1, "out.h5");
  job.memory_per_rank_bytes = 8 << 20;
  const auto plan = plan_of(job);
  ASSERT_EQ(plan.refusals.size(), 1U);
  EXPECT_NE(plan.refusals[0].find("memory_per_rank"), std::string::npos);
  EXPECT_GT(plan.num_pairs, 0U);
}

TEST(Plan, leaves_nothing_behind_and_nothing_of_a_run_is_touched) {
  const ScratchFolder folder(test::world());
  write_both_sources(folder, 20);
  const auto job = make_job(folder, 1, "out.h5");
  const std::filesystem::path work = job.work_dir;
  if (test::world().is_root()) {
    std::filesystem::create_directory(work);
    std::ofstream(work / "blocks-0-0.0-1.1fold") << "of a run that goes on later";
  }
  test::world().barrier();
  (void)plan_of(job);
  EXPECT_TRUE(std::filesystem::exists(work / "blocks-0-0.0-1.1fold"));
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(work)) ++count;
  EXPECT_EQ(count, 1U);
  EXPECT_FALSE(std::filesystem::exists(job.output));
}

}  // namespace
}  // namespace onefold::plan
