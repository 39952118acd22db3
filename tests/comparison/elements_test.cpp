// Levels for values with several elements.
#include "comparison/elements.hpp"

#include <gtest/gtest.h>

#include <set>

#include "comparison/batch_comparison.hpp"
#include "comparison/levels.hpp"
#include "similarity/string_pairs.hpp"
#include "support/make_column.hpp"

namespace onefold::comparison {
namespace {

using test::comparison_of;
using test::holds;
using test::Level;
using test::Measure;

std::string list(const std::set<std::string>& elements) {
  std::string value;
  for (const auto& element : elements) (value += value.empty() ? "" : "\x1f") += element;
  return value;
}

TEST(Elements, other_measures_hold_if_they_hold_for_some_pair_of_elements) {
  const std::string emails = list({"ann@a.example", "smith@b.example"});
  EXPECT_TRUE(holds({Measure::email_local}, emails, list({"ann@c.example", "x@d.example"})));
  EXPECT_TRUE(holds({Measure::email_domain}, emails, "who@b.example"));
  EXPECT_FALSE(holds({Measure::email_local}, emails, "who@b.example"));
  EXPECT_TRUE(holds({Measure::jaro_winkler, 0.9}, list({"martha", "jones"}), "marhta"));
  EXPECT_FALSE(holds({Measure::jaro_winkler, 0.9}, list({"berg", "jones"}), "marhta"));
  EXPECT_TRUE(holds({Measure::days, 3}, list({"1980-01-01", "1999-05-05"}), list({"1980-01-03", "2001-01-01"})));
  EXPECT_TRUE(
      holds({Measure::levenshtein, 1}, list({"one", "same"}), list({"other", "same"})));  // one element is equal
  EXPECT_FALSE(
      holds({Measure::day_month_swapped}, list({"1980-02-01", "1999-05-05"}), list({"1980-02-01", "2001-01-01"})));
  EXPECT_TRUE(holds({Measure::equal_numbers}, list({"flat 2", "14 high st"}), "high street 14"));
}

TEST(Elements, exact_is_the_same_set_and_words_are_those_of_all_elements) {
  EXPECT_FALSE(holds({Measure::exact}, list({"a", "b"}), "a"));
  EXPECT_TRUE(holds({Measure::exact}, list({"a", "b"}), list({"b", "a"})));
  EXPECT_TRUE(holds({Measure::token_jaccard, 0.5}, list({"acme ltd", "best"}), "acme best"));
  EXPECT_TRUE(holds({Measure::shared_code}, list({"x w120", "y"}), list({"a", "w120 z"})));
}

TEST(Elements, overlap_counts_what_is_in_common) {
  const std::string abc = list({"a", "b", "c"}), bcd = list({"b", "c", "d"}), a = "a";
  EXPECT_TRUE(holds({Measure::overlap, 2}, abc, bcd));
  EXPECT_FALSE(holds({Measure::overlap, 3}, abc, bcd));
  EXPECT_TRUE(holds({Measure::overlap, 1}, abc, a));
  EXPECT_TRUE(holds({Measure::overlap_share, 1}, abc, a));
  EXPECT_TRUE(holds({Measure::overlap_share, 0.6666}, abc, bcd));
  EXPECT_FALSE(holds({Measure::overlap_share, 0.6667}, abc, bcd));
  EXPECT_FALSE(holds({Measure::overlap, 1}, "van der berg", "berg"));  // there are no words here
  // Two equal sets share all their elements.
  EXPECT_FALSE(holds({Measure::overlap, 2}, a, a));
  EXPECT_TRUE(holds({Measure::overlap, 2}, bcd, bcd));
  EXPECT_TRUE(comparison_of({{Measure::overlap, 1}}).equal_decides());
  EXPECT_FALSE(comparison_of({{Measure::overlap, 2}, {Measure::exact}}).equal_decides());
}

/// The weights of the elements, in the order of list_tokens.
std::string element_weights_of(const std::string& value) {
  std::vector<Token> tokens;
  list_tokens(TokenKind::elements, value, tokens);
  std::string weights(2 * tokens.size(), '\0');
  for (std::size_t t = 0; t < tokens.size(); ++t)
    append_weight(token_weight(TokenKind::elements, value[tokens[t].begin] == 'r' ? 1 : 512, 1024),
                  weights.data() + 2 * t);
  return weights;
}

TEST(Elements, overlap_weight_adds_up_the_bits_of_rare_elements) {
  // An element that begins with r weighs ten bits, others one bit.
  const auto level = [&](double bits, const std::string& left, const std::string& right) {
    const std::string left_weights = element_weights_of(left), right_weights = element_weights_of(right);
    const Comparison one = comparison_of({{Measure::overlap_weight, bits}});
    const auto there = one.level(
        {.left = left, .right = right, .left_weights = {{}, left_weights}, .right_weights = {{}, right_weights}});
    EXPECT_EQ(
        there,
        one.level(
            {.left = right, .right = left, .left_weights = {{}, right_weights}, .right_weights = {{}, left_weights}}));
    return there == 1;
  };
  EXPECT_TRUE(level(11, list({"common", "rare", "x"}), list({"common", "rare", "y"})));
  EXPECT_FALSE(level(11.0001, list({"common", "rare", "x"}), list({"common", "rare", "y"})));
  EXPECT_FALSE(level(2, list({"common", "rare"}), list({"common", "rest"})));
  EXPECT_FALSE(level(2, "common", "common"));  // equal, but the weight is too small
  EXPECT_TRUE(level(10, "rare", "rare"));
}

TEST(Elements, swapped_needs_a_common_element_both_ways) {
  const Comparison swapped = comparison_of({{Measure::swapped, 0, 0, 1}});
  const auto level = [&](const std::string& left, const std::string& right, const std::string& left_other,
                         const std::string& right_other) {
    return swapped.level({left, right, left_other, right_other});
  };
  EXPECT_EQ(level(list({"ann", "x"}), "lee", list({"lee", "y"}), "ann"), 1);
  EXPECT_EQ(level(list({"ann", "x"}), "lee", list({"leo", "y"}), "ann"), 2);
}

TEST(Elements, batches_give_the_levels_of_single_pairs) {
  test::Random random(11);
  const std::vector<std::string> names = {"martha", "marhta",       "jones",   "johnson",
                                          "jonson", "ann",          "anna",    "smith",
                                          "smyth",  "van der berg", "o neill", "rosenberger-longname-of-many-letters"};
  std::vector<std::string> values, others;
  for (int i = 0; i < 90; ++i) {
    std::set<std::string> elements;
    for (std::size_t k = random.below(4); k > 0; --k) elements.insert(names[random.below(names.size())]);
    values.push_back(list(elements));
    others.push_back(i % 3 == 0 ? values[random.below(values.size())] : names[random.below(names.size())]);
  }
  const std::vector<std::vector<Level>> levels = {
      {{Measure::exact},
       {Measure::overlap, 1},
       {Measure::jaro_winkler, 0.92},
       {Measure::jaro_winkler, 0.8},
       {Measure::phonetic}},
      {{Measure::jaro_winkler, 0.9}},
      {{Measure::prefix, 0, 3}, {Measure::levenshtein, 2}},
      {{Measure::levenshtein, 1}},
      {{Measure::phonetic}, {Measure::overlap_share, 0.5}, {Measure::initial}},
      {{Measure::overlap_weight, 11},
       {Measure::overlap_weight, 2},
       {Measure::swapped, 0, 0, 1},
       {Measure::jaro_winkler, 0.9}},
      {{Measure::overlap, 2}, {Measure::exact}, {Measure::token_jaccard, 0.5}, {Measure::equal_numbers}}};
  for (const Storage storage : {Storage::coded, Storage::text})
    for (const auto& listed : levels) {
      config::ComparisonConfig config;
      config.name = "tested";
      config.levels = listed;
      config.reads_arrays = true;
      const Comparison single(config, AttributeType::surname);
      Column column = test::make_column(storage, values);
      const Column other = test::make_column(Storage::text, others);
      for (const auto& value : values) column.element_weights.push_back(element_weights_of(value));
      BatchComparison batch(single, similarity::simd_in_use());
      std::size_t num_several = 0;
      for (const bool dense : {false, true}) {
        batch.open(column, {&other}, 0, values.size(), dense);
        EXPECT_TRUE(batch.leading_parts(16).empty());
        std::vector<std::uint32_t> left, right;
        for (std::uint32_t i = 0; i < values.size(); ++i)
          for (std::uint32_t j = 0; j < values.size(); ++j)
            if (!values[i].empty() && !values[j].empty() && !(values[i] == values[j] && single.equal_decides()))
              left.push_back(i), right.push_back(j);
        for (std::size_t first = 0; first < left.size(); first += 1000) {
          const std::size_t size = std::min<std::size_t>(1000, left.size() - first);
          std::vector<LevelNumber> given(size);
          batch.levels(std::span(left).subspan(first, size), std::span(right).subspan(first, size), given.data());
          for (std::size_t k = 0; k < size; ++k) {
            const std::uint32_t i = left[first + k], j = right[first + k];
            const std::string left_weights = element_weights_of(values[i]),
                              right_weights = element_weights_of(values[j]);
            Operands pair{values[i], values[j], others[i], others[j]};
            pair.left_weights.elements = left_weights;
            pair.right_weights.elements = right_weights;
            ASSERT_EQ(given[k], single.level(pair))
                << values[i] << " | " << values[j] << " first level " << int(listed[0].measure);
            num_several += has_several_elements(values[i]);
          }
        }
      }
      EXPECT_GT(num_several, 1000U);
    }
}

}  // namespace
}  // namespace onefold::comparison
