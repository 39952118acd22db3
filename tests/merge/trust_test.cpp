#include "merge/trust.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace onefold::merge {
namespace {

TEST(HalfLifeTable, has_a_half_after_one_half_life_and_falls) {
  for (const std::uint32_t days : {1U, 30U, 730U}) {
    const auto table = half_life_table(days);
    EXPECT_EQ(table[0], 1 << 20);
    EXPECT_EQ(table[days], 1 << 19);
    EXPECT_EQ(table[3 * days], 1 << 17);
    EXPECT_TRUE(std::ranges::is_sorted(table, std::greater()));
    EXPECT_GE(table.back(), 1);
    EXPECT_LE(table.size(), 22U * days);
    for (std::size_t day = 0; day < table.size(); ++day)
      EXPECT_NEAR(table[day], std::pow(0.5, static_cast<double>(day) / days) * (1 << 20), 0.51) << day;
  }
}

TEST(Day, of_a_moment_begins_at_midnight_before_1970_too) {
  EXPECT_EQ(day_of(0), 0);
  EXPECT_EQ(day_of(86'399), 0);
  EXPECT_EQ(day_of(86'400), 1);
  EXPECT_EQ(day_of(-1), -1);
  EXPECT_EQ(day_of(-86'400), -1);
  EXPECT_EQ(day_of(-86'401), -2);
}

}  // namespace
}  // namespace onefold::merge
