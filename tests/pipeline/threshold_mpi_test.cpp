// Thresholds that a run decides, and warnings, in whole runs.
#include <algorithm>

#include "onefold/result/result_reader.hpp"
#include "record/weight.hpp"
#include "result/edge_scores.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

RunSummary summary_of(const mpi::Communicator& world, const config::Job& job, const config::RunOptions& options = {}) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return run_job(world, job, progress, statistics, options);
}

config::Job job_with(const ScratchFolder& folder, const std::string& output, const std::string& threshold,
                     const std::string& more = "") {
  return make_job(folder, 1, output, "", kOneKeyEach + more + "[cluster]\nthreshold = " + threshold + "\n");
}

TEST(Threshold, is_decided_alike_on_any_number_of_ranks_and_stands_in_the_result) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 180), 1);
  const auto alone = test::world().split(test::world().rank());
  std::size_t number = 0;
  for (const std::string more : {"", "[model]\ntrain = \"candidates\"\n"})
    for (const std::string threshold : {"\"best_f1\"", "{ precision = 0.95 }"}) {
      // Each rank by itself has a file of its own.
      const std::string mine = std::to_string(++number) + "alone" + std::to_string(test::world().rank()) + ".h5";
      const auto expected = summary_of(alone, job_with(folder, mine, threshold, more));
      const auto job = job_with(folder, std::to_string(number) + "all.h5", threshold, more);
      const auto together = summary_of(test::world(), job);
      EXPECT_EQ(together.threshold, expected.threshold);
      EXPECT_EQ(together.threshold_reason, expected.threshold_reason);
      EXPECT_EQ(together.warnings, expected.warnings);
      EXPECT_EQ(together.content_digest, expected.content_digest);
      EXPECT_NE(together.threshold_reason, "");
      if (test::world().is_root()) {
        const result::ResultReader file(job.output);
        EXPECT_EQ(file.read_double("/cluster/threshold", 0, 1)[0], together.threshold);
        EXPECT_EQ(file.read_double("/cluster/threshold_weight_log2", 0, 1)[0],
                  to_double(weight_of_probability(together.threshold)));
        EXPECT_LE(file.read_double("/cluster/review_threshold", 0, 1)[0], together.threshold);
        EXPECT_EQ(file.read_text("/cluster/threshold_reason"), together.threshold_reason);
        EXPECT_EQ(file.read_double("/cluster/expected_recall", 0, 1)[0], together.expected_recall);
        // The resolved job can be run again, with the number. What decides the result is the rule.
        const auto again = config::parse_job(file.read_text("/job/resolved"), "resolved");
        EXPECT_EQ(again.cluster.threshold, together.threshold);
        EXPECT_EQ(again.cluster.threshold_rule.kind, config::ThresholdRule::Kind::fixed);
        EXPECT_NE(file.read_text("/job/decisive").find("threshold = " + threshold), std::string::npos);
        // All links, and no other edges, reach it.
        const auto weights = result::EdgeScoring(file).read(0, file.num_rows("/edges/left")).weight_log2;
        EXPECT_EQ(static_cast<std::uint64_t>(std::ranges::count_if(
                      weights, [&](double w) { return w >= to_double(weight_of_probability(together.threshold)); })),
                  together.num_links);
      }
      test::world().barrier();
    }
}

TEST(Threshold, of_a_number_gives_the_file_that_the_rule_gives_but_for_the_rule) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 180), 1);
  const auto decided = summary_of(test::world(), job_with(folder, "rule.h5", "\"best_f1\""));
  const auto given = summary_of(test::world(), job_with(folder, "number.h5", std::to_string(decided.threshold)));
  EXPECT_EQ(given.threshold_reason, "");
  EXPECT_EQ(given.num_links, decided.num_links);
  EXPECT_EQ(given.num_customers, decided.num_customers);
  EXPECT_EQ(given.expected_precision, decided.expected_precision);
  if (test::world().is_root()) {
    const result::ResultReader file(folder / "number.h5");
    EXPECT_FALSE(file.has("/cluster/threshold_reason"));
  }
}

TEST(Warnings, doubt_that_a_source_with_duplicates_is_unique) {
  const ScratchFolder folder(test::world());
  // Each customer has two records in each source.
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 240), 1);
  for (const bool unique : {false, true}) {
    auto job = make_job(folder, 1, unique ? "unique.h5" : "any.h5");
    for (auto& source : job.sources) source.unique = unique;
    const auto summary = summary_of(test::world(), job);
    EXPECT_EQ(std::ranges::any_of(summary.warnings, [](const auto& w) { return w.code == "unique_contradicted"; }),
              unique);
  }
}

TEST(Warnings, stand_in_the_result_and_forbid_it_where_they_are_errors) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 180), 1);
  // Every record has one of a few given names.
  const std::string weak = "[[blocking]]\non = [\"given_name\"]\n";
  const auto job = make_job(folder, 1, "weak.h5", "", kOneKeyEach + weak);
  const auto summary = summary_of(test::world(), job);
  EXPECT_TRUE(std::ranges::any_of(summary.warnings, [](const auto& w) { return w.code == "few_key_values"; }));
  if (test::world().is_root()) {
    const result::ResultReader file(job.output);
    ASSERT_EQ(file.num_rows("/warnings/code"), summary.warnings.size());
    const auto codes = file.read_text_column("/warnings/code", 0, summary.warnings.size());
    const auto texts = file.read_text_column("/warnings/text", 0, summary.warnings.size());
    for (std::size_t i = 0; i < summary.warnings.size(); ++i) {
      EXPECT_EQ(codes[i], summary.warnings[i].code);
      EXPECT_EQ(texts[i], summary.warnings[i].text);
    }
  }
  auto strict = job;
  strict.output = folder / "strict.h5";
  try {
    (void)summary_of(test::world(), strict, {.strict = true});
    ADD_FAILURE() << "a doubtful result was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::limit);
    EXPECT_NE(std::string(error.what()).find(summary.warnings.front().text), std::string::npos);
  }
  EXPECT_FALSE(fs::exists(strict.output));
}

}  // namespace
}  // namespace onefold::pipeline
