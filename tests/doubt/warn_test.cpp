// Reasons to doubt a result: each at its limit, and silence below it.
#include "doubt/warn.hpp"

#include <gtest/gtest.h>

namespace onefold::doubt {
namespace {

std::vector<std::string> codes_of(const Warnings& warnings) {
  std::vector<std::string> codes;
  for (const auto& warning : warnings) {
    codes.push_back(warning.code);
    EXPECT_NE(warning.text, "");
  }
  return codes;
}

using Codes = std::vector<std::string>;

TEST(WarnOfLinks, from_fewer_than_one_per_thousand_records) {
  EXPECT_EQ(codes_of(warn_of_links(0, {.num_records = 100})), Codes{"no_link"});
  EXPECT_EQ(codes_of(warn_of_links(1, {.num_records = 1000})), Codes{});
  EXPECT_EQ(codes_of(warn_of_links(1, {.num_records = 1001})), Codes{"hardly_a_link"});
  EXPECT_EQ(codes_of(warn_of_links(0, {.num_records = 99})), Codes{});
}

TEST(WarnOfRule, that_proposes_more_than_half_of_all_pairs) {
  config::BlockingRule rule;
  rule.name = "city";
  block::RuleSize size{.num_blocks = 50, .num_rows = 200, .num_pairs = 9950};
  const InputSize input{200, 19'900};
  EXPECT_EQ(codes_of(warn_of_rule(rule, size, input)), Codes{});
  ++size.num_pairs;
  const auto warnings = warn_of_rule(rule, size, input);
  EXPECT_EQ(codes_of(warnings), Codes{"rule_of_all_pairs"});
  EXPECT_NE(warnings[0].text.find("rule city"), std::string::npos);
  EXPECT_EQ(codes_of(warn_of_rule(rule, size, {99, 19'900})), Codes{});
}

TEST(WarnOfRule, whose_key_has_fewer_than_ten_values) {
  config::BlockingRule rule;
  block::RuleSize size{.num_blocks = 9, .num_rows = 100, .num_pairs = 10};
  EXPECT_EQ(codes_of(warn_of_rule(rule, size, {200, 19'900})), Codes{"few_key_values"});
  // A key with few duplicates, such as an e-mail address, also has few blocks, but they hold few records.
  size.num_rows = 99;
  EXPECT_EQ(codes_of(warn_of_rule(rule, size, {200, 19'900})), Codes{});
  size = {.num_blocks = 10, .num_rows = 200, .num_pairs = 10};
  EXPECT_EQ(codes_of(warn_of_rule(rule, size, {200, 19'900})), Codes{});
  EXPECT_EQ(codes_of(warn_of_rule(rule, {}, {200, 19'900})), Codes{});
}

TEST(WarnOfAttributes, that_are_compared_and_have_one_value) {
  config::Job job;
  job.attributes = {{.name = "country"}, {.name = "carried"}, {.name = "surname"}, {.name = "empty"}};
  for (const AttributeIndex a : {0, 2, 3}) {
    config::ComparisonConfig comparison;
    comparison.attribute = a;
    comparison.name = job.attributes[a].name;
    comparison.levels.resize(1);
    job.comparisons.push_back(comparison);
  }
  const std::vector<ColumnFacts> facts = {{500, 1, 0}, {500, 1, 0}, {500, 2, 0}, {}};
  const auto warnings = warn_of_attributes(job, facts, {.num_records = 500});
  EXPECT_EQ(codes_of(warnings), Codes{"one_value"});
  EXPECT_NE(warnings[0].text.find("country"), std::string::npos);
  EXPECT_EQ(codes_of(warn_of_attributes(job, facts, {.num_records = 99})), Codes{});
}

TEST(WarnOfUnreached, names_the_groups_and_the_rules_that_would_reach_them) {
  config::Job job;
  job.attributes = {{.name = "surname"}, {.name = "city"}, {.name = "email"}};
  // Of 1,000 records with a surname, two share one with probability 0.02; cities are shared by a quarter.
  const std::vector<ColumnFacts> facts = {{1000, 90, 9990}, {1000, 8, 124'875}, {100, 100, 0}};
  block::Unreached unreached{10, {{{0, 1}, 10}}};
  EXPECT_EQ(codes_of(warn_of_unreached(job, unreached, facts, {.num_records = 1000})), Codes{});
  unreached = {11, {{{0, 1}, 6}, {{1}, 4}, {{}, 1}}};
  EXPECT_EQ(codes_of(warn_of_unreached(job, unreached, facts, {.num_records = 99})), Codes{});
  const auto warnings = warn_of_unreached(job, unreached, facts, {.num_records = 1000});
  EXPECT_EQ(codes_of(warnings), Codes{"unreached_records"});
  for (const auto* part : {"11 of 1000 records", "6 have only surname, city: a rule on surname would reach them",
                           "4 have only city, too little for a key", "1 have none of the attributes"})
    EXPECT_NE(warnings[0].text.find(part), std::string::npos) << warnings[0].text;
}

TEST(WarnOfUniqueSources, if_more_than_a_tenth_of_the_links_contradict_them) {
  EXPECT_EQ(codes_of(warn_of_unique_sources(10, 100, {.num_records = 1000})), Codes{});
  EXPECT_EQ(codes_of(warn_of_unique_sources(11, 100, {.num_records = 1000})), Codes{"unique_contradicted"});
  EXPECT_EQ(codes_of(warn_of_unique_sources(0, 0, {.num_records = 1000})), Codes{});
}

}  // namespace
}  // namespace onefold::doubt
