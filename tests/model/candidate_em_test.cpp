#include "model/candidate_em.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/draw.hpp"
#include "model/estimate.hpp"

namespace onefold::model {
namespace {

const LevelTable kCandidateM = {{0, 0.7, 0.2, 0.1}, {0, 0.8, 0.2}, {0, 0.6, 0.3, 0.1}};
const LevelTable kCandidateU = {{0, 0.05, 0.25, 0.7}, {0, 0.1, 0.9}, {0, 0.1, 0.3, 0.6}};
const LevelTable kCandidateStart = {{0, 0.85, 0.09, 0.06}, {0, 0.85, 0.15}, {0, 0.85, 0.09, 0.06}};
const PatternSpace kSpace({4, 3, 4});

const LevelTable kAlike = {{0, 0.1, 0.8, 0.1}, {0, 0.7, 0.3}, {0, 0.2, 0.7, 0.1}};

// 4,000 records with ten candidates each. In three of four records the first candidate is the match. For `num_alike`
// other candidates all comparisons agree partly, as for products of the same brand.
std::vector<CandidatePair> simulate(std::size_t num_alike) {
  std::vector<CandidatePair> pairs;
  for (std::uint64_t record = 0; record < 4000; ++record)
    for (std::uint64_t other = 0; other < 10; ++other) {
      const std::uint64_t n = record * 100 + other * 10;
      const bool is_match = other == 0 && record % 4 != 0;
      const bool is_alike = other > 0 && other <= num_alike;
      Pattern pattern = 0;
      for (std::size_t c = 0; c < kCandidateM.size(); ++c)
        pattern += kSpace.stride(c) * test::draw(is_alike   ? kAlike[c]
                                                 : is_match ? kCandidateM[c]
                                                            : kCandidateU[c],
                                                 test::uniform(11, n + c));
      pairs.push_back({record, pattern});
    }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

CandidateEmResult run(const std::vector<CandidatePair>& pairs, double partners) {
  const std::vector<EmStart> starts = {{kCandidateStart, 0.05}};
  return run_candidate_em(kSpace, pairs, kCandidateU, starts,
                          {.max_iterations = 2000, .convergence = 1e-9, .expected_matches_per_record = partners});
}

TEST(CandidateEm, recovers_what_pairs_were_drawn_from_without_knowing_u) {
  const auto result = run(simulate(0), 1);
  EXPECT_TRUE(result.em.converged);
  EXPECT_FALSE(result.em.switched);
  EXPECT_NEAR(result.em.lambda, 0.075, 0.01);
  for (std::size_t c = 0; c < kCandidateM.size(); ++c)
    for (std::size_t level = 1; level < kCandidateM[c].size(); ++level) {
      EXPECT_NEAR(result.em.m[c][level], kCandidateM[c][level], 0.05) << c << " " << level;
      EXPECT_NEAR(result.u[c][level], kCandidateU[c][level], 0.02) << c << " " << level;
    }
}

TEST(CandidateEm, candidates_of_a_record_compete_so_that_similar_records_are_not_taken_for_matches) {
  const auto pairs = simulate(3);
  const auto competing = run(pairs, 1);
  const auto free = run(pairs, 0);
  // 3,000 of 40,000 pairs match; three times as many look alike without matching.
  EXPECT_NEAR(competing.em.lambda, 0.075, 0.03);
  EXPECT_GT(free.em.lambda, 2 * 0.075);
  EXPECT_GT(competing.em.m[0][1], 1.5 * free.em.m[0][1]);
}

TEST(CandidateEm, attributes_that_are_nearly_always_missing_have_no_majority) {
  // Three more comparisons, present in one pair of 50, on which matches agree less often than others.
  const PatternSpace wide({4, 3, 4, 3, 3, 3});
  auto pairs = simulate(0);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto other = pairs[i].pattern;
    const bool is_alike = kSpace.level(other, 0) == 1 && kSpace.level(other, 1) == 1;
    pairs[i].pattern = 0;
    for (std::size_t c = 0; c < 3; ++c) pairs[i].pattern += wide.stride(c) * kSpace.level(other, c);
    for (std::size_t c = 3; i % 50 == 0 && c < 6; ++c) pairs[i].pattern += wide.stride(c) * (is_alike ? 2 : 1);
  }
  std::sort(pairs.begin(), pairs.end());
  auto start = kCandidateStart, u = kCandidateU;
  for (int c = 0; c < 3; ++c) start.push_back({0, 0.85, 0.15}), u.push_back({0, 0.5, 0.5});
  const std::vector<EmStart> starts = {{start, 0.05}};
  const auto result = run_candidate_em(wide, pairs, u, starts,
                                       {.max_iterations = 2000, .convergence = 1e-9, .expected_matches_per_record = 1});
  for (std::size_t c = 3; c < 6; ++c) EXPECT_LT(result.em.m[c][1], result.u[c][1]) << "the premise";
  EXPECT_FALSE(result.em.switched);
}

TEST(CandidateEm, what_is_given_stays) {
  const std::vector<EmStart> starts = {{kCandidateStart, 0.05}};
  const auto result =
      run_candidate_em(kSpace, simulate(0), kCandidateU, starts, {.m_held = {true, false}, .u_held = {false, true}});
  EXPECT_EQ(result.em.m[0], kCandidateStart[0]);
  EXPECT_EQ(result.u[1], kCandidateU[1]);
  EXPECT_NE(result.em.m[1], kCandidateStart[1]);
}

TEST(CandidateEm, the_model_is_of_candidate_pairs_and_says_so) {
  config::Job job;
  job.attributes = {{.name = "title", .type = AttributeType::text}, {.name = "year", .type = AttributeType::number}};
  using config::Measure;
  job.comparisons = {
      {0, "title", {{Measure::tfidf, 0.8, 0, 0, "tfidf >= 0.8"}, {Measure::tfidf, 0.4, 0, 0, "tfidf >= 0.4"}}, false},
      {1, "year", {{Measure::exact, 0, 0, 0, "exact"}}, false},
      {0, "again", {{Measure::tfidf, 0.8, 0, 0, "tfidf >= 0.8"}, {Measure::tfidf, 0.4, 0, 0, "tfidf >= 0.4"}}, false}};
  job.model.train = config::Training::candidates;
  TrainingCounts counts;
  counts.num_all_pairs = 4000 * 3999;
  counts.candidates = simulate(0);
  const auto model = estimate_model(job, counts);
  EXPECT_NEAR(model.prior, 0.075, 0.01);
  EXPECT_NE(model.prior_origin.find("candidate pairs"), std::string::npos);
  ASSERT_EQ(model.training.size(), 1U);
  EXPECT_TRUE(model.training[0].used);
  EXPECT_GT(model.comparisons[0].levels[1].weight, to_fixed(3));
  // EM cannot find matches that agree less than other pairs. None of its results is used, and a note says so.
  auto switched = job;
  switched.comparisons[0].m = {0.01, 0.04, 0.95};
  switched.comparisons[1].m = {0.01, 0.99};
  switched.comparisons[2].m = {0.01, 0.04, 0.95};
  const auto failed = estimate_model(switched, counts);
  ASSERT_EQ(failed.training.size(), 1U);
  EXPECT_FALSE(failed.training[0].used);
  EXPECT_NE(failed.prior_origin.find("guess"), std::string::npos);
  EXPECT_EQ(failed.comparisons[1].levels[1].u_origin, "all candidates of 4000 records");
  EXPECT_NEAR(failed.comparisons[1].levels[1].u, 0.075 * kCandidateM[1][1] + 0.925 * kCandidateU[1][1], 0.01);
  // Without candidates the defaults are used, and a note says so.
  counts.candidates.clear();
  const auto nothing = estimate_model(job, counts);
  EXPECT_GT(nothing.prior, 0);
  EXPECT_FALSE(nothing.notes.empty());
}

// Groups of `size` records of one thing. Each is a candidate of all others of its group, and of ten foreign records.
std::vector<CandidatePair> groups_of(std::uint64_t size) {
  std::vector<CandidatePair> pairs;
  for (std::uint64_t record = 0; record < 3000; ++record)
    for (std::uint64_t other = 0; other + 1 < size + 10; ++other) {
      Pattern pattern = 0;
      for (std::size_t c = 0; c < kCandidateM.size(); ++c)
        pattern += kSpace.stride(c) * test::draw(other + 1 < size ? kCandidateM[c] : kCandidateU[c],
                                                 test::uniform(17, record * 1000 + other * 10 + c));
      pairs.push_back({record, pattern});
    }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

TEST(CandidateEm, a_record_of_a_large_group_keeps_all_its_matches) {
  const std::vector<EmStart> starts = {{kCandidateStart, 0.2}};
  const auto result = run_candidate_em(kSpace, groups_of(6), kCandidateU, starts,
                                       {.max_iterations = 2000, .convergence = 1e-9, .expected_matches_per_record = 5});
  // Five of fifteen candidates match.
  EXPECT_NEAR(result.em.lambda, 5.0 / 15, 0.05);
  EXPECT_NEAR(result.em.m[0][1], kCandidateM[0][1], 0.05);
}

TEST(CandidateEm, finds_out_that_groups_are_larger_than_it_was_told) {
  const std::vector<EmStart> starts = {{kCandidateStart, 0.2}};
  const auto told = [&](double matches) {
    return run_candidate_em(kSpace, groups_of(6), kCandidateU, starts,
                            {.max_iterations = 500, .convergence = 1e-6, .expected_matches_per_record = matches});
  };
  EXPECT_GT(told(2).matches_per_record, 3.5);
  EXPECT_LT(told(2).matches_per_record, 7);
  // One match per record is not a guess, but what sources without duplicates have.
  EXPECT_EQ(told(1).matches_per_record, 1);
}

}  // namespace
}  // namespace onefold::model
