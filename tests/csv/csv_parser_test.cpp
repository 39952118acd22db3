#include "csv/csv_parser.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "csv/naive_csv.hpp"
#include "csv/utf8.hpp"

namespace onefold::csv {
namespace {

using reference::naive_parse;
using reference::NaiveRow;
using Values = std::vector<std::string>;

constexpr ParserLimits kNoLimits{1ULL << 20, 1ULL << 28};

/// Feeds `text` in chunks of the given sizes, repeated cyclically; the result must not depend on the chunks.
std::vector<NaiveRow> parse(std::string_view text, const Dialect& dialect, const std::vector<std::size_t>& chunk_sizes,
                            ParserLimits limits = kNoLimits, std::size_t width = 0) {
  std::vector<NaiveRow> out;
  CsvParser parser(dialect, limits, 0, 1);
  parser.expect_fields(width);
  std::size_t chunk = 0;
  while (true) {
    switch (parser.next()) {
      case CsvParser::Step::row: {
        NaiveRow row{{},
                     parser.num_fields(),
                     parser.line(),
                     parser.last_line(),
                     parser.offset(),
                     parser.kind(),
                     parser.has_stray_quote()};
        if (!row.stray_quote)
          for (std::size_t i = 0; i < parser.num_fields(); ++i) row.values.emplace_back(parser.value(i));
        out.push_back(row);
        continue;
      }
      case CsvParser::Step::need_bytes: {
        const std::size_t count = std::min(text.size(), chunk_sizes[chunk++ % chunk_sizes.size()]);
        std::copy_n(text.begin(), count, parser.prepare(count).begin());
        parser.commit(count);
        text.remove_prefix(count);
        if (text.empty()) parser.finish();
        continue;
      }
      case CsvParser::Step::row_too_long:
        ADD_FAILURE() << "row too long";
        return out;
      case CsvParser::Step::end:
        return out;
    }
  }
}

/// All characters with a meaning, more frequent than in real files, and some ordinary ones.
rc::Gen<std::string> hostile_text() {
  return rc::gen::container<std::string>(rc::gen::element('"', '"', '"', ',', ',', '\n', '\n', '\r', '\0', ' ', '\t',
                                                          'a', 'b', ';', '|', '\'', '\\', '#'));
}

rc::Gen<Dialect> any_dialect() {
  return rc::gen::apply(
      [](const std::string& delimiter, char quote, char escape, const std::string& comment, char line_end) {
        Dialect dialect{delimiter, quote, escape, comment, line_end};
        if (delimiter.find(quote) != std::string::npos) dialect.quote = '\0';
        return dialect;
      },
      rc::gen::element<std::string>(",", ",", ";", "\t", " ", "||", ",;", "|;|", std::string(1, '\0')),
      rc::gen::element('"', '"', '"', '\'', '\0'), rc::gen::element('\0', '\0', '\\'),
      rc::gen::element<std::string>("", "", "#", "#\""), rc::gen::element('\n', '\n', '\n', '\r'));
}

rc::Gen<std::vector<std::size_t>> any_chunks() {
  return rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 9)));
}

RC_GTEST_PROP(CsvParser, agrees_with_the_naive_twin_on_hostile_text_however_it_is_cut_into_chunks, ()) {
  const auto text = *hostile_text();
  const auto dialect = *any_dialect();
  const ParserLimits limits{*rc::gen::element<std::uint64_t>(0, 1, 5, 1000), 1U << 28};
  const auto width = *rc::gen::element<std::size_t>(0, 2, 3);
  RC_ASSERT(parse(text, dialect, *any_chunks(), limits, width) ==
            naive_parse(text, dialect, limits.max_field_bytes, width));
}

