// Edges of records that can have only one match: the probability of each edge, given the others, in whole runs.
#include <cmath>
#include <map>

#include "onefold/result/result_reader.hpp"
#include "result/edge_scores.hpp"
#include "score/rival_probabilities.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::score {

using namespace onefold::test;
namespace {

config::Job job_of(const ScratchFolder& folder, const std::string& output) {
  auto job = make_job(folder, 1, output);
  job.cluster.threshold = 0.5;
  job.cluster.review_threshold = 0.004;
  return job;
}

// [edge] Summed edge by edge in floating point. `unique`: [source]
std::vector<double> naive(const result::ResultReader& file, const std::vector<bool>& unique) {
  const auto rows = file.num_rows("/edges/left");
  const auto left = file.read_int64("/edges/left", 0, rows);
  const auto right = file.read_int64("/edges/right", 0, rows);
  const auto weight = result::EdgeScoring(file).read(0, rows).weight_log2;
  const auto source = file.read_int32("/records/source", 0, file.num_rows("/records/source"));
  const auto odds = [&](std::size_t e) { return std::exp2(std::min(weight[e], 24.0)); };
  std::map<std::pair<std::int64_t, std::int32_t>, double> sums;  // (record, source of the others)
  for (std::size_t e = 0; e < rows; ++e) {
    sums[{left[e], source[static_cast<std::size_t>(right[e])]}] += odds(e);
    sums[{right[e], source[static_cast<std::size_t>(left[e])]}] += odds(e);
  }
  std::vector<double> probabilities;
  for (std::size_t e = 0; e < rows; ++e) {
    const auto seen = [&](std::int64_t record, std::int64_t other) {
      const auto of_other = source[static_cast<std::size_t>(other)];
      return odds(e) / (1 + (unique[static_cast<std::size_t>(of_other)] ? sums[{record, of_other}] : odds(e)));
    };
    probabilities.push_back((seen(left[e], right[e]) + seen(right[e], left[e])) / 2);
  }
  return probabilities;
}

TEST(RivalProbabilities, edges_to_a_source_without_duplicates_share_the_probability_of_one_match) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 120), 1);
  write_source(folder, "b", rows_of_source(1, 90), 1);
  for (const bool both : {false, true}) {
    const auto with = [&](const std::string& name) {
      auto job = job_of(folder, name + (both ? "_both.h5" : ".h5"));
      job.sources[0].unique = both;
      job.sources[1].unique = true;
      return job;
    };
    const auto alone = test::world().split(test::world().rank());
    std::string expected;
    if (test::world().is_root()) expected = run(alone, with("alone"));
    test::world().broadcast(expected);
    EXPECT_EQ(run(test::world(), with("all")), expected);
    EXPECT_EQ(run(test::world(), with("windows"), {.window_rows = 11}), expected);
    if (test::world().is_root()) {
      const auto verification = verify::verify_result(with("all").output);
      for (const auto& check : verification.checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
      const result::ResultReader file(with("all").output);
      const auto found = file.read_float("/edges/probability_among_rivals", 0, file.num_rows("/edges/left"));
      const auto wanted = naive(file, {both, true});
      const auto of_pair = result::EdgeScoring(file).read(0, found.size());
      std::size_t with_rivals = 0;
      for (std::size_t e = 0; e < found.size(); ++e) {
        // Odds are stored in steps of 1/64 bit.
        EXPECT_NEAR(found[e], wanted[e], 0.004) << "edge " << e;
        with_rivals += found[e] < of_pair.probability(e) - 0.1 ? 1 : 0;
      }
      EXPECT_GT(with_rivals, 5U);
    }
    test::world().barrier();
  }
}

TEST(RivalProbabilities, records_have_no_rivals_if_sources_may_have_duplicates) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 60), 1);
  write_source(folder, "b", rows_of_source(1, 40), 1);
  const auto job = job_of(folder, "none.h5");
  EXPECT_EQ(rival_groups(job).num_groups, 0);
  EXPECT_EQ(RivalProbabilities::bytes(job, 1'000'000), 0U);
  static_cast<void>(run(test::world(), job));
  if (test::world().is_root()) {
    EXPECT_FALSE(result::ResultReader(job.output).has("/edges/probability_among_rivals"));
  }
  test::world().barrier();
}

TEST(RivalProbabilities, candidates_that_competed_in_training_are_rivals_in_any_source) {
  const ScratchFolder folder(test::world());
  auto job = make_job(folder, 1, "unused.h5");
  job.model.train = config::Training::candidates;
  job.model.expected_matches_per_record = 1;
  auto groups = rival_groups(job);
  EXPECT_EQ(groups.num_groups, 1);
  EXPECT_EQ(groups.expected_matches_per_record, 1U);
  EXPECT_EQ(groups.group_of_source, (std::vector<std::int32_t>{0, 0}));
  for (auto& source : job.sources) source.unique = true;
  groups = rival_groups(job);
  EXPECT_EQ(groups.group_of_source, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(groups.expected_matches_per_record, 1U);
  job.sources[0].unique = false;
  // The matches of a record are not rivals of each other.
  for (const std::uint64_t several : {0U, 2U, 20U}) {
    job.model.expected_matches_per_record = several;
    EXPECT_EQ(rival_groups(job).group_of_source, (std::vector<std::int32_t>{-1, 0})) << several;
  }
  EXPECT_EQ(rival_groups(job).group_of_source, (std::vector<std::int32_t>{-1, 0}));
}

}  // namespace
}  // namespace onefold::score
