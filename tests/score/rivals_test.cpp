#include "score/rivals.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "record/hash.hpp"

namespace onefold::score {
namespace {

std::int64_t bits(double weight) { return std::llround(weight * (1 << 20)); }

TEST(CompactOdds, are_exact_while_small_and_within_a_thousandth_below_up_to_64_bits) {
  for (std::uint64_t sum = 0; sum < 2'048; ++sum) EXPECT_EQ(expand(compact(sum)), sum);
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const std::uint64_t sum = mix(1, i) >> (i % 54);
    const std::uint64_t found = expand(compact(sum));
    ASSERT_LE(found, sum);
    ASSERT_LE(sum - found, sum / 1024) << sum;
  }
  for (const std::uint64_t sum : {std::uint64_t{2'047}, std::uint64_t{2'048}, std::uint64_t{1} << 40,
                                  (std::uint64_t{1} << 63) - 1, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    EXPECT_LE(last, expand(compact(sum))) << "not ascending at " << sum;
    last = expand(compact(sum));
  }
}

TEST(OddsTable, has_the_odds_of_a_weight_and_those_of_its_ends_beyond) {
  const OddsTable odds;
  for (const double weight : {-8.0, -3.0, 0.0, 1.5, 10.0, 24.0})
    EXPECT_NEAR(static_cast<double>(odds(bits(weight))) / OddsTable::kEven, std::exp2(weight),
                1e-6 + 1e-6 * std::exp2(weight))
        << weight;
  EXPECT_EQ(odds(bits(-30)), odds(bits(-8)));
  EXPECT_EQ(odds(bits(60)), odds(bits(24)));
}

TEST(ProbabilityAmongRivals, is_the_match_probability_without_rivals_and_shared_with_them) {
  const OddsTable table;
  const std::uint64_t odds = table(bits(3));
  EXPECT_NEAR(probability_among_rivals(odds, 0, 0, 1), 8.0 / 9, 1e-6);
  EXPECT_NEAR(probability_among_rivals(odds, odds, odds, 1), 8.0 / 9, 1e-6) << "a pair is no rival of its own";
  // One of the two records has another, equally good candidate.
  EXPECT_NEAR(probability_among_rivals(odds, 2 * odds, odds, 1), (8.0 / 17 + 8.0 / 9) / 2, 1e-6);
  // The other candidate counts half if two candidates can be right.
  EXPECT_NEAR(probability_among_rivals(odds, 2 * odds, 2 * odds, 2), 8.0 / 13, 1e-6);
  // A sum kept in 16 bits may be a little less than the odds themselves.
  EXPECT_NEAR(probability_among_rivals(odds, odds - 5'000, odds, 1), 8.0 / 9, 1e-6);
}

}  // namespace
}  // namespace onefold::score
