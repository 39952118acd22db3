// One form for the values of databases and of Parquet.
#include "tables/canonical_value.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <charconv>
#include <cmath>

namespace onefold::tables {
namespace {

std::string canonical(ValueKind kind, std::string_view value) {
  std::string room;
  return std::string(canonical_value(kind, value, room));
}

TEST(CanonicalValue, numbers_have_a_point_and_no_exponent) {
  const auto number = [](std::string_view value) { return canonical(ValueKind::number, value); };
  EXPECT_EQ(number("9007199254740993"), "9007199254740993");
  EXPECT_EQ(number("007"), "007");
  EXPECT_EQ(number("1.0e+20"), "100000000000000000000");
  EXPECT_EQ(number("-1.25E-3"), "-0.00125");
  EXPECT_EQ(number("1.5e3"), "1500");
  EXPECT_EQ(number("12,50"), "12.50");
  EXPECT_EQ(number(".5"), "0.5");
  EXPECT_EQ(number("-,5"), "-0.5");
  EXPECT_EQ(number("+3"), "3");
  EXPECT_EQ(number("12.50"), "12.50");
  // What is no number stays.
  for (const char* text : {"", "-", ".", "text", "1e", "1e999", "1.2.3", "NaN", "0x10", "1 000"})
    EXPECT_EQ(number(text), text);
}

RC_GTEST_PROP(CanonicalValue, a_number_without_exponent_is_the_same_number, (double value)) {
  RC_PRE(std::abs(value) < 1e200 && (value == 0 || std::abs(value) > 1e-200));
  std::array<char, 400> written{};
  const auto end = std::to_chars(written.data(), written.data() + written.size(), value, std::chars_format::scientific);
  const std::string text = canonical(ValueKind::number, {written.data(), end.ptr});
  RC_ASSERT(text.find('e') == std::string::npos);
  double back = 0;
  std::from_chars(text.data(), text.data() + text.size(), back);
  RC_ASSERT(back == value);
}

TEST(CanonicalValue, midnight_without_a_zone_is_a_date) {
  const auto moment = [](std::string_view value) { return canonical(ValueKind::moment, value); };
  EXPECT_EQ(moment("1985-05-15"), "1985-05-15");
  EXPECT_EQ(moment("1985-05-15 00:00:00"), "1985-05-15");
  EXPECT_EQ(moment("1985-05-15 00:00:00.000000"), "1985-05-15");
  EXPECT_EQ(moment("1985-05-15 00:00:00+00"), "1985-05-15 00:00:00+00");
  EXPECT_EQ(moment("1985-05-15T04:05:06.250"), "1985-05-15 04:05:06.25");
  EXPECT_EQ(moment("1985-05-15 00:00:00.5"), "1985-05-15 00:00:00.5");
  EXPECT_EQ(moment("baddate"), "baddate");
  EXPECT_EQ(moment("15.05.1985 00:00"), "15.05.1985 00:00");
}

TEST(CanonicalValue, booleans_and_arrays_have_one_form) {
  EXPECT_EQ(canonical(ValueKind::boolean, "t"), "true");
  EXPECT_EQ(canonical(ValueKind::boolean, "0"), "false");
  EXPECT_EQ(canonical(ValueKind::boolean, "maybe"), "maybe");
  EXPECT_EQ(canonical(ValueKind::array, "{a,\"b, \\\"c\\\"\",NULL,\"NULL\"}"),
            "a\x1f"
            "b, \"c\"\x1f"
            "NULL");
  EXPECT_EQ(canonical(ValueKind::array, "{}"), "");
  EXPECT_EQ(canonical(ValueKind::array, "{{a},{b}}"), "{{a},{b}}");
  EXPECT_EQ(canonical(ValueKind::text, "1.0e+20"), "1.0e+20");
}

}  // namespace
}  // namespace onefold::tables
