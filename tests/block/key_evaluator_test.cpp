#include "block/key_evaluator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace onefold::block {
namespace {

using config::KeyExpression;
using config::KeyFunction;

KeyExpression of(KeyFunction function, std::uint32_t count = 0) {
  return {.function = function, .count = count, .arguments = {{.function = KeyFunction::attribute, .attribute = 0}}};
}

// The key of one value; "(none)" if there is none.
std::string key(const KeyExpression& expression, const std::string& value) {
  std::string result;
  return evaluate_key(
             expression, [&](AttributeIndex) { return std::string_view(value); }, result)
             ? result
             : "(none)";
}

TEST(KeyFunctions, give_the_parts_of_values_that_their_names_say) {
  EXPECT_EQ(key(of(KeyFunction::prefix, 4), "sw1a 1aa"), "sw1a");
  EXPECT_EQ(key(of(KeyFunction::prefix, 4), "e1"), "e1");
  EXPECT_EQ(key(of(KeyFunction::prefix, 2), "\xc3\xa9t\xc3\xa9"), "\xc3\xa9t") << "code points, not bytes";
  EXPECT_EQ(key(of(KeyFunction::suffix, 3), "sw1a 1aa"), "1aa");
  EXPECT_EQ(key(of(KeyFunction::year), "1971-06-24"), "1971");
  EXPECT_EQ(key(of(KeyFunction::month), "1971-06-24"), "06");
  EXPECT_EQ(key(of(KeyFunction::day), "1971-06-24"), "24");
  EXPECT_EQ(key(of(KeyFunction::initial), "robert"), "r");
  EXPECT_EQ(key(of(KeyFunction::first_word), "van der berg"), "van");
  EXPECT_EQ(key(of(KeyFunction::last_word), "van der berg"), "berg");
  EXPECT_EQ(key(of(KeyFunction::last_word), "berg"), "berg");
  EXPECT_EQ(key(of(KeyFunction::digits), "flat 3, 14a high st"), "314");
  EXPECT_EQ(key(of(KeyFunction::digits), "high st"), "(none)");
  EXPECT_EQ(key(of(KeyFunction::email_local), "bob@mail.example"), "bob");
  EXPECT_EQ(key(of(KeyFunction::email_domain), "bob@mail.example"), "mail.example");
  EXPECT_EQ(key(of(KeyFunction::words), "berg van der"), key(of(KeyFunction::words), "van der berg"));
  EXPECT_EQ(key(of(KeyFunction::phonetic), "smith"), key(of(KeyFunction::phonetic), "smyth"));
}

TEST(KeyFunctions, of_a_missing_value_give_no_key) {
  for (const auto function : {KeyFunction::prefix, KeyFunction::year, KeyFunction::phonetic, KeyFunction::words,
                              KeyFunction::digits, KeyFunction::email_local, KeyFunction::first_word})
    EXPECT_EQ(key(of(function, 2), ""), "(none)");
}

TEST(KeyFunctions, sorted_gives_swapped_columns_one_key) {
  const KeyExpression both{.function = KeyFunction::sorted,
                           .arguments = {{.function = KeyFunction::attribute, .attribute = 0},
                                         {.function = KeyFunction::attribute, .attribute = 1}}};
  const auto pair_key = [&](std::string_view first, std::string_view second) {
    std::string result;
    return evaluate_key(
               both, [&](AttributeIndex a) { return a == 0 ? first : second; }, result)
               ? result
               : "(none)";
  };
  EXPECT_EQ(pair_key("john", "smith"), pair_key("smith", "john"));
  EXPECT_NE(pair_key("john", "smith"), pair_key("johnsmith", ""));
  EXPECT_NE(pair_key("ab", "c"), pair_key("a", "bc"));
  EXPECT_EQ(pair_key("john", ""), "(none)");
}

TEST(AttributesOf, lists_each_attribute_of_a_rule_once) {
  const std::vector<KeyExpression> rule = {
      of(KeyFunction::prefix, 3), of(KeyFunction::suffix, 3), {.function = KeyFunction::attribute, .attribute = 4}};
  EXPECT_EQ(attributes_of(rule), (std::vector<AttributeIndex>{0, 4}));
}

// All values of an expression, applied to one value.
std::vector<std::string> values(const KeyExpression& expression, const std::string& value) {
  std::vector<std::string> found;
  evaluate_keys(
      expression, [&](AttributeIndex) { return std::string_view(value); },
      [&](std::string_view v) { found.emplace_back(v); });
  return found;
}

using Texts = std::vector<std::string>;

TEST(SeveralKeys, are_the_elements_the_words_or_the_ngrams_of_a_value) {
  EXPECT_EQ(values(of(KeyFunction::any),
                   "a b\x1f"
                   "c"),
            (Texts{"a b", "c"}));
  EXPECT_EQ(values(of(KeyFunction::any), "no array"), (Texts{"no array"}));
  EXPECT_EQ(values(of(KeyFunction::any_word),
                   " a  b\x1f"
                   "c "),
            (Texts{"a", "b", "c"}));
  EXPECT_EQ(values(of(KeyFunction::any_ngram, 3),
                   "abcd\x1f"
                   "xy"),
            (Texts{"abc", "bcd", "xy"}));
  EXPECT_EQ(values(of(KeyFunction::any_ngram, 2), "\xc3\xa9t\xc3\xa9"), (Texts{"\xc3\xa9t", "t\xc3\xa9"}))
      << "code points, not bytes";
  for (const auto function : {KeyFunction::any, KeyFunction::any_word, KeyFunction::any_ngram}) {
    EXPECT_EQ(values(of(function, 2), ""), Texts{});
    EXPECT_EQ(values(of(function, 2), "\x1f"), Texts{});
  }
}

TEST(SeveralKeys, pass_through_enclosing_functions_one_by_one) {
  const KeyExpression prefixes{.function = KeyFunction::prefix, .count = 2, .arguments = {of(KeyFunction::any_word)}};
  EXPECT_EQ(values(prefixes, "alpha be c"), (Texts{"al", "be", "c"}));
  const KeyExpression digits{.function = KeyFunction::digits, .arguments = {of(KeyFunction::any_word)}};
  EXPECT_EQ(values(digits, "sony dsc-w80 8"), (Texts{"80", "8"})) << "a word without digits gives no key";
  const KeyExpression inside{.function = KeyFunction::any_word, .arguments = {of(KeyFunction::words)}};
  EXPECT_EQ(values(inside, "b a"), (Texts{"a", "b"}));
}

// Rows of attribute 0 and 1.
std::vector<Column> two_columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::vector<Column> columns(2);
  for (auto& column : columns) column.storage = Storage::text;
  for (const auto& [a, b] : rows) {
    columns[0].texts.push_back(a);
    columns[1].texts.push_back(b);
  }
  return columns;
}

