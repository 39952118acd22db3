#include "ingest/column_values.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace onefold::ingest {
namespace {

using config::ColumnExpression;
using config::Split;
using config::SplitPart;

/// Evaluates the expressions of one source for rows given by column name.
class Evaluation {
 public:
  explicit Evaluation(std::vector<config::ColumnMapping> columns) {
    source_.columns = std::move(columns);
    for (const auto& mapping : source_.columns)
      config::for_each_column(mapping.from, [&](const std::string& name) { names_.push_back(name); });
    values_ = std::make_unique<ColumnValues>(source_);
  }
  std::string operator()(std::size_t i, const std::map<std::string, std::string>& row) {
    return std::string(values_->value(i, [&](std::size_t column) -> std::string_view {
      const auto found = row.find(names_.at(column));
      return found == row.end() ? std::string_view() : std::string_view(found->second);
    }));
  }
  ColumnValues& values() { return *values_; }

 private:
  config::SourceConfig source_;
  std::vector<std::string> names_;
  std::unique_ptr<ColumnValues> values_;
};

TEST(ColumnValues, only_attributes_that_are_more_than_a_column_are_made) {
  Evaluation evaluation({{0, "a"}, {1, {.column = "a", .pattern = "x"}}, {2, "b"}, {2, "c"}, {3, {.value = "DE"}}});
  EXPECT_EQ(evaluation.values().attributes(), (std::vector<AttributeIndex>{1, 2, 3}));
  EXPECT_EQ(evaluation(1, {{"b", "1"}, {"c", "2"}}),
            "1\x1f"
            "2");
  EXPECT_EQ(evaluation(1, {{"c", "2"}}), "2");
  EXPECT_EQ(evaluation(2, {}), "DE");
}

TEST(ColumnValues, a_pattern_gives_its_groups_or_the_whole_match_and_counts) {
  Evaluation evaluation({{0, {.column = "a", .pattern = "(\\d{5})"}},
                         {1, {.column = "a", .pattern = "\\d{2}"}},
                         {2, {.column = "a", .with = "-", .pattern = "(\\p{L}+)(x)?.*?(\\d+)"}}});
  const std::map<std::string, std::string> row = {{"a", "Gr\u00fcn 12345 Ort"}};
  EXPECT_EQ(evaluation(0, row), "12345");
  EXPECT_EQ(evaluation(1, row), "12");
  EXPECT_EQ(evaluation(2, row), "Gr\u00fcn-12345");
  EXPECT_EQ(evaluation(0, {{"a", "none"}}), "");
  EXPECT_EQ(evaluation(0, {{"a", ""}}), "");
  EXPECT_EQ(evaluation(0, {{"a", "\xff 12345"}}), "12345");
  EXPECT_EQ(evaluation.values().counts()[0].num_texts, 3u);
  EXPECT_EQ(evaluation.values().counts()[0].num_found, 2u);
}

TEST(ColumnValues, parts_of_one_text_and_joined_columns) {
  ColumnExpression joined{.joined = {{.column = "street"}, {.column = "zip", .pattern = "\\d+"}, {.value = "Neustadt"}},
                          .with = " "};
  ColumnExpression city = joined;
  city.split = Split::address, city.part = SplitPart::city;
  Evaluation evaluation({{0, joined},
                         {1, city},
                         {2, {.column = "name", .split = Split::surname_first, .part = SplitPart::surname}},
                         {3, {.column = "name", .split = Split::surname_first, .part = SplitPart::given_name}},
                         {4, {.column = "name", .split = Split::surname_first}}});
  const std::map<std::string, std::string> row = {{"street", "Ring 7"}, {"zip", "D-12345"}, {"name", "Weber Anna"}};
  EXPECT_EQ(evaluation(0, row), "Ring 7 12345 Neustadt");
  EXPECT_EQ(evaluation(1, row), "Neustadt");
  EXPECT_EQ(evaluation(2, row), "Weber");
  EXPECT_EQ(evaluation(3, row), "Anna");
  EXPECT_EQ(evaluation(4, row), "Weber Anna");
  // Constants alone are no value.
  EXPECT_EQ(evaluation(0, {}), "");
}

TEST(ColumnValues, the_street_of_an_address_that_is_not_understood_is_the_whole_of_it) {
  Evaluation evaluation({{0, {.column = "a", .split = Split::address, .part = SplitPart::street}},
                         {1, {.column = "a", .split = Split::address, .part = SplitPart::postcode}}});
  EXPECT_EQ(evaluation(0, {{"a", "Rosenhof"}}), "Rosenhof");
  EXPECT_EQ(evaluation(1, {{"a", "Rosenhof"}}), "");
  EXPECT_EQ(evaluation(0, {{"a", "Ring 7, 12345 Neustadt"}}), "Ring 7");
  EXPECT_EQ(evaluation.values().counts()[1].num_texts, 1u);
  EXPECT_EQ(evaluation.values().counts()[1].num_found, 0u);
}

TEST(ColumnValues, a_pattern_that_needs_too_many_steps_is_given_up) {
  Evaluation evaluation({{5, {.column = "a", .pattern = "^((a+)+)+b"}}});
  EXPECT_EQ(evaluation(0, {{"a", "aab"}}), "aa aa");
  try {
    (void)evaluation(0, {{"a", std::string(60, 'a')}});
    FAIL() << "the pattern came to an end";
  } catch (const PatternTooSlow& pattern) {
    EXPECT_EQ(pattern.attribute, 5u);
    EXPECT_EQ(pattern.columns, "\"a\"");
  }
}

TEST(WarnOfPatterns, that_match_no_value_however_few_there_are) {
  config::Job job;
  job.sources = {{.name = "crm"}};
  job.attributes = {{.name = "postcode"}};
  std::vector<Extraction> all = {{0, 0, "\"ADDRESS\"", true, {3, 0}}};
  const auto warnings = warn_of_patterns(job, all);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "pattern_without_match");
  EXPECT_NE(warnings[0].text.find("source crm: the pattern of columns.postcode matches none of 3 values"),
            std::string::npos);
  all[0].counts.num_found = 1;
  EXPECT_EQ(warn_of_patterns(job, all), Warnings{});
  all[0].counts = {};
  EXPECT_EQ(warn_of_patterns(job, all), Warnings{});
}

TEST(ColumnValues, extractions_of_all_sources_have_the_order_of_their_counts) {
  config::Job job;
  job.sources.resize(2);
  job.sources[0].columns = {{0,
                             {.joined = {{.column = "a", .pattern = "x"}, {.column = "b"}},
                              .pattern = "y",
                              .split = Split::address,
                              .part = SplitPart::city}}};
  job.sources[1].columns = {{1, {.column = "c", .pattern = "z"}}};
  const auto all = extractions_of(job);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].columns, "\"a\"");
  EXPECT_EQ(all[1].columns, "\"a\", \"b\"");
  EXPECT_TRUE(all[1].is_pattern);
  EXPECT_FALSE(all[2].is_pattern);
  EXPECT_EQ(all[3].source, 1u);
  EXPECT_EQ(ColumnValues(job.sources[0]).counts().size() + ColumnValues(job.sources[1]).counts().size(), all.size());
}

}  // namespace
}  // namespace onefold::ingest
