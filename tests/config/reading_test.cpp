// How sources write values, and how many may be unreadable.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config {
namespace {

Job job_with_source(const std::string& keys, const std::string& more = "") {
  return parse_job(test::replaced("files =", keys + "\nfiles =") + more, "t.toml");
}

TEST(Writing, of_a_source_goes_before_that_of_the_attribute) {
  const Job job = job_with_source("formats = { birth_date = [\"%d.%m.%Y\"] }\nregion = \"US\"",
                                  "[[attribute]]\nname = \"birth_date\"\nformats = [\"%Y\"]\npivot = 2040\n");
  const auto attribute = attribute_of(job, 0, 1);
  ASSERT_EQ(attribute.name, "birth_date");
  EXPECT_EQ(attribute.formats, std::vector<std::string>{"%d.%m.%Y"});
  EXPECT_EQ(attribute.pivot, 2040U);
  EXPECT_EQ(attribute_of(job, 0, 0).region, "GB") << "an e-mail has no region";
  EXPECT_EQ(job.sources[0].writing.region, "US");
}

TEST(Writing, is_part_of_the_resolved_job_and_of_its_digest) {
  const Job plain = parse_job(test::kGoodJob, "t.toml");
  const Job job = job_with_source(
      "updated = \"AT\"\nformats = { birth_date = \"%d.%m.%Y\", updated = [\"%d.%m.%Y %H:%M\"] }\ndecimal = \",\"\n"
      "region = \"US\"");
  EXPECT_EQ(job.sources[0].writing.updated_formats, std::vector<std::string>{"%d.%m.%Y %H:%M"});
  EXPECT_EQ(parse_job(job.resolved_toml, "r.toml").resolved_toml, job.resolved_toml);
  for (const auto* text : {&job.resolved_toml, &job.digest_toml}) {
    EXPECT_NE(text->find("formats = { birth_date = [\"%d.%m.%Y\"], updated = [\"%d.%m.%Y %H:%M\"] }"),
              std::string::npos);
    EXPECT_NE(text->find("decimal = \",\""), std::string::npos);
    EXPECT_NE(text->find("region = \"US\""), std::string::npos);
  }
  EXPECT_EQ(plain.digest_toml.find("formats"), std::string::npos);
  EXPECT_EQ(plain.digest_toml.find("pivot"), std::string::npos) << "digests of earlier results hold";
}

TEST(Writing, mistakes_say_what_was_expected) {
  const auto mistakes = [](const std::string& keys) {
    return test::mistakes_of(test::replaced("files =", keys + "\nfiles ="));
  };
  const auto expect = [&](const std::string& keys, const std::string& words) {
    EXPECT_NE(mistakes(keys).find(words), std::string::npos) << keys << "\n" << mistakes(keys);
  };
  expect("formats = { birth_dat = [\"%Y\"] }", "did you mean \"birth_date\"?");
  expect("formats = { surname = [\"%Y-%m-%d\"] }", "only attributes of type birth_date have formats");
  expect("formats = { updated = [\"%Y-%m-%d\"] }", "the source has no column updated");
  expect("formats = { birth_date = [\"dd.mm\"] }", "expected a date format");
  expect("formats = { birth_date = [] }", "at least one format");
  expect("formats = \"%Y\"", "expected a table, found a string");
  expect("decimal = \";\"", "expected the decimal mark");
  expect("region = \"us\"", "two capital letters");
  expect("regon = \"US\"", "did you mean \"region\"?");
}

TEST(ReadingLimits, hold_for_all_columns_or_for_one) {
  EXPECT_EQ(parse_job(test::kGoodJob, "t.toml").reading.max_unreadable_of, std::vector<double>(4, 0.2));
  const Job same = parse_job(test::with("[reading]\nmax_unreadable = 0\n"), "t.toml");
  EXPECT_EQ(same.reading.max_unreadable_of, std::vector<double>(4, 0.0));
  EXPECT_EQ(same.reading.max_unreadable_updated, 0.0);
  const Job own =
      parse_job(test::with("[reading]\nmax_unreadable = { birth_date = 0.5, default = 0.1, updated = 1 }\n"), "t.toml");
  EXPECT_EQ(own.attributes[3].name, "birth_date");
  EXPECT_EQ(own.reading.max_unreadable_of, (std::vector<double>{0.1, 0.1, 0.1, 0.5}));
  EXPECT_EQ(own.reading.max_unreadable_updated, 1.0);
  EXPECT_EQ(parse_job(own.resolved_toml, "r.toml").resolved_toml, own.resolved_toml);
  EXPECT_EQ(own.digest_toml, parse_job(test::kGoodJob, "t.toml").digest_toml) << "a limit changes no result";
  for (const char* wrong : {"2", "-0.1", "nan", "\"much\"", "{ birth_dat = 0.5 }", "{ default = 1.5 }"})
    EXPECT_NE(test::mistakes_of(test::with(std::string("[reading]\nmax_unreadable = ") + wrong + "\n")), "") << wrong;
  EXPECT_NE(test::mistakes_of(test::with("[reading]\nmax_unredable = 0.1\n")).find("did you mean"), std::string::npos);
}

}  // namespace
}  // namespace onefold::config