std::vector<KeyHash> sorted_keys(RuleKeyEvaluator& evaluator, std::uint64_t row) {
  std::vector<KeyHash> keys;
  evaluator.append_keys(row, keys);
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST(SeveralKeys, of_a_rule_are_one_for_each_distinct_value_combined_with_the_other_keys_of_the_rule) {
  const KeyExpression word = of(KeyFunction::any_word);
  const KeyExpression plain{.function = KeyFunction::attribute, .attribute = 1};
  const auto columns = two_columns({{"a b a", "x"}, {"b c", "x"}, {"b c", "y"}, {"b c", ""}, {"", "x"}});
  for (const auto& on : {std::vector<KeyExpression>{word, plain}, {plain, word}}) {
    const RuleKeys rule(on);
    RuleKeyEvaluator evaluator(columns, 5, rule);
    EXPECT_TRUE(evaluator.is_multi_valued());
    const auto first = sorted_keys(evaluator, 0), second = sorted_keys(evaluator, 1), third = sorted_keys(evaluator, 2);
    EXPECT_EQ(first.size(), 2U);
    EXPECT_EQ(second.size(), 2U);
    std::vector<KeyHash> common;
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(common));
    ASSERT_EQ(common.size(), 1U) << "the word b, both with x";
    EXPECT_EQ(common[0], evaluator.on().key_of_value(0, "b"));
    std::set_intersection(first.begin(), first.end(), third.begin(), third.end(), std::back_inserter(common));
    EXPECT_EQ(common.size(), 1U) << "not with y";
    EXPECT_TRUE(sorted_keys(evaluator, 3).empty()) << "a part of the rule is missing";
    EXPECT_TRUE(sorted_keys(evaluator, 4).empty());
  }
}