RC_GTEST_PROP(CsvParser, agrees_with_the_naive_twin_on_texts_that_are_longer_than_blocks_and_windows, ()) {
  const auto seeds = *rc::gen::container<std::vector<std::string>>(5, hostile_text());
  std::string text;
  const auto repeats = *rc::gen::inRange<std::size_t>(1, 2000);
  for (std::size_t i = 0; i < repeats; ++i) text += seeds[(i * i) % seeds.size()] + (i % 3 == 0 ? "\n" : "xyz,");
  const auto dialect = *rc::gen::oneOf(rc::gen::just(Dialect{}), any_dialect());
  const ParserLimits limits{*rc::gen::element<std::uint64_t>(100, 1U << 20), 1U << 28};
  const auto chunk = *rc::gen::element<std::size_t>(63, 64, 65, 1000, 32768, 100'000);
  RC_ASSERT(parse(text, dialect, {chunk}, limits, 4) == naive_parse(text, dialect, limits.max_field_bytes, 4));
}

TEST(CsvParser, every_cut_of_a_small_text_into_three_chunks_gives_the_same_rows) {
  const std::string text =
      "a,\"b\r\n\"\"x\"\"\",c\r\n\n\"\",\"\"\"\",\r\n 1 ,\t2\t,\" 3 \"\nx\"y\"z,z,w\n\"q\"r,s,t\n , \"u,v\" ,w\n,,\n"
      "last,\"one\",\"\n\"";
  const auto expected = naive_parse(text);
  ASSERT_EQ(expected.size(), 9U);
  EXPECT_EQ(expected[0].values, (Values{"a", "b\r\n\"x\"", "c"}));
  EXPECT_EQ(expected[1].kind, RowKind::blank);
  EXPECT_EQ(expected[2].values, (Values{"", "\"", ""}));
  EXPECT_EQ(expected[3].values, (Values{"1", "2", "3"}));
  EXPECT_TRUE(expected[4].stray_quote);
  EXPECT_EQ(expected[4].num_fields, 3U);
  EXPECT_TRUE(expected[5].stray_quote);
  EXPECT_EQ(expected[6].values, (Values{"", "u,v", "w"}));
  EXPECT_EQ(expected[7].kind, RowKind::delimiters);
  EXPECT_EQ(expected[8].line, 10U);
  EXPECT_EQ(expected[8].last_line, 11U);
  for (std::size_t first = 1; first < text.size(); ++first)
    for (std::size_t second = 1; second <= text.size() - first; ++second)
      ASSERT_EQ(parse(text, {}, {first, second, text.size()}), expected) << first << " " << second;
}

/// The lines of rows with a stray quote.
std::vector<std::uint64_t> stray_lines(const std::vector<NaiveRow>& rows) {
  std::vector<std::uint64_t> lines;
  for (const auto& row : rows)
    if (row.stray_quote) lines.push_back(row.line);
  return lines;
}

/// Rows of four fields; `change` may replace the text of a line.
std::string rows_with(std::size_t num_rows, const std::map<std::size_t, std::string>& change) {
  std::string text;
  for (std::size_t line = 1; line <= num_rows; ++line)
    text += change.contains(line) ? change.at(line) + "\n" : std::to_string(line) + ",\"Erika, E.\",x,y\n";
  return text;
}

TEST(CsvParser, two_stray_quotes_a_thousand_rows_apart_cost_two_rows_wherever_they_stand) {
  for (const std::string first : {"500,\"Max,x,y", "500,Max\",x,y", "500,M\"ax,x,y", "500,Max,x,\"y", "\"500,Max,x,y"})
    for (const std::string second : {"1500,\"Max,x,y", "1500,Max\",x,y", "1500,M\"ax,x,y", "1500,Max,x,y\""}) {
      const auto rows = parse(rows_with(2000, {{500, first}, {1500, second}}), {}, {1000}, kNoLimits, 4);
      EXPECT_EQ(rows.size(), 2000U) << first << " " << second;
      EXPECT_EQ(stray_lines(rows), (std::vector<std::uint64_t>{500, 1500})) << first << " " << second;
    }
}

TEST(CsvParser, stray_quotes_do_not_swallow_rows_without_any_other_quote_either) {
  std::string text;
  for (int line = 1; line <= 2000; ++line)
    text += std::to_string(line) + (line == 500 ? ",\"b,c,d\n" : line == 1500 ? ",b,c\",d\n" : ",b,c,d\n");
  const auto rows = parse(text, {}, {4096}, kNoLimits, 4);
  EXPECT_EQ(rows.size(), 2000U);
  EXPECT_EQ(stray_lines(rows), (std::vector<std::uint64_t>{500, 1500}));
}

TEST(CsvParser, a_quote_that_is_never_closed_costs_one_line) {
  for (const std::string open : {"5,\"Max,x,y", "\"5,Max,x,y", "5,Max,x,\""}) {
    const auto rows = parse(rows_with(2000, {{5, open}}), {}, {1000}, kNoLimits, 4);
    EXPECT_EQ(rows.size(), 2000U);
    EXPECT_EQ(stray_lines(rows), (std::vector<std::uint64_t>{5}));
  }
}

QuoteFault fault_of(std::string_view text, std::size_t width = 0) {
  CsvParser parser({}, kNoLimits, 0, 1);
  parser.expect_fields(width);
  std::copy(text.begin(), text.end(), parser.prepare(text.size()).begin());
  parser.commit(text.size());
  parser.finish();
  EXPECT_EQ(parser.next(), CsvParser::Step::row);
  return parser.quote_fault();
}

TEST(CsvParser, each_fault_of_quotes_is_told_from_the_others) {
  EXPECT_EQ(fault_of("a,\"b\"\n"), QuoteFault::none);
  EXPECT_EQ(fault_of("a,b\"c\n"), QuoteFault::inside);
  EXPECT_EQ(fault_of("a,\"b\"c\n"), QuoteFault::after_closing);
  EXPECT_EQ(fault_of("a,\"b\nc,\"d\n"), QuoteFault::closed_later);
  EXPECT_EQ(fault_of("a,\"b\nc,d\n"), QuoteFault::unclosed);
  EXPECT_EQ(fault_of("a,\"b\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\nc\",d\n", 2), QuoteFault::holds_rows);
}

TEST(CsvParser, a_long_text_in_quotes_is_a_value_even_if_it_has_lines_and_commas) {
  std::string note;
  for (int line = 0; line < 50; ++line) note += line % 3 == 0 ? "Dear Sir, thank you\n" : "for the call.\n";
  const auto rows = parse("1,\"" + note + "\",x,y\n", {}, {100}, kNoLimits, 4);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].stray_quote);
  EXPECT_EQ(rows[0].values[1], note);
  EXPECT_EQ(rows[0].last_line, 51U);
}

