// What the result stores of edges, and what follows from it, in whole runs.
#include <algorithm>
#include <map>

#include "onefold/result/result_reader.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/patterns_table.hpp"
#include "result/score_tables.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
using result::EdgesTable;
using result::PatternsTable;
namespace {

config::Job job_with_many_edges(const ScratchFolder& folder, const std::string& output) {
  auto job = make_job(folder, 1, output);
  job.cluster.review_threshold = 0.0001;
  for (auto& comparison : job.comparisons) comparison.term_frequency = true;
  return job;
}

TEST(EdgeTables, do_not_depend_on_ranks_and_windows_and_lead_to_the_edges_of_each_record) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  // More records than one offset of the left index covers.
  write_source(folder, "a", rows_of_source(0, 400), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  const auto job = job_with_many_edges(folder, "all.h5");
  const auto alone = world.split(world.rank());
  std::string expected;
  if (world.is_root()) expected = run(alone, job_with_many_edges(folder, "alone.h5"));
  world.broadcast(expected);
  EXPECT_EQ(run(world, job), expected);
  EXPECT_EQ(run(world, job_with_many_edges(folder, "windows.h5"), {.window_rows = 7}), expected);
  if (world.is_root()) {
    const auto verification = verify::verify_result(job.output);
    for (const auto& check : verification.checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    const result::ResultReader file(job.output);
    const auto left = EdgesTable::kLeft.read_all(file);
    const auto right = EdgesTable::kRight.read_all(file);
    ASSERT_GT(left.size(), 500U);
    EXPECT_GT(left.back(), static_cast<std::int64_t>(EdgesTable::kRecordsPerOffset));
    std::map<std::int64_t, std::vector<std::uint64_t>> edges_of;
    for (std::size_t e = 0; e < left.size(); ++e) {
      edges_of[left[e]].push_back(e);
      edges_of[right[e]].push_back(e);
      ASSERT_EQ(EdgesTable::find(file, left[e], right[e]), e);
    }
    EXPECT_EQ(EdgesTable::find(file, left[0], left[0]), left.size());
    for (std::int64_t record = 0; record < 550; ++record)
      ASSERT_EQ(EdgesTable::edges_of(file, record), edges_of[record]) << record;
    EXPECT_THROW((void)EdgesTable::edges_of(file, 550), Error);
    EXPECT_THROW((void)EdgesTable::edges_of(file, -1), Error);
  }
  world.barrier();
}

TEST(EdgeTables, give_each_edge_the_weight_that_its_levels_and_term_frequencies_add_up_to) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 180), 1);
  const auto job = job_with_many_edges(folder, "x.h5");
  static_cast<void>(run(world, job));
  if (world.is_root()) {
    const result::ResultReader file(job.output);
    const result::ScoreTables tables = result::read_score_tables(file);
    const result::EdgeScoring scoring(file);
    const std::uint64_t num_edges = EdgesTable::kLeft.num_rows(file);
    const auto scores = scoring.read(0, num_edges);
    const auto level = PatternsTable::kLevel.read_all(file);
    std::uint64_t num_adjusted = 0;
    for (std::uint64_t e = 0; e < num_edges; ++e) {
      double sum = tables.prior_weight_log2;
      const std::int8_t* levels = &level[static_cast<std::size_t>(scores.pattern[e]) * tables.comparisons.size()];
      for (std::size_t k = 0; k < tables.comparisons.size(); ++k) {
        const double adjustment = scoring.adjustment(e, tables.comparisons[k].name);
        num_adjusted += adjustment != 0 ? 1 : 0;
        sum += tables.comparisons[k].levels[static_cast<std::size_t>(levels[k])].weight_log2 + adjustment;
      }
      for (const auto& pair : tables.dependence) sum += tables.correction(pair, levels);
      ASSERT_EQ(scores.weight_log2[e], sum + tables.related(levels)) << "edge " << e;
      ASSERT_LT(static_cast<std::size_t>(scores.rule[e]), tables.rules.size());
    }
    EXPECT_GT(num_adjusted, num_edges / 4);
    // The rows that most edges name come first.
    const auto edges = PatternsTable::kEdges.read_all(file);
    EXPECT_TRUE(std::is_sorted(edges.rbegin(), edges.rend()));
    EXPECT_GT(edges.front(), 1);
  }
  world.barrier();
}

TEST(EdgeTables, exist_without_edges_and_without_term_frequencies) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  write_source(folder, "a", rows_of_source(0, 1), 1);
  write_source(folder, "b", {"id1,Zoe,Quill,1931-12-24,zoe@quill.example,ZZ9 9ZZ,2024-01-01"}, 1);
  auto job = make_job(folder, 1, "none.h5");
  for (auto& comparison : job.comparisons) comparison.term_frequency = false;
  static_cast<void>(run(world, job));
  if (world.is_root()) {
    const auto verification = verify::verify_result(job.output);
    for (const auto& check : verification.checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    const result::ResultReader file(job.output);
    EXPECT_EQ(EdgesTable::kLeft.num_rows(file), 0U);
    EXPECT_TRUE(EdgesTable::edges_of(file, 0).empty());
    EXPECT_FALSE(file.has(EdgesTable::kTermFrequencyGroup));
  }
  world.barrier();
}

}  // namespace
}  // namespace onefold::pipeline
