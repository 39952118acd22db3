#include "cleanse/number_evidence.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "cleanse/cleanser.hpp"

namespace onefold::cleanse {
namespace {

NumberEvidence proofs(const std::vector<std::string_view>& values) { return evidence_of_numbers(values); }

std::string read_in(const std::vector<std::string_view>& column, std::string_view value) {
  Cleanser cleanser({.name = "price", .type = AttributeType::number, .decimal = decimal_of(proofs(column))}, nullptr);
  return std::string(cleanser.cleanse(value));
}

TEST(NumberEvidence, one_clear_value_decides_for_the_whole_column) {
  EXPECT_EQ(read_in({"1.234", "1.234,56"}, "1.234"), "1234");
  EXPECT_EQ(read_in({"1,234", "1,234.56"}, "1,234"), "1234");
  EXPECT_EQ(read_in({"1.234", "12,5"}, "1.234"), "1234");
  EXPECT_EQ(read_in({"1.234", "12.5"}, "1.234"), "1.234");
  EXPECT_EQ(read_in({"1,234", "0,234"}, "1,234"), "1.234");
  EXPECT_EQ(read_in({"1.234", "1.234.567"}, "1.234"), "1234");
  EXPECT_EQ(read_in({"1,234", "EUR 1 234,5"}, "1,234"), "1.234");
  EXPECT_EQ(read_in({"1,234", "CHF 1'234.50-"}, "1,234"), "1234");
}

TEST(NumberEvidence, what_is_no_number_or_has_no_mark_proves_nothing) {
  for (const std::string_view value :
       {"", "12", "1.2.3", "1,2,3", "a.b", ".", "12.", "01.02.2003", "3 rooms, 2.5 baths"})
    EXPECT_EQ(proofs({value}), NumberEvidence{}) << value;
}

TEST(NumberEvidence, a_column_stays_open_or_contradicts_itself) {
  EXPECT_EQ(doubt_of(proofs({"1.234", "2.500"})), NumberDoubt::open);
  EXPECT_EQ(num_doubtful(proofs({"1.234", "2.500", "7"})), 2U);
  EXPECT_EQ(decimal_of(proofs({"1.234", "2.500"})), '\0');
  EXPECT_EQ(doubt_of(proofs({"12.5", "12,5"})), NumberDoubt::none) << "no value is ambiguous";
  const auto both = proofs({"1.234", "12.5", "12,5", "13,5"});
  EXPECT_EQ(doubt_of(both), NumberDoubt::contradictory);
  EXPECT_EQ(decimal_of(both), ',');
  EXPECT_EQ(doubt_of(proofs({"1.234", "12.5"})), NumberDoubt::none);
}

}  // namespace
}  // namespace onefold::cleanse
