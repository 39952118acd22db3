#include "ingest/text_start.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "csv/csv_parser.hpp"

namespace onefold::ingest {
namespace {

using Cells = std::vector<std::string>;

TEST(TextStart, a_first_line_sep_is_skipped_and_names_the_delimiter_unless_the_job_does) {
  config::TextFormat text;
  for (const std::string first : {"sep=;\r\n", "\"sep=;\"\n", "SEP=;\n", "\xEF\xBB\xBFsep=;\n"}) {
    const TextStart start = start_of_text(text, first + "id;name\n1;a\n");
    EXPECT_EQ(start.dialect.delimiter, ";") << first;
    EXPECT_EQ(start.lines_to_skip, 1U);
  }
  EXPECT_EQ(start_of_text(text, "sep=;\nid,name,city\n1,a;b,c\n").dialect.delimiter, ",") << "the next line decides";
  text.delimiter = "|";
  const TextStart start = start_of_text(text, "sep=;\nid|name\n");
  EXPECT_EQ(start.dialect.delimiter, "|");
  EXPECT_EQ(start.lines_to_skip, 1U);
  text.skip_lines = 3;
  EXPECT_EQ(start_of_text(text, "sep=|\nTitle\n\nid|name\n").lines_to_skip, 3U) << "it is one of them";
  text.skip_lines = 0;
  EXPECT_EQ(start_of_text(text, "separator=;\n").lines_to_skip, 0U);
  EXPECT_EQ(start_of_text(text, "").lines_to_skip, 0U);
}

TEST(TextStart, lines_end_with_lone_carriage_returns_if_the_beginning_says_so) {
  const auto line_end = [](std::string_view bytes) { return start_of_text({}, bytes).dialect.line_end; };
  EXPECT_EQ(line_end("id,name\r1,\"a\nb\"\r2,c\r"), '\r');
  EXPECT_EQ(line_end("\"id\nx\",name\r1,b\r2,c\r"), '\r') << "a line feed inside quotes";
  EXPECT_EQ(line_end("id,na\rme\n1,b\n2,c\n"), '\n');
  EXPECT_EQ(line_end("id,name\r\n1,b\r\n"), '\n');
  EXPECT_EQ(line_end("id,name"), '\n');
}

TEST(ColumnNames, repeated_and_empty_names_are_numbered) {
  const std::vector<Cells> rows = {{" id ", "email", "", "email", "email_2", "email", "", "column_3"}};
  const ColumnNames header = name_columns(rows);
  EXPECT_EQ(header.names, (Cells{"id", "email", "column_3_", "email_3", "email_2", "email_4", "column_7", "column_3"}));
  EXPECT_EQ(header.repeated, (Cells{"email"}));
  EXPECT_EQ(header.num_named, 8U);
  EXPECT_EQ(name_columns(std::vector<Cells>{{"a", "b", "", ""}}).num_named, 2U);
}

TEST(ColumnNames, cells_above_each_other_are_joined_and_merged_cells_reach_to_the_right) {
  const std::vector<Cells> rows = {{"", "Name", "", "Address", ""}, {"ID", "first", "last", "zip", "city"}};
  EXPECT_EQ(name_columns(rows).names, (Cells{"ID", "Name first", "Name last", "Address zip", "Address city"}));
  const std::vector<Cells> uneven = {{"A"}, {"x", "", "z"}};
  EXPECT_EQ(name_columns(uneven).names, (Cells{"A x", "A", "A z"}));
}

}  // namespace
}  // namespace onefold::ingest
