// Combined levels, compared with a twin that follows SQL's rules for three truth values literally.
#include "comparison/expression.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "comparison/levels.hpp"

namespace onefold::comparison {
namespace {

using test::all;
using test::any;
using test::comparison_of;
using test::Level;
using test::Measure;
using test::negation;
using test::of;

using Three = std::optional<bool>;  // empty: unknown

/// The values of attributes 0 (the comparison's own), 1 and 2.
struct Values {
  std::vector<std::string_view> left, right;
};

Three equality(std::string_view a, std::string_view b) { return a.empty() || b.empty() ? Three() : Three(a == b); }

Three both(Three a, Three b) {
  if (a == Three(false) || b == Three(false)) return false;
  return a && b ? Three(true) : Three();
}

Three naive(const Level& level, const Values& values) {
  if (level.measure == Measure::combined) {
    if (level.combination == config::Combination::negation) {
      const Three part = naive(level.parts[0], values);
      return part ? Three(!*part) : Three();
    }
    const bool conjunction = level.combination == config::Combination::all;
    bool decided = false, unknown = false;
    for (const Level& part : level.parts) {
      const Three its = naive(part, values);
      decided |= its == Three(!conjunction);
      unknown |= !its;
    }
    return decided ? Three(!conjunction) : unknown ? Three() : Three(conjunction);
  }
  const std::size_t a = level.attribute.value_or(0);
  if (level.measure == Measure::swapped)
    return both(equality(values.left[a], values.right[level.other]),
                equality(values.left[level.other], values.right[a]));
  if (values.left[a].empty() || values.right[a].empty()) return {};
  Level alone = level;
  alone.attribute.reset();
  return comparison_of({alone}).level({.left = values.left[a], .right = values.right[a]}) == 1;
}

LevelNumber level_of(const Comparison& comparison, const Values& values) {
  std::vector<std::string_view> left, right;
  for (const AttributeIndex other : comparison.others()) {
    left.push_back(values.left[other]);
    right.push_back(values.right[other]);
  }
  return comparison.level({values.left[0], values.right[0], std::span<const std::string_view>(left),
                           std::span<const std::string_view>(right)});
}

bool holds(const Level& level, const Values& values) { return level_of(comparison_of({level}), values) == 1; }

const Level kSame{Measure::exact};
const Level kNear{Measure::jaro_winkler, 0.8};

TEST(Expression, and_or_and_not_take_their_parts_together) {
  const Values values = {{"martha", "lee", ""}, {"marhta", "lee", ""}};
  EXPECT_TRUE(holds(all({kNear, of(1, kSame)}), values));
  EXPECT_FALSE(holds(all({kSame, of(1, kSame)}), values));
  EXPECT_TRUE(holds(any({kSame, of(1, kSame)}), values));
  EXPECT_TRUE(holds(negation(kSame), values));
  EXPECT_FALSE(holds(negation(of(1, kSame)), values));
  EXPECT_TRUE(holds(all({of(1, kSame)}), values));
}

TEST(Expression, a_missing_value_makes_a_leaf_unknown_and_so_its_negation) {
  const Values values = {{"ann", "", "x"}, {"ann", "lee", "x"}};
  const Level unknown = of(1, kSame);
  EXPECT_FALSE(holds(all({unknown}), values));
  EXPECT_FALSE(holds(negation(unknown), values));
  EXPECT_FALSE(holds(negation(negation(unknown)), values));
  EXPECT_FALSE(holds(all({kSame, unknown}), values));
  EXPECT_TRUE(holds(any({kSame, unknown}), values));
  EXPECT_TRUE(holds(negation(all({negation(of(2, kSame)), unknown})), values)) << "false and unknown is false";
  EXPECT_FALSE(holds(negation(any({negation(of(2, kSame)), unknown})), values)) << "false or unknown is unknown";
}

TEST(Expression, a_part_that_a_value_does_not_have_is_unknown) {
  const Level local{Measure::email_local};
  EXPECT_TRUE(holds(negation(local), {{"ann@x", "", ""}, {"bob@x", "", ""}}));
  EXPECT_FALSE(holds(negation(local), {{"ann@x", "", ""}, {"bob", "", ""}}));
}

TEST(Expression, a_missing_value_of_its_own_comes_before_everything) {
  EXPECT_EQ(level_of(comparison_of({any({kSame, of(1, kSame)})}), {{"", "lee", ""}, {"ann", "lee", ""}}), kMissing);
}

TEST(Expression, equality_decides_unless_another_attribute_does) {
  const auto decides = [](std::vector<Level> levels) { return comparison_of(std::move(levels)).equal_decides(); };
  EXPECT_TRUE(decides({all({kNear, kSame}), kNear}));
  EXPECT_TRUE(decides({kSame, all({kNear, of(1, kSame)})}));
  EXPECT_FALSE(decides({all({kNear, of(1, kSame)}), kSame}));
  EXPECT_TRUE(decides({all({negation(kSame), of(1, kSame)}), kSame})) << "not exact cannot hold for equal values";
  EXPECT_TRUE(decides({any({kSame, of(1, kSame)})}));
  EXPECT_EQ(comparison_of({all({negation(kSame), of(1, kSame)}), kSame}).level_when_equal(), 2);
  EXPECT_EQ(comparison_of({all({kNear, of(1, kSame)}), kSame}).level_when_equal(), 2);
}

Level any_leaf() {
  const std::vector<Level> leaves = {
      kSame, kNear, {Measure::phonetic}, {Measure::prefix, 0, 1}, {Measure::levenshtein, 1}};
  const AttributeIndex attribute = *rc::gen::inRange(0u, 3u);
  Level leaf = leaves[*rc::gen::inRange<std::size_t>(0, leaves.size())];
  if (*rc::gen::inRange(0, 6) == 0) leaf = {.measure = Measure::swapped, .other = (attribute + 1) % 3};
  return attribute == 0 ? leaf : of(attribute, leaf);
}

Level any_level(int depth) {
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 4);
  if (kind == 0) return any_leaf();
  if (kind == 1) return negation(any_level(depth - 1));
  std::vector<Level> parts;
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) parts.push_back(any_level(depth - 1));
  return kind == 2 ? all(parts) : any(parts);
}

RC_GTEST_PROP(Expression, levels_are_those_of_the_naive_twin, ()) {
  const auto text = rc::gen::elementOf(std::vector<std::string_view>{"", "ann", "anne", "lee", "li", "ann lee", "@"});
  Values values;
  for (int i = 0; i < 3; ++i) {
    values.left.push_back(*text);
    values.right.push_back(*text);
  }
  if (values.left[0].empty()) values.left[0] = "ann";
  if (values.right[0].empty()) values.right[0] = "ann";
  std::vector<Level> levels;
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) levels.push_back(all({any_level(3)}));
  std::size_t expected = 0;
  while (expected < levels.size() && naive(levels[expected], values) != Three(true)) ++expected;
  const Comparison comparison = comparison_of(levels);
  RC_ASSERT(level_of(comparison, values) == expected + 1);
  RC_ASSERT(level_of(comparison, {values.right, values.left}) == expected + 1);
  if (values.left[0] == values.right[0] && comparison.equal_decides())
    RC_ASSERT(comparison.level_when_equal() == expected + 1);
}

}  // namespace
}  // namespace onefold::comparison
