// Phones and postcodes of another region than the job says.
#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"
#include "reading/judge.hpp"

namespace onefold::reading {
namespace {

Warnings warnings_of(const std::string& type, const std::string& region, const std::vector<std::string>& values) {
  const auto job = config::parse_job(
      "[job]\nname = \"t\"\noutput = \"o.h5\"\n[[source]]\nname = \"crm\"\nfiles = \"a.csv\"\nregion = \"" + region +
          "\"\ncolumns = { " + type + " = \"X\" }\n[[blocking]]\non = [\"" + type + "\"]\n",
      "t.toml");
  std::vector<columns::CleansedAttribute> cleansed(1);
  cleansed[0].samples = {values};
  return warn_of_regions(job, cleansed);
}

std::vector<std::string> numbered(const std::string& before, std::uint64_t first, int count, std::uint64_t step = 1) {
  std::vector<std::string> values;
  for (int i = 0; i < count; ++i) values.push_back(before + std::to_string(first + step * static_cast<unsigned>(i)));
  return values;
}

TEST(WarnOfRegions, of_phones_that_are_valid_elsewhere) {
  const auto american = numbered("212", 5'552'300, 30);
  const auto warnings = warnings_of("phone", "GB", american);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "region");
  EXPECT_NE(warnings[0].text.find("region US would read 100 %"), std::string::npos) << warnings[0].text;
  EXPECT_EQ(warnings_of("phone", "US", american).size(), 0U);
  EXPECT_EQ(warnings_of("phone", "GB", numbered("0207946", 1000, 30)).size(), 0U);
  EXPECT_EQ(warnings_of("phone", "GB", numbered("+1212", 5'552'300, 30)).size(), 0U) << "they name their country";
  EXPECT_EQ(warnings_of("phone", "GB", numbered("212", 5'552'300, 10)).size(), 0U) << "too few";
  const auto nowhere = warnings_of("phone", "GB", numbered("9", 100'000, 30));
  EXPECT_EQ(nowhere.size(), 0U) << "valid nowhere, but: " << nowhere[0].text;
  EXPECT_EQ(warnings_of("phone", "GB", numbered("089 / 1234", 1000, 30)).size(), 1U) << "German ones";
}

TEST(WarnOfRegions, of_postcodes_that_lost_zeros_or_would_get_wrong_ones) {
  auto american = numbered("", 10'115, 25, 37);
  EXPECT_EQ(warnings_of("postcode", "GB", american).size(), 0U) << "no zero is missing";
  american.push_back("2139");
  const auto warnings = warnings_of("postcode", "GB", american);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].text.find("US, DE"), std::string::npos) << warnings[0].text;
  EXPECT_EQ(warnings_of("postcode", "US", american).size(), 0U);
  EXPECT_EQ(warnings_of("postcode", "DE", numbered("", 8001, 25)).size(), 1U) << "Swiss ones would get a zero";
  EXPECT_EQ(warnings_of("postcode", "CH", numbered("", 8001, 25)).size(), 0U);
}

TEST(WarnOfRegions, of_postcodes_that_lost_zeros_name_no_other_region_if_some_did_not) {
  // Most codes of the north-east of the United States begin with a zero.
  auto american = numbered("", 2101, 50, 7);
  EXPECT_EQ(warnings_of("postcode", "US", american).size(), 1U);
  EXPECT_NE(warnings_of("postcode", "US", american)[0].text.find("lost their zeros"), std::string::npos);
  for (const auto& whole : numbered("", 10'012, 8)) american.push_back(whole);
  EXPECT_EQ(warnings_of("postcode", "US", american).size(), 0U);
}

TEST(WarnOfRegions, of_postcodes_of_four_digits_some_of_which_lost_zeros) {
  // Norwegian codes: those of Oslo begin with a zero.
  auto norwegian = numbered("", 1001, 35, 211);
  for (const auto& oslo : numbered("", 150, 15, 7)) norwegian.push_back(oslo);
  const auto warnings = warnings_of("postcode", "DE", norwegian);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].text.find("0 % of a sample of the postcodes have the form of region DE, 100 % that of"),
            std::string::npos)
      << warnings[0].text;
  EXPECT_NE(warnings[0].text.find("NO"), std::string::npos) << warnings[0].text;
  EXPECT_EQ(warnings_of("postcode", "GB", norwegian).size(), 1U) << "their zeros would not come back";
  EXPECT_EQ(warnings_of("postcode", "NO", norwegian).size(), 0U);
  // Austrian and German customers in one file: neither region is wrong.
  auto both = numbered("", 1010, 25, 300);
  for (const auto& german : numbered("", 10'115, 25, 1'000)) both.push_back(german);
  EXPECT_EQ(warnings_of("postcode", "AT", both).size(), 0U);
}

}  // namespace
}  // namespace onefold::reading
