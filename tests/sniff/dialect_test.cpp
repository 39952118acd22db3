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

TEST(Dialect, one_column_has_no_delimiter) {
  EXPECT_EQ(guess_dialect({"name\nann\nbob\ncarl\n", true, {}}).num_fields, 1U);
}

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

Dialect guess(const std::string& text) { return guess_dialect({text, true, {}}); }

TEST(Dialect, an_apostrophe_is_no_quote) {
  std::string text = "id,name\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(i) + (i % 3 == 0 ? ",O'Brien\n" : ",'t Hooft\n");
  EXPECT_EQ(guess(text).text.quote, '"');
}

TEST(Dialect, decimal_commas_do_not_cut) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += std::to_string(i) + ";2," + std::to_string(10 + i) + ";Bonn\n";
  EXPECT_EQ(guess(text).text.delimiter, ";");
}

TEST(Dialect, a_column_of_values_with_commas_is_one_column) {
  EXPECT_EQ(guess("price\n2,50\n3,75\n1,20\n9,00\n").num_fields, 1U);
  EXPECT_EQ(guess("name\nSmith, Ann\nJones, Bob\nMiller, Eve\n").num_fields, 1U);
  EXPECT_EQ(guess("12:30\n13:45\n00:15\n").num_fields, 1U);
  EXPECT_EQ(guess("email\nann@mail.example\nbob@mail.example\n").num_fields, 1U);
  const auto dialect = guess("name\nSmith, Ann\nJones, Bob\nMiller, Eve\n");
  EXPECT_NE(dialect.text.delimiter, ",");
  EXPECT_EQ(dialect.names, std::vector<std::string>{"name"});
}

TEST(Dialect, a_line_that_names_the_delimiter_is_heeded_and_contradicted) {
  auto dialect = guess("sep=;\nid;name\n1;Ann\n2;Bob\n");
  EXPECT_EQ(dialect.text.delimiter, ";");
  EXPECT_EQ(dialect.text.skip_lines, 0U);
  EXPECT_TRUE(dialect.doubts.empty());
  dialect = guess("sep=,\nid;name;city\n1;Ann;Bonn\n2;Bob;Ulm\n");
  EXPECT_EQ(dialect.text.delimiter, ";");
  ASSERT_EQ(dialect.doubts.size(), 1U);
  EXPECT_EQ(dialect.doubts[0].code, "delimiter_in_doubt");
}

TEST(Dialect, two_delimiters_that_fit_alike_leave_doubt) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "ab" + std::to_string(i) + ",cd;ef" + std::to_string(i) + "\n";
  const auto dialect = guess(text);
  ASSERT_FALSE(dialect.doubts.empty());
  EXPECT_EQ(dialect.doubts[0].code, "delimiter_in_doubt");
}

TEST(Dialect, comments_are_lines_that_fit_no_row) {
  const std::string rows = "1,Ann,Bonn\n2,Bob,Ulm\n3,Eve,Kiel\n4,Tom,Hof\n";
  EXPECT_EQ(guess("# made by hand\nid,name,city\n" + rows).text.comment, "#");
  EXPECT_EQ(guess("// made by hand\nid,name,city\n" + rows).text.comment, "//");
  // Names of columns, and values.
  EXPECT_EQ(guess("#id,name,city\n" + rows).text.comment, "");
  EXPECT_EQ(guess("#id,name,city\n" + rows).text.header_rows, 1U);
  EXPECT_EQ(guess("id,name,city\n#1,Ann,Bonn\n#2,Bob,Ulm\n#3,Eve,Kiel\n").text.comment, "");
  // Rows that somebody took out.
  const auto out = guess("# without those who left\nid,name,city\n" + rows + "#5,Jim,Rees\n");
  EXPECT_EQ(out.text.comment, "#");
  ASSERT_EQ(out.doubts.size(), 1U);
  EXPECT_EQ(out.doubts[0].code, "comments_like_rows");
}

TEST(Dialect, tables_drawn_with_characters_are_tables) {
  const auto psql = guess(
      " id |  name  |    dob\n----+--------+------------\n  1 | Ann    | 1980-01-02\n"
      "  2 | Bob    | 1981-02-03\n  3 | Ann    | 1980-01-02\n(3 rows)\n\n");
  EXPECT_EQ(psql.text.delimiter, "|");
  EXPECT_EQ(psql.text.comment, "--");
  EXPECT_EQ(psql.text.footer_lines, 1U);
  EXPECT_EQ(psql.names, (std::vector<std::string>{"id", "name", "dob"}));
  const auto mysql =
      guess("+----+------+\n| id | name |\n+----+------+\n|  1 | Ann  |\n|  2 | Bob  |\n+----+------+\n");
  EXPECT_EQ(mysql.text.comment, "+-");
  EXPECT_EQ(mysql.num_fields, 4U);
}

