#include <gtest/gtest.h>

#include "suggest/regions.hpp"
#include "vocabulary/column_profile.hpp"
#include "vocabulary/date_formats.hpp"

namespace onefold::suggest {
namespace {

using vocabulary::date_formats_of;

std::vector<std::string_view> views(const std::vector<std::string>& values) { return {values.begin(), values.end()}; }

TEST(Dates, formats_are_found_from_the_values) {
  const auto iso = date_formats_of(views({"1970-05-01", "1981-12-31", "", "2001-02-03"}));
  EXPECT_EQ(iso.formats, std::vector<std::string>{"%Y-%m-%d"});
  EXPECT_EQ(iso.readable, 1);
  EXPECT_EQ(cleanse::doubt_of(iso.evidence), cleanse::DateDoubt::none);
  EXPECT_EQ(date_formats_of(views({"19700501", "19811231", "20010203"})).formats, std::vector<std::string>{"%Y%m%d"});
  EXPECT_EQ(date_formats_of(views({"13/05/1970", "01/12/1981"})).formats, std::vector<std::string>{"%d/%m/%Y"});
  EXPECT_EQ(date_formats_of(views({"05/13/1970", "12/01/1981"})).formats, std::vector<std::string>{"%m/%d/%Y"});
  EXPECT_EQ(date_formats_of(views({"1970-05-01", "1981-12-31", "25.02.1999"})).formats,
            (std::vector<std::string>{"%Y-%m-%d", "%d.%m.%Y"}));
  EXPECT_LT(date_formats_of(views({"smith", "jones"})).readable, 0.1);
}

TEST(Dates, no_format_is_found_where_the_order_of_day_and_month_is_open) {
  std::vector<std::string> dates(60'000, "05/06/1970");
  EXPECT_EQ(date_formats_of(views(dates)).formats, std::vector<std::string>());
  EXPECT_EQ(date_formats_of(views(dates)).readable, 1);
  // One value decides, wherever it stands.
  dates[50'001] = "06/25/1970";
  EXPECT_EQ(date_formats_of(views(dates)).formats, std::vector<std::string>{"%m/%d/%Y"});
}

TEST(Dates, a_form_of_later_values_is_found) {
  std::vector<std::string> dates(20'000, "1970-05-06");
  std::fill(dates.begin() + 15'000, dates.end(), "25.06.1970");
  EXPECT_EQ(date_formats_of(views(dates)).formats, (std::vector<std::string>{"%Y-%m-%d", "%d.%m.%Y"}));
}

TEST(Profiles, count_values_by_how_often_they_repeat) {
  EXPECT_DOUBLE_EQ(profile_of(views({"a", "b", "c", "d"})).effective_distinct, 4);
  EXPECT_DOUBLE_EQ(profile_of(views({"a", "a", "", "b", "b"})).effective_distinct, 2);
  // Nine of ten are equal: 1 / (0.81 + 0.01).
  EXPECT_NEAR(profile_of(views({"a", "a", "a", "a", "a", "a", "a", "a", "a", "b"})).effective_distinct, 1.22, 0.01);
}

TEST(Regions, of_numbers_without_a_country_code_follow_the_others_or_stay_open) {
  EXPECT_EQ(region_of_phones({"030 1234567", "0351 44556", "0049 89 998877", "+4922112345"}, ""), "DE");
  EXPECT_EQ(region_of_phones({"030 1234567", "0351 445566"}, "DE"), "DE");
  EXPECT_EQ(region_of_phones({"030 1234567", "0351 445566"}, ""), "");
  EXPECT_EQ(region_of_phones({"0171 555 1234", "01 44 55 66 77", "0611 998877"}, ""), "");
  EXPECT_EQ(region_of_phones({"020 7946 0958", "07700 900123"}, ""), "GB");
  EXPECT_EQ(region_of_phones({"702-919-1300", "(415) 555-0100"}, ""), "US");
  EXPECT_EQ(region_of_phones({"333 123 4567", "347 765 4321"}, "IT"), "IT");
}

TEST(Regions, of_postcodes_need_more_than_their_form) {
  const auto five_digits = profile_of(views({"01067", "10115", "80331"}));
  EXPECT_EQ(region_of_postcodes(five_digits, ""), "");
  EXPECT_EQ(region_of_postcodes(five_digits, "DE"), "DE");
  EXPECT_EQ(region_of_postcodes(profile_of(views({"SW1A 1AA", "M1 1AE"})), "DE"), "GB");
}

TEST(Profiles, count_what_is_there) {
  const auto profile = profile_of(views({"a", "", "b", "a", "cc d"}));
  EXPECT_EQ(profile.num_rows, 5U);
  EXPECT_EQ(profile.num_present, 4U);
  EXPECT_EQ(profile.num_distinct, 3U);
  EXPECT_EQ(profile.num_most_frequent, 2U);
  EXPECT_DOUBLE_EQ(profile.share_missing(), 0.2);
  EXPECT_DOUBLE_EQ(profile.mean_words, 1.25);
  EXPECT_TRUE(profile_of(views({"1", "2", "10"})).ascending);
  EXPECT_FALSE(profile_of(views({"1", "2", "2"})).ascending);
}

}  // namespace
}  // namespace onefold::suggest
