#include "record/weight.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace onefold {
namespace {

TEST(Log2OfOnePlus, is_the_logarithm_to_the_last_unit) {
  for (FixedWeight x = FixedWeight{-64} << 20; x <= FixedWeight{64} << 20; x += 99'991) {
    const double exact = std::log2(1 + std::exp2(to_double(x)));
    EXPECT_LE(std::abs(log2_of_one_plus(x) - to_fixed(exact)), 1) << x;
  }
}

TEST(Log2OfOnePlus, has_the_values_of_its_ends_and_of_even_odds) {
  EXPECT_EQ(log2_of_one_plus(0), FixedWeight{1} << 20);
  EXPECT_EQ(log2_of_one_plus(FixedWeight{-1000} << 20), 0);
  EXPECT_EQ(log2_of_one_plus(FixedWeight{1000} << 20), FixedWeight{1000} << 20);
}

TEST(Log2OfOnePlus, rises_with_its_argument) {
  for (FixedWeight x = FixedWeight{-45} << 20; x < FixedWeight{45} << 20; x += 10'007)
    EXPECT_LE(log2_of_one_plus(x), log2_of_one_plus(x + 10'007));
}

}  // namespace
}  // namespace onefold
