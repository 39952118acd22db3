// Records that no rule reaches, for any number of ranks.
#include <gtest/gtest.h>

#include "block/unreached.hpp"
#include "expressions/parse_text.hpp"
#include "support/make_columns.hpp"
#include "support/mpi_test.hpp"

namespace onefold::block {
namespace {

config::Job job_of(const std::vector<std::vector<std::string>>& rules) {
  config::Job job;
  std::vector<config::KnownAttribute> known;
  for (const auto& [name, type] : {std::pair("surname", AttributeType::surname), std::pair("city", AttributeType::city),
                                   std::pair("email", AttributeType::email)}) {
    job.attributes.push_back({.name = name, .type = type});
    known.push_back({name, type, false});
    config::ComparisonConfig comparison;
    comparison.attribute = static_cast<AttributeIndex>(job.comparisons.size());
    comparison.name = name;
    comparison.levels.resize(1);
    job.comparisons.push_back(comparison);
  }
  for (const auto& keys : rules) {
    auto& rule = job.blocking.emplace_back();
    for (const auto& key : keys) rule.on.push_back(config::parse_key_expression(key, known).value.value());
  }
  return job;
}

TEST(Unreached, are_records_that_lack_an_attribute_of_every_rule_the_largest_group_first) {
  const auto& world = test::world();
  std::vector<test::Record> records;
  for (int i = 0; i < 50; ++i) records.push_back({"smith", "leeds", ""});
  for (int i = 0; i < 7; ++i) records.push_back({"smith", "", ""});
  for (int i = 0; i < 20; ++i) records.push_back({"", "leeds", ""});
  for (int i = 0; i < 30; ++i) records.push_back({"", "", "a@b.example"});
  records.push_back({"", "", ""});
  const auto columns = test::make_columns(world, records, 3);
  const auto unreached = find_unreached(world, job_of({{"phonetic(surname)", "city"}, {"email"}}), columns);
  EXPECT_EQ(unreached.num_records, 28u);
  ASSERT_EQ(unreached.groups.size(), 3u);
  EXPECT_EQ(unreached.groups[0].present, std::vector<AttributeIndex>{1});
  EXPECT_EQ(unreached.groups[0].num_records, 20u);
  EXPECT_EQ(unreached.groups[1].present, std::vector<AttributeIndex>{0});
  EXPECT_EQ(unreached.groups[1].num_records, 7u);
  EXPECT_EQ(unreached.groups[2].present, std::vector<AttributeIndex>{});
  EXPECT_EQ(unreached.groups[2].num_records, 1u);
}

TEST(Unreached, are_none_if_each_record_has_the_attributes_of_a_rule) {
  const auto& world = test::world();
  const auto columns = test::make_columns(world, {{"smith", "", ""}, {"", "leeds", ""}}, 3);
  const auto unreached = find_unreached(world, job_of({{"surname"}, {"city"}}), columns);
  EXPECT_EQ(unreached.num_records, 0u);
  EXPECT_TRUE(unreached.groups.empty());
}

}  // namespace
}  // namespace onefold::block
