#include "sniff/dialect.hpp"

#include <gtest/gtest.h>

namespace onefold::sniff {
namespace {

std::string table(char delimiter, bool header) {
  std::string text;
  const auto line = [&](std::initializer_list<std::string> fields) {
    std::string row;
    for (const auto& field : fields) row += (row.empty() ? "" : std::string(1, delimiter)) + field;
    text += row + "\n";
  };
  if (header) line({"given_name", "surname", "dob", "email"});
  for (int i = 0; i < 40; ++i)
    line({"Ann" + std::string(1 + i % 3, 'a'), i % 4 == 0 ? "O Hara Smith" : "Jones",
          "19" + std::to_string(50 + i) + "-01-0" + std::to_string(1 + i % 9), "a" + std::to_string(i) + "@x.org"});
  return text;
}

TEST(Dialect, delimiters_are_distinguished) {
  for (const char delimiter : {',', ';', '\t', '|', '%', '#', '~', '^'}) {
    const auto dialect = guess_dialect({table(delimiter, true), true, {}});
    EXPECT_EQ(dialect.text.delimiter, std::string(1, delimiter));
    EXPECT_EQ(dialect.text.quote, '"');
    EXPECT_EQ(dialect.num_fields, 4U);
    EXPECT_EQ(dialect.share_regular, 1);
  }
}

TEST(Dialect, a_delimiter_inside_texts_does_not_win) {
  std::string text = "id|name|description\n";
  for (int i = 0; i < 50; ++i)
    text += std::to_string(i) + "|thing, of sort " + std::to_string(i) + "|large, green, " +
            (i % 3 ? "old" : "new, used") + "\n";
  EXPECT_EQ(guess_dialect({text, true, {}}).text.delimiter, "|");
}

TEST(Dialect, inch_marks_are_not_quotes) {
  std::string text = "id|name|price\n";
  for (int i = 0; i < 50; ++i) text += std::to_string(i) + "|television 42\" flat|" + std::to_string(100 + i) + "\n";
  const auto dialect = guess_dialect({text, true, {}});
  EXPECT_EQ(dialect.text.delimiter, "|");
  EXPECT_EQ(dialect.text.quote, '\0');
  std::string quoted = "id,name\n";
  for (int i = 0; i < 50; ++i) quoted += std::to_string(i) + ",\"Jones, Ann\"\n";
  EXPECT_EQ(guess_dialect({quoted, true, {}}).text.quote, '"');
  EXPECT_EQ(guess_dialect({quoted, true, {}}).num_fields, 2U);
}

TEST(Dialect, a_row_without_its_end_is_ignored) {
  const std::string text = table(';', true);
  const auto dialect = guess_dialect({std::string_view(text).substr(0, text.size() - 9), false, {}});
  EXPECT_EQ(dialect.share_regular, 1);
}

TEST(Dialect, one_column_has_no_delimiter) { EXPECT_EQ(guess_dialect({"name\nann\nbob\ncarl\n", true, {}}).num_fields, 1U); }

TEST(Dialect, headers_are_distinguished_from_rows) {
  for (const bool header : {true, false}) {
    const std::string text = table(',', header);
    const auto dialect = guess_dialect({text, true, {}});
    EXPECT_EQ(dialect.has_header(), header);
  }
  // Unknown names over numbers.
  EXPECT_TRUE(has_header({{"qx", "zz"}, {"1", "20"}, {"2", "31"}, {"3", "42"}}));
  EXPECT_FALSE(has_header({{"A", "smith"}, {"A", "jones"}, {"A", "smith"}, {"A", "brown"}}));
  // A repeated name is a name.
  EXPECT_TRUE(has_header({{"x", "x"}, {"1", "2"}}));
}

}  // namespace
}  // namespace onefold::sniff
