#include "csv/csv_rows.hpp"

#include <gtest/gtest.h>

#include "csv/naive_csv.hpp"
#include "onefold/record/error.hpp"

namespace onefold::csv {
namespace {

using Table = std::vector<std::vector<std::string>>;

Table rows_of(std::string_view content) {
  CsvRows rows(content, "t.csv");
  Table table;
  for (std::vector<std::string> fields; rows.next(fields);) table.push_back(fields);
  return table;
}

std::string error_of(std::string_view content) {
  try {
    (void)rows_of(content);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "no error";
}

TEST(CsvRows, surrounding_spaces_belong_to_no_value_as_in_the_input_files_of_a_run) {
  EXPECT_EQ(rows_of(" id ,\tname\n a1 ,\" b \"\n"), (Table{{"id", "name"}, {"a1", "b"}}));
}

TEST(CsvRows, the_header_determines_the_delimiter) {
  EXPECT_EQ(rows_of("a;b\n1,2;3\n"), (Table{{"a", "b"}, {"1,2", "3"}}));
  EXPECT_EQ(rows_of("a\tb\n1;2\t3\n"), (Table{{"a", "b"}, {"1;2", "3"}}));
  EXPECT_EQ(rows_of("a\n1;2\n"), (Table{{"a"}, {"1;2"}}));
}

TEST(CsvRows, byte_order_marks_blank_lines_and_all_kinds_of_line_ends_are_read) {
  const Table expected = {{"a", "b"}, {"1", "2\n3"}, {"4", "5"}};
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\n\n1,\"2\n3\"\n\n4,5"),
            expected);
  EXPECT_EQ(rows_of("a,b\r\n\r\n1,\"2\n3\"\r\n4,5\r\n"), expected);
  EXPECT_EQ(rows_of("a,b\r\r1,\"2\n3\"\r4,5\r"), expected);
  EXPECT_TRUE(rows_of("").empty());
  EXPECT_TRUE(rows_of("\n\r\n").empty());
}

TEST(CsvRows, a_row_has_the_line_on_which_it_begins) {
  const std::string content = "a,b\n\n1,\"x\ny\"\n2,z\n";
  CsvRows rows(content, "t.csv");
  std::vector<std::string> fields;
  std::vector<std::string> places;
  while (rows.next(fields)) places.push_back(rows.place());
  EXPECT_EQ(places, (std::vector<std::string>{"t.csv line 1", "t.csv line 3", "t.csv line 5"}));
}

TEST(CsvRows, what_is_not_csv_is_refused_by_file_and_line_without_a_value) {
  EXPECT_EQ(error_of("a,b\n1,secret\n2,\"secret\n"), "t.csv line 3: a quote is opened in this row and never closed");
  EXPECT_EQ(error_of("a,b\n1,se\"\"cret\n"),
            "t.csv line 2: a quote stands inside a field; quote the whole field, and double the quotes in it");
  EXPECT_EQ(error_of("\xFF\xFE"
                     "a"),
            "t.csv: is UTF-16; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8");
}

TEST(CsvRows, a_file_of_many_chunks_has_the_rows_of_the_naive_twin) {
  std::string content = "id,text\n";
  for (int i = 0; i < 40'000; ++i)
    content += std::to_string(i) + (i % 3 == 0 ? ",\"a \"\"b\"\",\nc\"\n" : i % 3 == 1 ? ", plain \r\n" : ",\n");
  const auto expected = reference::naive_parse(content, {});
  CsvRows rows(content, "t.csv");
  std::vector<std::string> fields;
  std::size_t num_different = 0;
  for (const auto& row : expected) {
    ASSERT_TRUE(rows.next(fields));
    num_different += fields != row.values || rows.line() != row.line;
  }
  EXPECT_FALSE(rows.next(fields));
  EXPECT_EQ(num_different, 0U);
}

}  // namespace
}  // namespace onefold::csv
