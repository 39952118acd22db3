#include <cmath>

#include "evaluate/estimates.hpp"
#include "evaluate/evaluate_cases.hpp"

namespace onefold::evaluate {
namespace {

TEST(IncompleteBeta, has_its_closed_forms) {
  for (const double x : {0.01, 0.2, 0.5, 0.77, 0.999}) {
    EXPECT_NEAR(incomplete_beta(1, 1, x), x, 1e-13);
    EXPECT_NEAR(incomplete_beta(3.5, 1, x), std::pow(x, 3.5), 1e-13);
    EXPECT_NEAR(incomplete_beta(1, 7, x), 1 - std::pow(1 - x, 7), 1e-13);
    EXPECT_NEAR(incomplete_beta(2, 3, x), x * x * (6 - 8 * x + 3 * x * x), 1e-13);
    EXPECT_NEAR(incomplete_beta(40, 60, x), 1 - incomplete_beta(60, 40, 1 - x), 1e-12);
  }
}

TEST(ExactInterval, is_that_of_the_tables) {
  const auto none = exact_interval(0, 10);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 1 - std::pow(0.025, 0.1), 1e-9);
  const auto half = exact_interval(5, 10);
  EXPECT_NEAR(half.low, 0.1871, 5e-5);
  EXPECT_NEAR(half.high, 0.8129, 5e-5);
  const auto most = exact_interval(98, 100);
  EXPECT_NEAR(most.low, 0.9296, 5e-5);
  EXPECT_NEAR(most.high, 0.9976, 5e-5);
  EXPECT_EQ(exact_interval(0, 0).high, 1);
}

TEST(RatioInterval, of_units_of_one_size_is_nearly_the_exact_one_and_is_wider_where_sizes_differ) {
  std::vector<double> y(200, 1), x(200, 1);
  for (std::size_t i = 0; i < 10; ++i) y[20 * i] = 0;
  const auto even = ratio_interval(y, x);
  const auto exact = exact_interval(190, 200);
  EXPECT_EQ(even.estimate, 0.95);
  EXPECT_NEAR(even.low, exact.low, 0.003);
  EXPECT_NEAR(even.high, exact.high, 0.003);
  // The mistakes are in units that weigh ten times as much as others.
  for (std::size_t i = 0; i < 10; ++i) x[20 * i] = 10;
  const auto uneven = ratio_interval(y, x);
  EXPECT_NEAR(uneven.estimate, 190.0 / 290, 1e-12);
  EXPECT_GT(uneven.high - uneven.low, 3 * (even.high - even.low));
}

TEST(RatioInterval, without_a_mistake_does_not_claim_to_be_certain) {
  const std::vector<double> ones(50, 1);
  const auto interval = ratio_interval(ones, ones);
  EXPECT_EQ(interval.estimate, 1);
  EXPECT_EQ(interval.high, 1);
  EXPECT_NEAR(interval.low, std::pow(0.025, 1.0 / 50), 0.005);
  const auto nothing = ratio_interval({}, {});
  EXPECT_EQ(nothing.low, 0);
  EXPECT_EQ(nothing.high, 1);
}

TEST(ShareInterval, of_strata_that_were_judged_in_full_is_a_point) {
  const std::vector<Stratum> strata{{100, 100, 90}, {50, 50, 0}};
  const auto share = share_interval(strata);
  EXPECT_DOUBLE_EQ(share.estimate, 0.6);
  EXPECT_EQ(share.low, share.estimate);
  EXPECT_EQ(share.high, share.estimate);
}

TEST(ShareInterval, of_one_stratum_is_the_exact_one) {
  const std::vector<Stratum> strata{{1'000'000, 80, 77}};
  const auto share = share_interval(strata);
  const auto exact = exact_interval(77, 80);
  EXPECT_NEAR(share.low, exact.low, 1e-12);
  EXPECT_NEAR(share.high, exact.high, 1e-12);
}

// How often an interval contains the true share, over samples drawn with hashes.
double coverage(const std::vector<Stratum>& part, const std::vector<Stratum>& rest, bool of_part) {
  // In this test num_true of a stratum is the truth; num_judged pairs of it are drawn.
  double true_part = 0, all_part = 0, true_rest = 0;
  for (const auto& s : part) {
    true_part += static_cast<double>(s.num_true);
    all_part += static_cast<double>(s.num_pairs);
  }
  for (const auto& s : rest) true_rest += static_cast<double>(s.num_true);
  const double truth = of_part ? true_part / (true_part + true_rest) : true_part / all_part;
  Random random(77);
  const auto draw = [&](std::vector<Stratum> strata) {
    for (auto& s : strata) {
      std::uint64_t found = 0;
      for (std::uint64_t i = 0; i < s.num_judged; ++i) found += random.below(s.num_pairs) < s.num_true ? 1 : 0;
      s.num_true = found;
    }
    return strata;
  };
  int held = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto a = draw(part);
    const auto b = draw(rest);
    const auto interval = of_part ? part_interval(a, b) : share_interval(a);
    held += interval.low <= truth && truth <= interval.high ? 1 : 0;
  }
  return held / 1000.0;
}

TEST(Coverage, of_stratified_shares_is_at_least_95_percent) {
  const std::vector<Stratum> good{{90'000, 60, 89'900}, {5'000, 40, 4'500}, {900, 20, 400}};
  const std::vector<Stratum> apart{{500, 20, 260}, {4'000, 30, 300}, {60'000, 40, 60}};
  EXPECT_GE(coverage(good, apart, false), 0.95);
  EXPECT_GE(coverage(good, apart, true), 0.95);
  const std::vector<Stratum> poor{{3'000, 50, 1'500}, {2'000, 50, 200}};
  EXPECT_GE(coverage(poor, apart, false), 0.95);
  EXPECT_GE(coverage(poor, apart, true), 0.95);
  const std::vector<Stratum> nothing_apart{{60'000, 40, 0}};
  EXPECT_GE(coverage(good, nothing_apart, true), 0.95);
}

}  // namespace
}  // namespace onefold::evaluate
