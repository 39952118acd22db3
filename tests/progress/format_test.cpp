#include "progress/format.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

namespace onefold::progress {
namespace {

TEST(Format, thousands_are_separated) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(123'456), "123,456");
  EXPECT_EQ(with_thousands(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

RC_GTEST_PROP(Format, thousands_without_their_commas_are_the_number, (std::uint64_t value)) {
  std::string text = with_thousands(value);
  RC_ASSERT(text.size() == 1 || text.front() != ',');
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  RC_ASSERT(text == std::to_string(value));
}

TEST(Format, bytes_have_three_digits_and_never_reach_the_next_unit) {
  EXPECT_EQ(human_bytes(0), "0 B");
  EXPECT_EQ(human_bytes(1'023), "1023 B");
  EXPECT_EQ(human_bytes(1'024), "1.00 KiB");
  EXPECT_EQ(human_bytes(12ULL << 20), "12.0 MiB");
  EXPECT_EQ(human_bytes((1ULL << 30) - 1), "1.00 GiB");
  EXPECT_EQ(human_bytes(600ULL << 30), "600 GiB");
}

TEST(Format, numbers_have_decimal_prefixes) {
  EXPECT_EQ(human_number(0), "0");
  EXPECT_EQ(human_number(512), "512");
  EXPECT_EQ(human_number(12'345), "12.3 k");
  EXPECT_EQ(human_number(999'900), "1.00 M");
  EXPECT_EQ(human_number(4.5e9), "4.50 G");
}

TEST(Format, durations_use_the_units_that_people_use) {
  EXPECT_EQ(human_seconds(-1), "0.00 s");
  EXPECT_EQ(human_seconds(0.034), "0.03 s");
  EXPECT_EQ(human_seconds(1.23), "1.2 s");
  EXPECT_EQ(human_seconds(59.96), "1 min 00 s");
  EXPECT_EQ(human_seconds(75), "1 min 15 s");
  EXPECT_EQ(human_seconds(7'500), "2 h 05 min");
  EXPECT_EQ(human_seconds(100'000), "1 d 03 h");
  EXPECT_EQ(human_seconds(std::numeric_limits<double>::infinity()), "very long");
  EXPECT_EQ(human_seconds(std::numeric_limits<double>::quiet_NaN()), "0.00 s");
}

TEST(Format, rates_are_per_second) {
  EXPECT_EQ(human_rate(0), "0/s");
  EXPECT_EQ(human_rate(1.25), "1.2/s");
  EXPECT_EQ(human_rate(512'345.4), "512,345/s");
}

}  // namespace
}  // namespace onefold::progress
