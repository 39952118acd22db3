#include "ingest/text_start.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "csv/csv_parser.hpp"
#include "support/byte_pieces.hpp"

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

TEST(RowWidth, rows_may_be_wider_than_the_header_by_empty_fields_or_narrower_by_its_empty_cells) {
  using csv::RowWidth;
  EXPECT_EQ(width_of_rows(3, 3, std::vector<SampledRow>{{3, 3}, {3, 2}}), (RowWidth{3, 0}));
  EXPECT_EQ(width_of_rows(3, 3, std::vector<SampledRow>{{5, 3}, {5, 2}, {4, 4}}), (RowWidth{5, 3}));
  EXPECT_EQ(width_of_rows(3, 3, std::vector<SampledRow>{{4, 3}, {4, 4}}), (RowWidth{3, 0}))
      << "something would be lost";
  std::vector<SampledRow> one_is_filled(11, {4, 3});
  one_is_filled[5].num_filled = 4;
  EXPECT_EQ(width_of_rows(3, 3, one_is_filled), (RowWidth{4, 3})) << "that row is malformed";
  EXPECT_EQ(width_of_rows(5, 3, std::vector<SampledRow>{{3, 3}}), (RowWidth{3, 0}));
  EXPECT_EQ(width_of_rows(5, 4, std::vector<SampledRow>{{3, 3}}), (RowWidth{5, 0})) << "a named column is missing";
  EXPECT_EQ(width_of_rows(5, 3, std::vector<SampledRow>{{5, 5}}), (RowWidth{5, 0}));
  EXPECT_EQ(width_of_rows(5, 3, std::vector<SampledRow>{}), (RowWidth{5, 0}));
}

/// The lines of a text with their line ends.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    lines.emplace_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

RC_GTEST_PROP(LineCounter, ranges_of_a_text_count_each_of_its_lines_once_however_the_bytes_arrive, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('\n', 'x', '\r'));
  const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
  const std::vector<std::uint64_t> cuts = {0, *rc::gen::inRange<std::uint64_t>(0, text.size() + 1), text.size()};
  std::uint64_t sum = 0;
  for (std::size_t r = 0; r + 1 < cuts.size(); ++r) {
    LineCounter counter(cuts[r], cuts[r + 1], '\n');
    CountedLines source(std::make_unique<test::BytePieces>(text, piece), 0, counter);
    std::vector<char> chunk(5);
    while (source.read(chunk) > 0) {
    }
    sum += counter.count(cuts[r + 1] == text.size());
  }
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < text.size(); ++i) expected += text[i] == '\n' || i + 1 == text.size() ? 1 : 0;
  RC_ASSERT(sum == expected);
}

RC_GTEST_PROP(Footer, the_last_lines_are_left_out_however_the_text_arrives, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\n', '\n', '\r', ' '));
  const auto num_lines = *rc::gen::inRange<std::uint64_t>(1, 4);
  // Blank lines at the very end do not count.
  auto lines = lines_of(text);
  std::size_t end = lines.size();
  const auto is_blank = [](const std::string& line) { return line.find_first_not_of(" \r\n") == std::string::npos; };
  while (end > 0 && is_blank(lines[end - 1])) --end;
  lines.resize(end > num_lines ? end - num_lines : 0);
  std::string expected;
  for (const auto& line : lines) expected += line;

  WithoutFooter source(std::make_unique<test::BytePieces>(text, *rc::gen::inRange<std::size_t>(1, 9)), num_lines, '\n');
  std::string content;
  std::vector<char> chunk(*rc::gen::inRange<std::size_t>(1, 20));
  while (const std::size_t got = source.read(chunk)) content.append(chunk.data(), got);
  RC_ASSERT(content == expected);
  RC_ASSERT(content + std::string(source.footer()) == text);
  // A file that can be cut is cut at the same place.
  const std::size_t begin = footer_begin(text, num_lines, '\n');
  RC_ASSERT((begin == std::string::npos ? 0 : begin) == expected.size());
}

}  // namespace
}  // namespace onefold::ingest