TEST(SeveralKeys, do_not_depend_on_storage_as_text_or_code) {
  const std::vector<KeyExpression> on = {
      {.function = KeyFunction::prefix, .count = 2, .arguments = {of(KeyFunction::any_word)}}};
  auto texts = two_columns({{"alpha beta", ""}, {"alpha beta", ""}, {"", ""}, {"alpha gamma", ""}, {"alpha beta", ""}});
  std::vector<Column> coded(2);
  const std::string bytes = "alpha betaalpha gamma";
  const std::vector<std::uint64_t> ends = {0, 10, 21}, counts = {1, 3, 1};
  coded[0].codes = {1, 1, 0, 2, 1, 0, 0};
  coded[0].dictionary = Dictionary(3, ends.data(), counts.data(), bytes.data(), nullptr);
  const RuleKeys rule(on);
  RuleKeyEvaluator of_texts(texts, 5, rule), of_codes(coded, 7, rule);
  for (int again = 0; again < 2; ++again)
    for (std::uint64_t row = 0; row < 5; ++row)
      EXPECT_EQ(sorted_keys(of_texts, row), sorted_keys(of_codes, row)) << row;
}

TEST(SeveralKeys, of_a_record_are_at_most_64_and_two_records_keep_the_same_of_equal_words) {
  std::string a, b;
  for (int i = 0; i < 200; ++i) {
    a += "w" + std::to_string(i) + " ";
    b += "w" + std::to_string(199 - i) + " ";
  }
  const std::vector<KeyExpression> on = {of(KeyFunction::any_word)};
  const auto columns = two_columns({{a, ""}, {b, ""}, {"w7", ""}});
  const RuleKeys rule(on);
  RuleKeyEvaluator evaluator(columns, 3, rule);
  EXPECT_EQ(sorted_keys(evaluator, 0).size(), kMaxKeys);
  EXPECT_EQ(sorted_keys(evaluator, 0), sorted_keys(evaluator, 1));
  EXPECT_EQ(sorted_keys(evaluator, 2).size(), 1U);
}

TEST(SeveralKeys, that_make_oversized_blocks_are_dropped_or_split_one_by_one) {
  const std::vector<KeyExpression> on = {of(KeyFunction::any_word)};
  const std::vector<KeyExpression> split_by = {{.function = KeyFunction::attribute, .attribute = 1}};
  const auto columns = two_columns({{"a b", "x"}, {"a c", "x"}, {"a d", ""}});
  RuleKeys rule(on);
  RuleKeyEvaluator before(columns, 3, rule);
  const KeyHash a = before.on().key_of_value(0, "a");
  rule.oversized = {a};
  RuleKeyEvaluator skipped(columns, 3, rule);
  EXPECT_EQ(sorted_keys(skipped, 0), (std::vector<KeyHash>{before.on().key_of_value(0, "b")}));
  rule.split_by = split_by;
  RuleKeyEvaluator split(columns, 3, rule);
  EXPECT_EQ(sorted_keys(split, 0).size(), 2U);
  EXPECT_EQ(sorted_keys(split, 2).size(), 1U) << "without the finer key";
  EXPECT_EQ(split.in_effect(a, 0), split.in_effect(a, 1));
  EXPECT_NE(split.in_effect(a, 0), a);
}

}  // namespace
}  // namespace onefold::block