TEST(Dialect, a_table_far_from_the_beginning_of_the_file_is_told_by_its_end) {
  std::string text = "id;name;amount\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ";Ann Smith;" + std::to_string(i % 97) + "\n";
  const std::string end = "4999;Ann Smith;3\n\nTotal;;12345\n5000 rows selected.\n\n";
  const auto dialect = guess_dialect({text, false, end});
  EXPECT_EQ(dialect.text.footer_lines, 2U);
  // The last row of a file that was cut off is no footer.
  EXPECT_EQ(guess_dialect({text, false, "4999;Ann Smith;3\n5000;Ann"}).text.footer_lines, 0U);
}

TEST(Dialect, a_row_of_totals_as_wide_as_the_rows_belongs_to_no_column) {
  std::string text = "id;name;amount\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(100 + i) + ";Ann Smith;" + std::to_string(i % 7) + "\n";
  for (const std::string total : {"Total;;120\n", ";Total;120\n"}) {
    const auto dialect = guess(text + total);
    EXPECT_EQ(dialect.text.footer_lines, 1U);
    const auto rows = rows_of(text + total, true, dialect, 1000);
    ASSERT_EQ(rows.size(), 40U);
    EXPECT_EQ(rows.back(), (std::vector<std::string>{"139", "Ann Smith", "4"}));
  }
  // Names that nobody knows are told by the numbers below them.
  EXPECT_TRUE(guess("qx;zz\n1;20\n2;31\nTotal;\n").has_header());
}

TEST(Dialect, json_lines_are_recognised) {
  const auto dialect = guess("{\"id\": 1, \"name\": \"Ann, B.\"}\n{\"id\": 2, \"name\": \"Bob\"}\n");
  EXPECT_EQ(dialect.shape, config::Shape::ndjson);
}

TEST(Dialect, a_table_above_the_table_is_no_title) {
  const std::string small = "code;count\n1;20\n2;30\n3;40\n\n";
  std::string large = "id;name;birth_date\n";
  for (int i = 0; i < 100; ++i) large += std::to_string(i) + ";Ann;1980-01-02\n";
  const auto few = guess(small + large);
  EXPECT_EQ(few.contradiction, "");
  ASSERT_EQ(few.doubts.size(), 1U);
  EXPECT_EQ(few.doubts[0].code, "titles_like_rows");
  EXPECT_NE(guess(small + "id;name;birth_date\n1;Ann;1980-01-02\n2;Bob;1981-02-03\n").contradiction, "");
  // Names and values side by side are titles.
  EXPECT_TRUE(guess("Made:;2024-01-05\nBy:;Ann\n\n" + large).doubts.empty());
}

TEST(FixedWidth, columns_end_where_all_lines_have_blanks) {
  const auto dialect = guess(
      "00001 Ann       Smith          1980-01-02\n00002 Bob       Jones          1981-02-03\n"
      "00003 Mary Jane Miller         1982-03-04\n00004 Zo\xC3\xAB       Smith          1980-01-02\n");
  ASSERT_EQ(dialect.shape, config::Shape::fixed_width);
  ASSERT_EQ(dialect.text.widths.size(), 4U);
  EXPECT_EQ(dialect.text.widths[1].first, 7U);
  EXPECT_EQ(dialect.text.widths[1].last, 16U);
  EXPECT_EQ(dialect.text.widths[3].first, 32U);
  EXPECT_GT(dialect.text.widths[3].last, 41U);
  EXPECT_EQ(dialect.text.skip_lines, 0U);
}

TEST(FixedWidth, later_values_may_be_longer_on_every_side) {
  // The numbers are aligned to the right; later ones may need the blanks before them.
  const auto dialect = guess(
      "    7 Ann       Smith      12.50     1\n   12 Bob       Jones       1.00    20\n"
      "  300 Carl      Miller     99.95     3\n 4000 Dora      Brown     100.00     4\n");
  ASSERT_EQ(dialect.shape, config::Shape::fixed_width);
  const auto& widths = dialect.text.widths;
  ASSERT_EQ(widths.size(), 5U);
  EXPECT_EQ(widths[0].first, 1U);
  EXPECT_EQ(widths[3].last, 32U);
  EXPECT_EQ(widths[4].first, 33U);
  EXPECT_GT(widths[4].last, 100U);
}

TEST(FixedWidth, a_rule_of_dashes_shows_columns_and_names) {
  const auto dialect = guess(
      "Customers\n\nID       NAME       DOB\n-------- ---------- ----------\n"
      "1        Ann        1980-01-02\n2        Bob Smith  1981-02-03\n\n2 rows selected.\n");
  ASSERT_EQ(dialect.shape, config::Shape::fixed_width);
  EXPECT_EQ(dialect.names, (std::vector<std::string>{"ID", "NAME", "DOB"}));
  EXPECT_EQ(dialect.text.skip_lines, 4U);
  EXPECT_EQ(dialect.text.footer_lines, 1U);
}

}  // namespace
}  // namespace onefold::sniff
