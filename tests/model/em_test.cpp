#include "model/em.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/draw.hpp"

namespace onefold::model {
namespace {

// Pairs drawn from a known model; every tenth value is missing.
std::vector<PatternCount> simulate(const PatternSpace& space, const LevelTable& m, const LevelTable& u, double lambda,
                                   std::uint64_t num_pairs) {
  PatternCounter counter;
  for (std::uint64_t pair = 0; pair < num_pairs; ++pair) {
    const bool match = test::uniform(7, pair * 100) < lambda;
    Pattern pattern = 0;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      if (test::uniform(7, pair * 100 + 50 + c) < 0.1) continue;
      pattern += space.stride(c) * test::draw(match ? m[c] : u[c], test::uniform(7, pair * 100 + 1 + c));
    }
    counter.add(pattern);
  }
  return counter.sorted();
}

const LevelTable kM = {{0, 0.85, 0.10, 0.05}, {0, 0.7, 0.3}, {0, 0.9, 0.04, 0.04, 0.02}, {0, 0.6, 0.4}};
const LevelTable kU = {{0, 0.02, 0.05, 0.93}, {0, 0.1, 0.9}, {0, 0.01, 0.02, 0.07, 0.9}, {0, 0.05, 0.95}};
const LevelTable kStart = {{0, 0.8, 0.1, 0.1}, {0, 0.8, 0.2}, {0, 0.8, 0.1, 0.05, 0.05}, {0, 0.8, 0.2}};

TEST(Em, recovers_the_parameters_that_pairs_were_drawn_from) {
  const PatternSpace space({4, 3, 5, 3});
  for (const double lambda : {0.02, 0.3, 0.9}) {
    const auto counts = simulate(space, kM, kU, lambda, 400'000);
    const auto em = run_em(space, counts, kU, {true, true, true, true}, {kStart, 0.5}, {500, 1e-8});
    EXPECT_TRUE(em.converged);
    EXPECT_NEAR(em.lambda, lambda, 0.01);
    for (std::size_t c = 0; c < kM.size(); ++c)
      for (std::size_t level = 1; level < kM[c].size(); ++level)
        EXPECT_NEAR(em.m[c][level], kM[c][level], 0.02)
            << "lambda " << lambda << " comparison " << c << " level " << level;
  }
}

TEST(Em, recovers_m_within_sampling_error) {
  const PatternSpace space({4, 3, 5, 3});
  constexpr double lambda = 0.3;
  constexpr std::uint64_t num_pairs = 400'000;
  const auto counts = simulate(space, kM, kU, lambda, num_pairs);
  const auto em = run_em(space, counts, kU, {true, true, true, true}, {kStart, 0.5}, {500, 1e-9});
  // The standard error of a share among known matches with a value (nine of ten). Not knowing which pairs match less
  // than doubles it here.
  const double known = lambda * num_pairs * 0.9;
  for (std::size_t c = 0; c < kM.size(); ++c)
    for (std::size_t level = 1; level < kM[c].size(); ++level)
      EXPECT_NEAR(em.m[c][level], kM[c][level], 4 * 2 * std::sqrt(kM[c][level] * (1 - kM[c][level]) / known))
          << c << " " << level;
  EXPECT_NEAR(em.lambda, lambda, 4 * 2 * std::sqrt(lambda * (1 - lambda) / num_pairs));
}

TEST(Em, keeps_m_fixed_where_it_is_held) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = simulate(space, kM, kU, 0.3, 50'000);
  const auto em =
      run_em(space, counts, kU, {true, true, true, true}, {kStart, 0.5}, {200, 1e-6, {false, false, true, false}});
  EXPECT_EQ(em.m[2], kStart[2]);
  EXPECT_NE(em.m[1], kStart[1]);
}

TEST(EmStarts, are_different_and_always_the_same) {
  const std::vector<std::uint32_t> num_levels = {4, 3, 5, 3};
  const auto starts = em_starts(num_levels, 8, 1);
  const auto again = em_starts(num_levels, 8, 1);
  ASSERT_EQ(starts.size(), 8u);
  for (std::size_t s = 0; s < starts.size(); ++s) {
    EXPECT_EQ(starts[s].m, again[s].m);
    EXPECT_GT(starts[s].lambda, 0);
    EXPECT_LT(starts[s].lambda, 1);
    for (std::size_t other = 0; other < s; ++other)
      EXPECT_TRUE(starts[s].m != starts[other].m || starts[s].lambda != starts[other].lambda) << s << " " << other;
    for (std::size_t c = 0; c < num_levels.size(); ++c) {
      double sum = 0;
      for (std::size_t level = 1; level < num_levels[c]; ++level) {
        EXPECT_GT(starts[s].m[c][level], 0);
        sum += starts[s].m[c][level];
      }
      EXPECT_NEAR(sum, 1, 1e-12);
    }
  }
}

TEST(Em, of_several_starts_the_likeliest_result_wins_unless_its_labels_are_switched) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = simulate(space, kM, kU, 0.3, 50'000);
  const std::vector<bool> all(4, true);
  // Starts with "matches" that agree on nothing, and stops after one iteration.
  const LevelTable upside_down = {
      {0, 1e-6, 1e-6, 1 - 2e-6}, {0, 1e-6, 1 - 1e-6}, {0, 1e-6, 1e-6, 1e-6, 1 - 3e-6}, {0, 1e-6, 1 - 1e-6}};
  const EmOptions one_iteration{1, 1e-9};
  const auto switched = run_em(space, counts, kU, all, {upside_down, 0.9}, one_iteration);
  ASSERT_TRUE(switched.switched);
  const std::vector<EmStart> starts = {{upside_down, 0.9}, {kStart, 0.5}, {kM, 0.3}};
  const auto best = run_em_from(space, counts, kU, all, starts, one_iteration);
  EXPECT_FALSE(best.switched);
  EXPECT_EQ(best.start, 2u);  // this start is the truth, so no other is likelier
  EXPECT_GT(best.log_likelihood, run_em(space, counts, kU, all, {kStart, 0.5}, one_iteration).log_likelihood);
  // Of equal results, that of the first start wins.
  const std::vector<EmStart> twice = {{kStart, 0.5}, {kStart, 0.5}};
  EXPECT_EQ(run_em_from(space, counts, kU, all, twice, {500, 1e-8}).start, 0u);
}

TEST(Em, log_likelihood_rises_with_every_iteration) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = simulate(space, kM, kU, 0.1, 50'000);
  double before = -1e300;
  for (std::uint32_t iterations = 1; iterations < 30; ++iterations) {
    const auto em = run_em(space, counts, kU, {true, true, true, true}, {kStart, 0.5}, {iterations, 1e-15});
    // Smoothing by half a pair may reduce the likelihood slightly.
    EXPECT_GT(em.log_likelihood, before - 1e-3);
    before = em.log_likelihood;
  }
}

TEST(Em, leaves_comparisons_alone_that_are_not_free) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = simulate(space, kM, kU, 0.3, 50'000);
  const auto em = run_em(space, counts, kU, {true, false, true, true}, {kStart, 0.5}, {});
  EXPECT_EQ(em.m[1], kStart[1]);
  EXPECT_NEAR(em.lambda, 0.3, 0.02);
}

TEST(Em, m_of_present_levels_sum_to_one_and_stay_above_zero) {
  const PatternSpace space({4, 3, 5, 3});
  // Only one pattern: most levels never occur.
  const std::vector<PatternCount> counts = {{1 + 4 * (1 + 3 * (1 + 5 * 1)), 1000}};
  const auto em = run_em(space, counts, kU, {true, true, true, true}, {kStart, 0.5}, {});
  for (const auto& levels : em.m) {
    double sum = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) {
      EXPECT_GT(levels[level], 0);
      sum += levels[level];
    }
    EXPECT_NEAR(sum, 1, 1e-12);
  }
}

TEST(Em, of_no_pairs_returns_the_start) {
  const PatternSpace space({4, 3, 5, 3});
  const auto em = run_em(space, {}, kU, {true, true, true, true}, {kStart, 0.5}, {});
  EXPECT_EQ(em.m, kStart);
  EXPECT_EQ(em.iterations, 0U);
}

TEST(PatternSpace, levels_come_back_out_of_a_pattern) {
  const PatternSpace space({4, 3, 5, 3});
  for (Pattern pattern = 0; pattern < 4 * 3 * 5 * 3; ++pattern) {
    Pattern again = 0;
    for (std::size_t c = 0; c < 4; ++c) again += space.stride(c) * space.level(pattern, c);
    EXPECT_EQ(again, pattern);
  }
}

TEST(PatternCounts, merging_sums_equal_patterns_in_ascending_order) {
  EXPECT_EQ(merge_counts({{5, 1}, {2, 3}, {5, 4}, {0, 1}}), (std::vector<PatternCount>{{0, 1}, {2, 3}, {5, 5}}));
  EXPECT_TRUE(merge_counts({}).empty());
}

}  // namespace
}  // namespace onefold::model
