#include "onefold/block/key_evaluator.hpp"

#include <gtest/gtest.h>

namespace onefold::block {
namespace {

using config::KeyExpression;
using config::KeyFunction;

KeyExpression of(KeyFunction function, std::uint32_t count = 0) {
  return {.function = function, .count = count, .arguments = {{.function = KeyFunction::attribute, .attribute = 0}}};
}

// Key of one value, "(none)" when there is none.
std::string key(const KeyExpression& expression, const std::string& value) {
  std::string result;
  return evaluate_key(expression, [&](AttributeIndex) { return std::string_view(value); }, result) ? result : "(none)";
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
  for (const auto function : {KeyFunction::prefix, KeyFunction::year, KeyFunction::phonetic, KeyFunction::words, KeyFunction::digits,
                              KeyFunction::email_local, KeyFunction::first_word})
    EXPECT_EQ(key(of(function, 2), ""), "(none)");
}

TEST(KeyFunctions, sorted_gives_swapped_columns_one_key) {
  const KeyExpression both{.function = KeyFunction::sorted,
                           .arguments = {{.function = KeyFunction::attribute, .attribute = 0},
                                         {.function = KeyFunction::attribute, .attribute = 1}}};
  const auto pair_key = [&](std::string_view first, std::string_view second) {
    std::string result;
    return evaluate_key(both, [&](AttributeIndex a) { return a == 0 ? first : second; }, result) ? result : "(none)";
  };
  EXPECT_EQ(pair_key("john", "smith"), pair_key("smith", "john"));
  EXPECT_NE(pair_key("john", "smith"), pair_key("johnsmith", ""));
  EXPECT_NE(pair_key("ab", "c"), pair_key("a", "bc"));
  EXPECT_EQ(pair_key("john", ""), "(none)");
}

TEST(AttributesOf, lists_each_attribute_of_a_rule_once) {
  const std::vector<KeyExpression> rule = {of(KeyFunction::prefix, 3), of(KeyFunction::suffix, 3),
                                           {.function = KeyFunction::attribute, .attribute = 4}};
  EXPECT_EQ(attributes_of(rule), (std::vector<AttributeIndex>{0, 4}));
}

}  // namespace
}  // namespace onefold::block
