#include <gtest/gtest.h>

#include <stdexcept>

#include "comparison/date.hpp"
#include "comparison/decimal.hpp"
#include "comparison/levels.hpp"
#include "comparison/parts.hpp"

namespace onefold::comparison {
namespace {

using test::holds;
using test::Level;
using test::Measure;

TEST(Measures, exact_needs_equal_values) {
  EXPECT_TRUE(holds({Measure::exact}, "smith", "smith"));
  EXPECT_FALSE(holds({Measure::exact}, "smith", "smyth"));
}

TEST(Measures, jaro_winkler_needs_at_least_the_threshold) {
  EXPECT_TRUE(holds({Measure::jaro_winkler, 0.9611}, "martha", "marhta"));
  EXPECT_FALSE(holds({Measure::jaro_winkler, 0.9612}, "martha", "marhta"));
  EXPECT_TRUE(holds({Measure::jaro_winkler, 0.7}, "patel", "parker"));
  EXPECT_FALSE(holds({Measure::jaro_winkler, 0.7001}, "patel", "parker"));
  EXPECT_TRUE(holds({Measure::jaro_winkler, 1.0}, "same", "same"));
}

TEST(Measures, edit_distances_must_not_exceed_the_threshold) {
  EXPECT_TRUE(holds({Measure::levenshtein, 1}, "smith", "smyth"));
  EXPECT_FALSE(holds({Measure::levenshtein, 1}, "smith", "msith"));
  EXPECT_TRUE(holds({Measure::damerau_levenshtein, 1}, "smith", "msith"));
  EXPECT_FALSE(holds({Measure::damerau_levenshtein, 1}, "+447700900123", "+447700900321"));
  EXPECT_TRUE(holds({Measure::damerau_levenshtein, 2}, "+447700900123", "+447700900321"));
}

TEST(Measures, days_count_over_ends_of_months_and_leap_days) {
  EXPECT_TRUE(holds({Measure::days, 1}, "1999-12-31", "2000-01-01"));
  EXPECT_TRUE(holds({Measure::days, 2}, "2000-02-28", "2000-03-01"));
  EXPECT_FALSE(holds({Measure::days, 1}, "2000-02-28", "2000-03-01"));
  EXPECT_TRUE(holds({Measure::days, 1}, "1900-02-28", "1900-03-01"));
  EXPECT_TRUE(holds({Measure::days, 366}, "2000-01-01", "2001-01-01"));
  EXPECT_FALSE(holds({Measure::days, 365}, "2000-01-01", "2001-01-01"));
}

TEST(Measures, a_text_that_is_not_a_date_is_near_no_date) {
  for (const char* text :
       {"2001-02-29", "2001-13-01", "2001-00-10", "2001-1-1", "2001/01/01", "20010101", "2001-01-0x"})
    EXPECT_FALSE(holds({Measure::days, 100'000}, text, "2001-01-01")) << text;
}

TEST(Measures, day_numbers_go_up_by_one_from_day_to_day) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::optional<std::int32_t> before;
  for (int year = 0; year < 10'000; ++year)
    for (int month = 1; month <= 12; ++month) {
      const bool leap_month = month == 2 && (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0));
      for (int day = 1; day <= kDays[month - 1] + leap_month; ++day) {
        char text[32];
        std::snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
        const auto number = day_number(text);
        ASSERT_TRUE(number.has_value()) << text;
        ASSERT_EQ(*number, before.value_or(*number - 1) + 1) << text;
        before = number;
      }
    }
}

TEST(Measures, day_and_month_exchanged_are_recognised_in_two_dates) {
  EXPECT_TRUE(holds({Measure::day_month_swapped}, "1980-03-04", "1980-04-03"));
  EXPECT_FALSE(holds({Measure::day_month_swapped}, "1980-03-04", "1981-04-03"));
  EXPECT_FALSE(holds({Measure::day_month_swapped}, "1980-03-04", "1980-04-04"));
  EXPECT_FALSE(holds({Measure::day_month_swapped}, "1980-03-14", "1980-14-03"));
  EXPECT_FALSE(holds({Measure::day_month_swapped}, "1980-03-03", "1980-03-03"));
}

TEST(Measures, the_sorted_form_of_two_dates_is_equal_if_and_only_if_they_are_or_are_exchanged) {
  EXPECT_EQ(sorted_day_month("1980-12-04"), "19800412");
  EXPECT_EQ(sorted_day_month("1980-04-12"), "19800412");
  EXPECT_EQ(sorted_day_month("1980-14-03"), "");
  std::vector<std::string> dates;
  for (const auto* year : {"1980", "1981"})
    for (const auto* month : {"01", "03", "10", "12"})
      for (const auto* day : {"01", "03", "10", "12", "28"})
        dates.push_back(std::string(year) + "-" + month + "-" + day);
  for (const auto& left : dates)
    for (const auto& right : dates)
      EXPECT_EQ(sorted_day_month(left) == sorted_day_month(right), left == right || day_month_swapped(left, right))
          << left << " " << right;
}

TEST(Measures, differences_are_decided_in_decimals) {
  EXPECT_TRUE(holds({Measure::difference, 0.1}, "0.3", "0.2"));  // in doubles, 0.3 - 0.2 may be above or below 0.1
  EXPECT_TRUE(holds({Measure::difference, 0.1}, "0.3", "0.4"));
  EXPECT_FALSE(holds({Measure::difference, 0.1}, "0.3", "0.400000001"));
  EXPECT_TRUE(holds({Measure::difference, 5}, "-2", "3"));
  EXPECT_FALSE(holds({Measure::difference, 4.999999999}, "-2", "3"));
  EXPECT_TRUE(holds({Measure::difference, 1}, "999999999999999999", "999999999999999998"));
  EXPECT_FALSE(holds({Measure::difference, 1}, "999999999999999999", "999999999999999997"));
}

TEST(Measures, relative_differences_are_parts_of_the_larger_number) {
  EXPECT_TRUE(holds({Measure::relative_difference, 0.1}, "100", "90"));
  EXPECT_FALSE(holds({Measure::relative_difference, 0.1}, "100", "89.999999999"));
  EXPECT_FALSE(holds({Measure::relative_difference, 0.1}, "-100", "100"));
  EXPECT_TRUE(holds({Measure::relative_difference, 2}, "-100", "100"));
  EXPECT_FALSE(holds({Measure::relative_difference, 0.5}, "0", "1"));
  EXPECT_TRUE(holds({Measure::relative_difference, 0}, "0", "0"));
}

TEST(Measures, numbers_out_of_the_exact_range_are_compared_as_doubles) {
  EXPECT_TRUE(holds({Measure::relative_difference, 0.1}, "1e300", "9.5e299"));
  EXPECT_FALSE(holds({Measure::difference, 0.5}, "1e19", "2e19"));
  EXPECT_TRUE(holds({Measure::difference, 0.5}, "0.12345678901", "0.2"));
}

TEST(Measures, a_text_that_is_not_a_number_is_near_no_number) {
  for (const char* text : {"abc", "1x", "nan", "inf", "-", ".", "1.2.3", "+1"})
    EXPECT_FALSE(holds({Measure::difference, 1e30}, text, "1")) << text;
}

TEST(Measures, numbers_are_read_exactly) {
  EXPECT_TRUE(*parse_number("-12.5")->nano == Int128{-12'500'000'000});
  EXPECT_TRUE(*parse_number("-0.5")->nano == Int128{-500'000'000});
  EXPECT_TRUE(*parse_number("7.")->nano == Int128{7'000'000'000});
  EXPECT_FALSE(parse_number("1e3")->nano.has_value());
  EXPECT_EQ(parse_number("1e3")->value, 1000);
  EXPECT_FALSE(parse_number("").has_value());
}

TEST(Measures, phonetic_needs_words_that_sound_alike) {
  EXPECT_TRUE(holds({Measure::phonetic}, "catherine smith", "kathryn smyth"));
  EXPECT_FALSE(holds({Measure::phonetic}, "catherine", "maria"));
  EXPECT_FALSE(holds({Measure::phonetic}, "12", "13"));
}

TEST(Measures, initial_needs_one_value_to_abbreviate_the_other) {
  EXPECT_TRUE(holds({Measure::initial}, "j", "john"));
  EXPECT_TRUE(holds({Measure::initial}, "jo", "john"));
  EXPECT_TRUE(holds({Measure::initial}, "john", "john paul"));
  EXPECT_TRUE(holds({Measure::initial}, "j", "john paul"));
  EXPECT_TRUE(holds({Measure::initial}, "j p", "john paul"));
  EXPECT_FALSE(holds({Measure::initial}, "p", "john paul"));
  EXPECT_FALSE(holds({Measure::initial}, "j r", "john paul"));
  EXPECT_FALSE(holds({Measure::initial}, "j p", "john"));
  EXPECT_FALSE(holds({Measure::initial}, "joan", "john"));
  EXPECT_TRUE(holds({Measure::initial}, "é", "éric"));
}

TEST(Measures, prefix_counts_code_points_and_takes_shorter_values_whole) {
  EXPECT_TRUE(holds({.measure = Measure::prefix, .count = 3}, "smith", "smiley"));
  EXPECT_FALSE(holds({.measure = Measure::prefix, .count = 4}, "smith", "smiley"));
  EXPECT_TRUE(holds({.measure = Measure::prefix, .count = 2}, "éab", "éac"));
  EXPECT_FALSE(holds({.measure = Measure::prefix, .count = 3}, "éab", "éac"));
  EXPECT_FALSE(holds({.measure = Measure::prefix, .count = 3}, "ab", "abc"));
}

TEST(Measures, email_parts_are_split_at_the_last_at) {
  EXPECT_TRUE(holds({Measure::email_local}, "ann@a.example", "ann@b.example"));
  EXPECT_FALSE(holds({Measure::email_local}, "ann@a.example", "bob@a.example"));
  EXPECT_TRUE(holds({Measure::email_domain}, "ann@a.example", "bob@a.example"));
  EXPECT_FALSE(holds({Measure::email_domain}, "ann@a.example", "ann@b.example"));
  EXPECT_FALSE(holds({Measure::email_domain}, "ann", "bob"));
  EXPECT_FALSE(holds({Measure::email_local}, "@a.example", "@b.example"));
  EXPECT_TRUE(holds({Measure::email_local_jaro_winkler, 0.9}, "martha@a.example", "marhta@b.example"));
  EXPECT_FALSE(holds({Measure::email_local_jaro_winkler, 0.9}, "ann@a.example", "bob@a.example"));
  EXPECT_FALSE(holds({Measure::email_local_jaro_winkler, 0}, "ann", "anne"));
  EXPECT_EQ(email_local("\"a@b\"@c.example"), "\"a@b\"");
}

TEST(Measures, postcode_parts_of_british_and_other_postcodes) {
  EXPECT_EQ(postcode_part("sw1a 1aa", PostcodePart::sector), "sw1a 1");
  EXPECT_EQ(postcode_part("sw1a 1aa", PostcodePart::district), "sw1a");
  EXPECT_EQ(postcode_part("sw1a 1aa", PostcodePart::area), "sw");
  EXPECT_EQ(postcode_part("m1 1ae", PostcodePart::area), "m");
  EXPECT_EQ(postcode_part("75008", PostcodePart::sector), "7500");
  EXPECT_EQ(postcode_part("75008", PostcodePart::district), "750");
  EXPECT_EQ(postcode_part("75008", PostcodePart::area), "75");
  EXPECT_EQ(postcode_part("7", PostcodePart::district), "");
  EXPECT_TRUE(holds({Measure::postcode_sector}, "sw1a 1aa", "sw1a 1zz"));
  EXPECT_FALSE(holds({Measure::postcode_sector}, "sw1a 1aa", "sw1a 2aa"));
  EXPECT_TRUE(holds({Measure::postcode_district}, "sw1a 1aa", "sw1a 2aa"));
  EXPECT_FALSE(holds({Measure::postcode_district}, "sw1a 1aa", "sw1 1aa"));
  EXPECT_TRUE(holds({Measure::postcode_area}, "sw1a 1aa", "sw9 1aa"));
  EXPECT_FALSE(holds({Measure::postcode_area}, "m1 1ae", "me1 1ae"));
  EXPECT_FALSE(holds({Measure::postcode_area}, "sw1a 1aa", "sw1a1aa"));
  EXPECT_FALSE(holds({Measure::postcode_district}, "7", "8"));
}

}  // namespace
}  // namespace onefold::comparison
