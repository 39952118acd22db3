#include "comparison/comparison.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "comparison/levels.hpp"
#include "onefold/record/error.hpp"
#include "reference/similarity.hpp"
#include "similarity/utf8.hpp"

namespace onefold::comparison {
namespace {

using test::comparison_of;
using test::Level;
using test::Measure;

constexpr std::size_t kNumMeasures = static_cast<std::size_t>(Measure::overlap_weight) + 1;

LevelNumber level_of(const Comparison& comparison, std::string_view left, std::string_view right) {
  return comparison.level({.left = left, .right = right});
}

Comparison names() {
  return comparison_of({{Measure::exact},
                        {Measure::jaro_winkler, 0.92},
                        {Measure::jaro_winkler, 0.88},
                        {Measure::damerau_levenshtein, 1},
                        {Measure::jaro_winkler, 0.7},
                        {Measure::initial}});
}

TEST(Comparison, the_first_level_that_holds_is_the_level) {
  const Comparison comparison = names();
  EXPECT_EQ(comparison.num_levels(), 8u);
  EXPECT_EQ(level_of(comparison, "martha", "martha"), 1);
  EXPECT_EQ(level_of(comparison, "martha", "marhta"), 2);
  EXPECT_EQ(level_of(comparison, "shackleford", "shackelfort"), 2);
  EXPECT_EQ(level_of(comparison, "dunningham", "cunnigham"), 3);
  EXPECT_EQ(level_of(comparison, "lee", "leo"), 4);
  EXPECT_EQ(level_of(comparison, "patel", "parker"), 5);
  EXPECT_EQ(level_of(comparison, "j", "johann peter"), 6);
  EXPECT_EQ(level_of(comparison, "anna", "xiu"), 7);
}

TEST(Comparison, a_looser_level_before_a_stricter_one_hides_it) {
  const Comparison comparison =
      comparison_of({{Measure::jaro_winkler, 0.7}, {Measure::exact}, {Measure::jaro_winkler, 0.9}});
  EXPECT_EQ(level_of(comparison, "martha", "martha"), 1);
  EXPECT_EQ(level_of(comparison, "martha", "marhta"), 1);
  EXPECT_EQ(level_of(comparison, "anna", "xiu"), 4);
}

TEST(Comparison, a_missing_value_gives_the_missing_level_for_every_measure) {
  for (std::size_t measure = 0; measure < kNumMeasures; ++measure) {
    if (static_cast<Measure>(measure) == Measure::combined) continue;
    const Comparison comparison = comparison_of({{static_cast<Measure>(measure), 1, 1}});
    for (const auto& [left, right] : {std::pair("", "x"), std::pair("x", ""), std::pair("", "")})
      EXPECT_EQ(comparison.level({left, right, right, left}), kMissing) << measure;
  }
}

TEST(Comparison, swapped_needs_both_values_exchanged_and_present) {
  const Comparison comparison = comparison_of({{Measure::exact}, {.measure = Measure::swapped, .other = 5}});
  EXPECT_TRUE(comparison.equal_decides());
  EXPECT_EQ(comparison.others(), std::vector<AttributeIndex>{5});
  EXPECT_EQ(comparison.level({"ann", "lee", "lee", "ann"}), 2);
  EXPECT_EQ(comparison.level({"ann", "lee", "lee", "bob"}), 3);
  EXPECT_EQ(comparison.level({"ann", "lee", "ray", "ann"}), 3);
  EXPECT_EQ(comparison.level({"ann", "lee", "", ""}), 3);
  EXPECT_EQ(comparison.level({"ann", "ann", "lee", "lee"}), 1);
}

TEST(Comparison, swapped_before_exact_is_checked_for_equal_values_too) {
  const Comparison comparison = comparison_of({{.measure = Measure::swapped, .other = 5}, {Measure::exact}});
  EXPECT_FALSE(comparison.equal_decides());
  EXPECT_EQ(comparison.level_when_equal(), 2);
  EXPECT_EQ(comparison.level({"ann", "ann", "ann", "ann"}), 1);
  EXPECT_EQ(comparison.level({"ann", "ann", "lee", "lee"}), 2);
}

TEST(Comparison, swapped_may_name_several_attributes) {
  const Comparison comparison =
      comparison_of({{.measure = Measure::swapped, .other = 6}, {.measure = Measure::swapped, .other = 5}});
  ASSERT_EQ(comparison.others(), (std::vector<AttributeIndex>{5, 6}));
  const std::vector<std::string_view> left = {"lee", "kim"}, right = {"ann", "x"};
  EXPECT_EQ(comparison.level({"ann", "lee", std::span(left), std::span(right)}), 2);
  const std::vector<std::string_view> left_6 = {"x", "lee"}, right_6 = {"y", "ann"};
  EXPECT_EQ(comparison.level({"ann", "lee", std::span(left_6), std::span(right_6)}), 1);
}

TEST(Comparison, as_many_levels_are_accepted_as_there_are_level_numbers) {
  const Comparison most = comparison_of(std::vector<Level>(254, Level{Measure::exact}));
  EXPECT_EQ(level_of(most, "a", "b"), 255);
  EXPECT_THROW(comparison_of(std::vector<Level>(255, Level{Measure::exact})), Error);
}

TEST(Comparison, equal_values_without_a_level_for_them_are_else) {
  const Comparison comparison = comparison_of({{Measure::day_month_swapped}});
  EXPECT_EQ(comparison.level_when_equal(), 2);
  EXPECT_EQ(level_of(comparison, "2001-05-05", "2001-05-05"), 2);
}

/// A value of some type, or of none.
std::string any_value() {
  static const std::vector<std::string> shaped = {"2001-05-05",
                                                  "2001-02-30",
                                                  "1980-04-03",
                                                  "+447700900123",
                                                  "ann@a.example",
                                                  "ann",
                                                  "sw1a 1aa",
                                                  "75008",
                                                  "-12.5",
                                                  "1e400",
                                                  "john p",
                                                  "j",
                                                  "иван",
                                                  "李",
                                                  "\xFF\xFE",
                                                  " ",
                                                  "@",
                                                  "0",
                                                  "ann\x1f"
                                                  "bob",
                                                  "1980-04-03\x1f"
                                                  "2001-05-05"};
  const auto free = rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab1-@ .")));
  return *rc::gen::oneOf(rc::gen::elementOf(shaped), free, rc::gen::arbitrary<std::string>());
}

Level any_level() {
  auto measure = static_cast<Measure>(*rc::gen::inRange<std::size_t>(0, kNumMeasures));
  if (measure == Measure::combined) measure = Measure::exact;  // combined levels have their own tests
  const bool ratio = measure == Measure::jaro_winkler || measure == Measure::email_local_jaro_winkler ||
                     measure == Measure::relative_difference ||
                     (measure >= Measure::token_jaccard && measure <= Measure::soft_tfidf) ||
                     measure == Measure::overlap_share;
  // Equal values satisfy these levels only if they have enough elements; no value has 90.
  const bool of_many = measure == Measure::overlap || measure == Measure::overlap_weight;
  const double threshold = of_many ? 90 : ratio ? *rc::gen::inRange(0, 101) / 100.0 : *rc::gen::inRange(0, 5);
  return {.measure = measure, .threshold = threshold, .count = *rc::gen::inRange(1u, 5u), .other = 1};
}

Comparison any_comparison() {
  std::vector<Level> levels;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) levels.push_back(any_level());
  return comparison_of(levels);
}

RC_GTEST_PROP(Comparison, equal_values_have_the_level_of_equality, ()) {
  const Comparison comparison = any_comparison();
  const std::string value = any_value();
  const std::string left_other = any_value();
  const std::string right_other = any_value();
  if (value.empty()) return;
  if (comparison.equal_decides())
    RC_ASSERT(comparison.level({value, value, left_other, right_other}) == comparison.level_when_equal());
  else  // without another attribute to swap with, only the other levels remain
    RC_ASSERT(comparison.level({value, value, "", ""}) == comparison.level_when_equal());
}

RC_GTEST_PROP(Comparison, exchanging_left_and_right_changes_nothing, ()) {
  const Comparison comparison = any_comparison();
  const std::string left = any_value();
  const std::string right = any_value();
  const std::string left_other = *rc::gen::element(right, any_value());
  const std::string right_other = *rc::gen::element(left, any_value());
  RC_ASSERT(comparison.level({left, right, left_other, right_other}) ==
            comparison.level({right, left, right_other, left_other}));
}

RC_GTEST_PROP(Comparison, levels_together_give_the_first_that_holds_alone, ()) {
  std::vector<Level> levels;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) levels.push_back(any_level());
  const std::string left = any_value();
  const std::string right = any_value();
  if (left.empty() || right.empty()) return;
  std::size_t expected = 0;
  while (expected < levels.size() && comparison_of({levels[expected]}).level({left, right, right, left}) != 1)
    ++expected;
  RC_ASSERT(comparison_of(levels).level({left, right, right, left}) == expected + 1);
}

RC_GTEST_PROP(Comparison, distances_are_those_of_the_textbook, ()) {
  const auto letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc")));
  const std::string left = *letters;
  const std::string right = *letters;
  if (left.empty() || right.empty()) return;
  const std::uint32_t edits = reference::levenshtein(similarity::decode(left), similarity::decode(right));
  const Comparison comparison = comparison_of(
      {{Measure::levenshtein, 0}, {Measure::levenshtein, 1}, {Measure::levenshtein, 2}, {Measure::levenshtein, 3}});
  RC_ASSERT(level_of(comparison, left, right) == std::min(edits, 4u) + 1);
}

}  // namespace
}  // namespace onefold::comparison
