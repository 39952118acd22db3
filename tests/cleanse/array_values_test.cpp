#include <gtest/gtest.h>

#include <algorithm>

#include "cleanse/cleanse_column.hpp"
#include "cleanse/support.hpp"
#include "record/elements.hpp"

namespace onefold::cleanse {
namespace {

Cleanser make_array_cleanser(AttributeType type, char separator) {
  config::AttributeConfig attribute;
  attribute.name = "several";
  attribute.type = type;
  attribute.is_array = true;
  attribute.separator = separator;
  attribute.dummies = {"nobody@x.example"};
  return {attribute, load_dummy_values({})};
}

TEST(ArrayValues, are_distinct_cleansed_elements_in_the_order_of_their_bytes) {
  auto emails = make_array_cleanser(AttributeType::email, ';');
  const auto cleansed = [&](std::string_view raw) { return std::string(emails.cleanse(raw)); };
  EXPECT_EQ(cleansed("Bob@X.example; ann@x.example ;bob@x.example"),
            "ann@x.example\x1f"
            "bob@x.example");
  EXPECT_EQ(cleansed("bob@x.example\x1f"
                     "ann@x.example;cat@x.example"),
            "ann@x.example\x1f"
            "bob@x.example\x1f"
            "cat@x.example");
  EXPECT_EQ(cleansed("n/a;bob@x.example;nobody@x.example;;not an email"), "bob@x.example");
  EXPECT_EQ(cleansed("n/a; ;\x1f"), "");
  EXPECT_EQ(cleansed(""), "");

  auto names = make_array_cleanser(AttributeType::surname, '\0');
  EXPECT_EQ(names.cleanse("O'Neill; Smith"),
            names.cleanse("O'Neill Smith"));  // no separator; a semicolon is punctuation
  EXPECT_EQ(names.cleanse("Smith\x1fJones"), "jones\x1fsmith");
}

TEST(ArrayValues, columns_give_what_a_cleanser_gives) {
  config::AttributeConfig attribute;
  attribute.type = AttributeType::surname;
  attribute.is_array = true;
  attribute.separator = '|';
  auto one = Cleanser(attribute, load_dummy_values({}));
  ColumnCleanser many(attribute, load_dummy_values({}));
  TextColumn raw;
  for (int i = 0; i < 5000; ++i)
    raw.push_back(i % 3 == 0 ? "Smith|Jones" : i % 3 == 1 ? "Berg|" + std::to_string(i % 11) + "a" : "");
  CleansedColumn column;
  many.append(raw, column);
  for (std::size_t row = 0; row < raw.size(); ++row) ASSERT_EQ(column.values[row], one.cleanse(raw[row]));
}

TEST(ArrayValues, no_other_cleansed_value_holds_the_separator_of_elements) {
  test::Random random(3);
  for (std::size_t type = 0; type < kAttributeTypeNames.size(); ++type) {
    auto cleanser = test::make_cleanser(static_cast<AttributeType>(type));
    for (int i = 0; i < 2000; ++i) {
      std::string raw;
      const std::string_view pieces[] = {"\x1f", "a",        "1980", "-",        "01",           "@",
                                         ".com", "\xC3\xA9", " ",    "\x1f\x1f", "\xE4\xB8\xAD", "7"};
      for (std::size_t k = random.below(9); k > 0; --k) raw += pieces[random.below(std::size(pieces))];
      ASSERT_FALSE(has_several_elements(cleanser.cleanse(raw))) << name_of(static_cast<AttributeType>(type));
    }
  }
}

}  // namespace
}  // namespace onefold::cleanse