TEST(CsvParser, a_field_with_wrong_quotes_after_one_of_several_lines_ends_its_row_with_its_own_line) {
  const auto rows = parse("1,\"a\nb\",\"c\"d,e\n2,x,y,z\n", {}, {3});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].stray_quote);
  EXPECT_EQ(rows[0].line, 1U);
  EXPECT_EQ(rows[0].last_line, 2U);
  EXPECT_EQ(rows[1].values, (Values{"2", "x", "y", "z"}));
}

TEST(CsvParser, many_stray_quotes_cost_no_more_than_reading_each_byte_a_few_times) {
  // Each line opens a quote that the next line closes wrongly; 8 MiB in one window would take minutes.
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "1,\"x,some text that makes the line longer,y\n";
  const auto rows = parse(text, {}, {1 << 20}, kNoLimits, 4);
  EXPECT_EQ(rows.size(), 200'000U);
}

TEST(CsvParser, an_escape_makes_the_next_delimiter_quote_line_end_or_escape_a_character) {
  const Dialect dialect{",", '"', '\\', "", '\n'};
  const auto rows = parse("a\\,b,\"c\\\"d\",\"e\\\\\"\n1\\\n2,C:\\dir,\\N\n\"x\"\"y\",\\\"z\\\",w\\", dialect, {2});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].values, (Values{"a,b", "c\"d", "e\\"}));
  EXPECT_EQ(rows[1].values, (Values{"1\n2", "C:\\dir", "\\N"}));
  EXPECT_EQ(rows[1].last_line, 3U);
  EXPECT_EQ(rows[2].values, (Values{"x\"y", "\"z\"", "w\\"}));
}

TEST(CsvParser, any_byte_may_begin_a_row) {
  // The sanitizers see an index below zero.
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    if (c == '"' || c == '\n' || c == '\r' || c == ',') continue;
    const auto rows = parse(std::string(1, c) + "x,y\n", {}, {2});
    ASSERT_EQ(rows.size(), 1U) << byte;
    EXPECT_EQ(rows[0].kind, RowKind::row) << byte;
    EXPECT_EQ(rows[0].num_fields, 2U) << byte;
  }
}

