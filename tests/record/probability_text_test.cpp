#include "record/probability_text.hpp"

#include <gtest/gtest.h>

namespace onefold {
namespace {

TEST(ProbabilityText, shows_how_far_from_one_a_near_certainty_is) {
  EXPECT_EQ(probability_text(0.95), "0.95");
  EXPECT_EQ(probability_text(0), "0");
  EXPECT_EQ(probability_text(1), "1");
  EXPECT_EQ(probability_text(0.123456789), "0.123457");
  EXPECT_EQ(probability_text(1 - 8.3e-8), "1 - 8.3e-08");
}

}  // namespace
}  // namespace onefold
