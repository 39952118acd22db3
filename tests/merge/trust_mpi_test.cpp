#include "merge/trust.hpp"
#include "record/date_reading.hpp"
#include "support/mpi_test.hpp"

namespace onefold::merge {
namespace {

using config::Decay;
using config::TrustConfig;

constexpr std::int64_t kDay = 86'400;

TrustScale scale_of(const TrustConfig& config, std::int64_t as_of) {
  config::MergeConfig merge;
  merge.trust.push_back({config, {}});
  merge.as_of = as_of;
  return {test::world(), merge};
}

TEST(Trust, falls_by_half_of_its_range_in_a_half_life) {
  const TrustConfig config{90'000, 40'000, Decay::half_life, 730};
  const auto scale = scale_of(config, 10'000);
  EXPECT_EQ(scale.trust(config, 10'000 * kDay, {}), 90'000);
  EXPECT_EQ(scale.trust(config, (10'000 - 730) * kDay, {}), 65'000);
  EXPECT_EQ(scale.trust(config, (10'000 - 1460) * kDay + 5, {}), 52'500) << "the time of day does not count";
  EXPECT_EQ(scale.trust(config, -1'000'000 * kDay, {}), 40'000);
  EXPECT_EQ(scale.trust(config, kNoMoment, {}), 40'000) << "without a date: the minimum";
  EXPECT_EQ(scale.trust(config, 10'009 * kDay, {}), 90'000) << "a date after as_of is new";
}

TEST(Trust, falls_in_a_line_to_the_minimum) {
  const TrustConfig config{60'000, 10'000, Decay::linear, 100};
  const auto scale = scale_of(config, 1000);
  EXPECT_EQ(scale.trust(config, 1000 * kDay, {}), 60'000);
  EXPECT_EQ(scale.trust(config, 950 * kDay, {}), 35'000);
  EXPECT_EQ(scale.trust(config, 900 * kDay, {}), 10'000);
  EXPECT_EQ(scale.trust(config, 0, {}), 10'000);
}

TEST(Trust, does_not_fall_without_decay_even_without_a_date) {
  const TrustConfig config{60'000, 10'000, Decay::none, 0};
  EXPECT_EQ(scale_of(config, 1000).trust(config, kNoMoment, {}), 60'000);
}

TEST(Trust, is_multiplied_by_what_validation_leaves) {
  const TrustConfig config{80'000, 30'000, Decay::none, 0};
  const auto scale = scale_of(config, 0);
  Downgrade downgrade;
  downgrade.apply({.downgrade = 500});
  EXPECT_EQ(scale.trust(config, 0, downgrade), 40'000);
  downgrade.apply({.downgrade = 900});
  EXPECT_EQ(scale.trust(config, 0, downgrade), 4'000) << "80 * 0.5 * 0.1";
  downgrade.apply({.downgrade = 0, .keep_minimum = true});
  EXPECT_EQ(scale.trust(config, 0, downgrade), 30'000);
  downgrade.keep_minimum = false;
  downgrade.apply({.downgrade = 1000});
  EXPECT_EQ(scale.trust(config, 0, downgrade), 0);
}

}  // namespace
}  // namespace onefold::merge