TEST(Dialect, rows_with_other_line_ends_are_counted_within_a_row) {
  const auto count = [](std::string_view row, std::size_t width = 3, char line_end = '\n') {
    return num_rows_with_other_line_ends(row, {.line_end = line_end}, width);
  };
  EXPECT_EQ(count("1,2,3\r4,5,6"), 2U);
  EXPECT_EQ(count("1,2,3\r\r4,5,6\rx\r7,8,9\r"), 3U);
  EXPECT_EQ(count("1,2,3\n4,5,6", 3, '\r'), 2U);
  EXPECT_EQ(count("1,2,3\n4,5,6"), 0U);
  EXPECT_EQ(count("1,2\r3,4"), 0U);
  EXPECT_EQ(count("1,2\r3,4\r5\r6,7,8\r7,8,9"), 0U) << "most are none";
  EXPECT_EQ(count("1\r2", 1), 0U);
}

TEST(CsvParser, delimiters_may_have_several_bytes) {
  const auto rows = parse("a||b|c||\"d||e\"\n1|||2||\n||\n", {"||", '"', '\0', "", '\n'}, {1});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].values, (Values{"a", "b|c", "d||e"}));
  EXPECT_EQ(rows[1].values, (Values{"1", "|2", ""}));
  EXPECT_EQ(rows[2].kind, RowKind::delimiters);
}

TEST(CsvParser, comment_lines_cannot_open_quotes) {
  const auto rows = parse("#\"it's a note, isn't it\na,b\n #c,d\n#", {",", '"', '\0', "#", '\n'}, {1});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].kind, RowKind::comment);
  EXPECT_EQ(rows[2].values, (Values{"#c", "d"}));
  EXPECT_EQ(rows[3].kind, RowKind::comment);
}

TEST(CsvParser, skipped_lines_cannot_open_quotes) {
  CsvParser parser({}, kNoLimits, 0, 1);
  parser.skip_lines(2);
  const std::string text = "Export of \"customers\n\"\na,b\n";
  std::copy(text.begin(), text.end(), parser.prepare(text.size()).begin());
  parser.commit(text.size());
  parser.finish();
  for (int line = 1; line <= 2; ++line) {
    ASSERT_EQ(parser.next(), CsvParser::Step::row);
    EXPECT_EQ(parser.kind(), RowKind::skipped);
  }
  ASSERT_EQ(parser.next(), CsvParser::Step::row);
  EXPECT_EQ(parser.kind(), RowKind::row);
  EXPECT_EQ(parser.line(), 3U);
  EXPECT_EQ(parser.value(1), "b");
}

TEST(CsvParser, a_lone_carriage_return_is_data_unless_lines_end_so) {
  EXPECT_EQ(parse("a\rb,c\r\r\nd", {}, {100})[0].values, (Values{"a\rb", "c\r"}));
  const auto rows = parse("a,\"b\rc\"\rd,e\nf\r\"g\",h\r", {",", '"', '\0', "", '\r'}, {2});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].values, (Values{"a", "b\rc"}));
  EXPECT_EQ(rows[1].values, (Values{"d", "e\nf"}));
  EXPECT_EQ(rows[2].line, 4U);
}

std::optional<Defect> defect_of(std::string_view row, ParserLimits limits = kNoLimits,
                                std::size_t expected_fields = 2) {
  CsvParser parser({}, limits, 0, 1);
  parser.expect_fields(expected_fields);
  std::copy(row.begin(), row.end(), parser.prepare(row.size()).begin());
  parser.commit(row.size());
  parser.finish();
  EXPECT_EQ(parser.next(), CsvParser::Step::row);
  return parser.defect();
}

TEST(CsvParser, each_defect_has_its_reason) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(defect_of("a,b"), std::nullopt);
  EXPECT_EQ(defect_of("a,\"b\"\"\""), std::nullopt);
  EXPECT_EQ(defect_of("\xC3\xA9,\xF0\x9F\x98\x80"), std::nullopt);
  EXPECT_EQ(defect_of("a,b,c"), Defect::wrong_number_of_fields);
  EXPECT_EQ(defect_of("a"), Defect::wrong_number_of_fields);
  EXPECT_EQ(defect_of("a,b\"\"c"), Defect::stray_quote);
  EXPECT_EQ(defect_of("a, \"b\""), std::nullopt);
  EXPECT_EQ(defect_of("a,\"b\" "), std::nullopt);
  EXPECT_EQ(defect_of("a,\"b\"c"), Defect::stray_quote);
  EXPECT_EQ(defect_of("a,\"b"), Defect::stray_quote);
  EXPECT_EQ(defect_of("a,b\0c"sv), Defect::nul_byte);
  EXPECT_EQ(defect_of("a,\"b\0c\""sv), Defect::nul_byte);
  EXPECT_EQ(defect_of("a,b\xFF"), Defect::invalid_utf8);
  EXPECT_EQ(defect_of("a,\"0123456789\"", {10, 1000}), std::nullopt);
  EXPECT_EQ(defect_of("a,\"0123456789\"", {9, 1000}), Defect::field_too_long);
  EXPECT_EQ(defect_of("a,\"01234567\"\"\"", {9, 1000}), std::nullopt) << "a doubled quote is one byte of value";
}

