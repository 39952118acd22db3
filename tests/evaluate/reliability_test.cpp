#include "evaluate/reliability.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "record/hash.hpp"

namespace onefold::evaluate {
namespace {

double uniform(std::uint64_t n) { return static_cast<double>(mix(11, n) >> 11) * 0x1p-53; }

TEST(Reliability, the_table_says_which_probabilities_it_is_about) {
  Reliability reliability;
  reliability.add(0.4, false, false);
  EXPECT_NE(text_of(reliability).find("match probability"), std::string::npos);
  EXPECT_NE(text_of(reliability, true).find("p among rivals"), std::string::npos);
}

TEST(Reliability, of_calibrated_probabilities_has_hardly_any_error) {
  Reliability honest, boastful;
  for (std::uint64_t n = 0; n < 200'000; ++n) {
    const double probability = uniform(2 * n);
    const bool is_match = uniform(2 * n + 1) < probability;
    honest.add(probability, probability >= 0.9, is_match);
    // The odds are squared: likely pairs are given almost certain probabilities.
    const double odds = probability / (1 - probability);
    boastful.add(odds * odds / (1 + odds * odds), probability >= 0.9, is_match);
  }
  EXPECT_LT(honest.expected_calibration_error(), 0.01);
  EXPECT_NEAR(honest.links.expected_share(), 0.95, 0.005);
  EXPECT_NEAR(honest.links.true_share(), 0.95, 0.005);
  // Hand arithmetic: the mean of |p - p^2 / (p^2 + (1 - p)^2)| over p in [0, 1] is ln(2) / 2 - 1 / 4.
  EXPECT_NEAR(boastful.expected_calibration_error(), std::log(2.0) / 2 - 0.25, 0.005);
  EXPECT_GT(boastful.links.expected_share(), boastful.links.true_share() + 0.02);
}

TEST(Reliability, puts_a_probability_on_a_limit_into_the_bin_that_begins_there) {
  Reliability reliability;
  reliability.add(0, false, false);
  reliability.add(0.01, false, false);
  reliability.add(0.95, true, true);
  reliability.add(1, true, true);
  EXPECT_EQ(reliability.bins.front().pairs, 1u);
  EXPECT_EQ(reliability.bins[1].pairs, 1u);
  EXPECT_EQ(reliability.bins[12].pairs, 1u);
  EXPECT_EQ(reliability.bins.back().pairs, 1u);
  EXPECT_EQ(reliability.num_pairs(), 4u);
  EXPECT_EQ(reliability.links.pairs, 2u);
}

TEST(Reliability, of_nothing_is_no_error_and_no_table) {
  EXPECT_EQ(Reliability{}.expected_calibration_error(), 0);
  EXPECT_EQ(text_of(Reliability{}), "");
}

RC_GTEST_PROP(Reliability, adds_up_over_any_cut_of_the_edges, ()) {
  const auto num_edges = *rc::gen::inRange<std::uint64_t>(0, 200);
  const auto cut = *rc::gen::inRange<std::uint64_t>(0, num_edges + 1);
  Reliability whole, left, right;
  std::uint64_t matches = 0;
  for (std::uint64_t n = 0; n < num_edges; ++n) {
    const double probability = uniform(2 * n);
    const bool is_match = uniform(2 * n + 1) < probability;
    matches += is_match;
    whole.add(probability, probability >= 0.5, is_match);
    (n < cut ? left : right).add(probability, probability >= 0.5, is_match);
  }
  left.add(right);
  RC_ASSERT(left == whole);
  std::uint64_t counted = 0;
  for (const auto& bin : whole.bins) counted += bin.matches;
  RC_ASSERT(whole.num_pairs() == num_edges);
  RC_ASSERT(counted == matches);
}

}  // namespace
}  // namespace onefold::evaluate
