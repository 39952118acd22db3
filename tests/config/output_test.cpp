// Which values the result keeps.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config {
namespace {

TEST(Output, keeps_raw_values_unless_the_job_says_otherwise) {
  EXPECT_EQ(parse_job(test::kGoodJob, "t.toml").result.values, KeptValues::raw);
  EXPECT_EQ(parse_job(test::with("[output]\n"), "t.toml").result.values, KeptValues::raw);
  EXPECT_EQ(parse_job(test::with("[output]\nvalues = \"none\"\n"), "t.toml").result.values, KeptValues::none);
  EXPECT_EQ(parse_job(test::with("[output]\nvalues = \"raw+cleansed\"\n"), "t.toml").result.values,
            KeptValues::raw_cleansed);
}

TEST(Output, is_part_of_the_resolved_job_and_of_its_digest) {
  const Job raw = parse_job(test::kGoodJob, "t.toml");
  const Job none = parse_job(test::with("[output]\nvalues = \"none\"\n"), "t.toml");
  EXPECT_NE(raw.digest_toml, none.digest_toml);
  EXPECT_EQ(parse_job(none.resolved_toml, "r.toml").result.values, KeptValues::none);
  EXPECT_EQ(parse_job(none.resolved_toml, "r.toml").resolved_toml, none.resolved_toml);
}

TEST(Output, mistakes_say_what_was_expected) {
  EXPECT_EQ(test::mistakes_of(test::with("[output]\nvalues = \"all\"\nvalue = 1\n")),
            "t.toml:17:10: [output]: values: unknown value \"all\"; expected one of: none, raw, raw+cleansed\n"
            "t.toml:18:1: [output]: unknown key \"value\"; did you mean \"values\"?");
}

}  // namespace
}  // namespace onefold::config