TEST(CsvParser, a_field_of_ten_megabytes_is_read_in_small_chunks_in_linear_time) {
  const std::string big(10 << 20, 'x');
  const std::string text = "a,\"" + big + "\"\nb," + big + "\n";
  const auto parsed = parse(text, {}, {16 << 10}, {16U << 20, 1U << 28});
  ASSERT_EQ(parsed.size(), 2U);
  EXPECT_EQ(parsed[0].values[1], big);
  EXPECT_EQ(parsed[1].values[1], big);
}

TEST(CsvParser, a_row_beyond_the_limit_stops_the_parser_before_it_is_read_whole) {
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    CsvParser parser({}, {1000, 100}, 0, 1);
    const std::string text = "a,b\n" + std::string(500, 'x');
    std::size_t fed = 0;
    auto step = parser.next();
    for (; step == CsvParser::Step::row || step == CsvParser::Step::need_bytes; step = parser.next()) {
      if (step == CsvParser::Step::row) continue;
      const std::size_t count = std::min(chunk, text.size() - fed);
      std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(fed), count, parser.prepare(count).begin());
      parser.commit(count);
      fed += count;
    }
    EXPECT_EQ(step, CsvParser::Step::row_too_long);
    EXPECT_EQ(parser.line(), 2U);
    EXPECT_LE(fed, 105 + chunk);
  }
}

/// Decodes by the definition: bits of the code point, shortest form, no surrogates, at most U+10FFFF.
bool naive_is_valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int length = lead < 0x80 ? 1 : (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
    if (length == 0 || i + static_cast<std::size_t>(length) > text.size()) return false;
    std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (int k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if ((next >> 6) != 2) return false;
      code = code << 6 | (next & 0x3FU);
    }
    const std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    i += static_cast<std::size_t>(length);
  }
  return true;
}

TEST(Utf8, all_sequences_at_the_borders_are_judged_as_the_definition_says) {
  const std::vector<unsigned char> bytes = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                            0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF};
  std::string text(4, '\0');
  for (const auto a : bytes)
    for (const auto b : bytes)
      for (const auto c : bytes)
        for (const auto d : bytes) {
          text = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
          for (std::size_t length = 1; length <= 4; ++length) {
            const auto part = std::string_view(text).substr(0, length);
            ASSERT_EQ(is_valid_utf8(part), naive_is_valid_utf8(part)) << testing::PrintToString(part);
          }
        }
}

RC_GTEST_PROP(Utf8, long_texts_are_judged_as_the_definition_says, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("plain ascii", "x", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                                    std::string(1, '\0'), "\xED\xA0\x80", "\x80"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  RC_ASSERT(is_valid_utf8(text) == naive_is_valid_utf8(text));
  const auto kinds = byte_kinds(text);
  RC_ASSERT(kinds.has_nul == (text.find('\0') != std::string::npos));
  RC_ASSERT(kinds.has_non_ascii ==
            std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 127; }));
}

RC_GTEST_PROP(CsvScan, counts_and_positions_agree_with_a_simple_search, ()) {
  auto text = *hostile_text();
  for (int i = *rc::gen::inRange(0, 9); i > 0; --i) text += text + "x";
  std::vector<std::uint64_t> expected;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '"') expected.push_back(i + 7);
  std::vector<std::uint64_t> positions;
  append_positions(text, 7, '"', positions);
  RC_ASSERT(positions == expected);
  RC_ASSERT(count_byte(text, '"') == expected.size());
}

}  // namespace
}  // namespace onefold::csv
