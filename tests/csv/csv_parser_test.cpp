#include "csv/csv_parser.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "csv/naive_csv.hpp"
#include "csv/utf8.hpp"

namespace onefold::csv {
namespace {

using reference::naive_parse;
using reference::NaiveText;

constexpr ParserLimits kNoLimits{1ULL << 20, 1ULL << 28};

/// Feeds `text` in chunks of the given sizes, repeated cyclically; the result must not depend on the chunks.
NaiveText parse(std::string_view text, Dialect dialect, const std::vector<std::size_t>& chunk_sizes) {
  NaiveText out;
  CsvParser parser(dialect, kNoLimits, 0, 1);
  std::size_t chunk = 0;
  while (true) {
    switch (parser.next()) {
      case CsvParser::Step::row: {
        reference::NaiveRow row{{}, parser.num_fields(), parser.line(), parser.offset(), parser.is_blank(), false};
        row.stray_quote = parser.defect() == Defect::stray_quote;
        if (!row.stray_quote)
          for (std::size_t i = 0; i < parser.num_fields(); ++i) row.values.emplace_back(parser.value(i));
        out.rows.push_back(row);
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
      case CsvParser::Step::cut_off:
        out.cut_off_line = parser.line();
        return out;
      case CsvParser::Step::row_too_long:
        ADD_FAILURE() << "row too long";
        return out;
      case CsvParser::Step::end:
        return out;
    }
  }
}

rc::Gen<std::string> hostile_text() {
  // All characters with a meaning, more frequent than in real files, and some ordinary ones.
  return rc::gen::container<std::string>(
      rc::gen::element('"', '"', ',', '\n', '\n', '\r', '\0', ' ', '\t', 'a', 'b', ';', '\''));
}

RC_GTEST_PROP(CsvParser, agrees_with_the_naive_twin_on_hostile_text_however_it_is_cut_into_chunks, ()) {
  const auto text = *hostile_text();
  const auto chunks =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 9)));
  const Dialect dialect{*rc::gen::element(',', ';', '\t', '\0'), *rc::gen::element('"', '\'', '\0')};
  RC_PRE(dialect.delimiter != dialect.quote || dialect.quote == '\0');
  RC_ASSERT(parse(text, dialect, chunks) == naive_parse(text, dialect));
}

RC_GTEST_PROP(CsvParser, agrees_with_the_naive_twin_on_texts_that_are_longer_than_blocks_and_windows, ()) {
  const auto seeds = *rc::gen::container<std::vector<std::string>>(5, hostile_text());
  std::string text;
  const auto repeats = *rc::gen::inRange<std::size_t>(1, 4000);
  for (std::size_t i = 0; i < repeats; ++i) text += seeds[(i * i) % seeds.size()] + (i % 3 == 0 ? "\n" : "xyz,");
  const Dialect dialect{',', '"'};
  const auto chunk = *rc::gen::element<std::size_t>(63, 64, 65, 1000, 32768, 100'000);
  RC_ASSERT(parse(text, dialect, {chunk}) == naive_parse(text, dialect));
}

TEST(CsvParser, every_cut_of_a_small_text_into_three_chunks_gives_the_same_rows) {
  const std::string text =
      "a,\"b\r\n\"\"x\"\"\",c\r\n\n\"\",\"\"\"\",\r\n 1 ,\t2\t,\" 3 \"\nx\"y\"z,z,w\n\"q\"r,s,t\nlast,\"one\",\"\n\"";
  const auto expected = naive_parse(text, {});
  ASSERT_EQ(expected.rows.size(), 7U);
  EXPECT_EQ(expected.rows[0].values, (std::vector<std::string>{"a", "b\r\n\"x\"", "c"}));
  EXPECT_EQ(expected.rows[2].values, (std::vector<std::string>{"", "\"", ""}));
  EXPECT_EQ(expected.rows[3].values, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_TRUE(expected.rows[4].stray_quote);
  EXPECT_TRUE(expected.rows[5].stray_quote);
  EXPECT_EQ(expected.rows[6].line, 8U);
  for (std::size_t first = 1; first < text.size(); ++first)
    for (std::size_t second = 1; second <= text.size() - first; ++second)
      ASSERT_EQ(parse(text, {}, {first, second, text.size()}), expected) << first << " " << second;
}

TEST(CsvParser, a_text_that_ends_inside_quotes_names_the_line_on_which_its_row_begins) {
  EXPECT_EQ(parse("a,b\nc,\"d\ne,f\ng", {}, {4}).cut_off_line, 2U);
  EXPECT_EQ(parse("a,b\nc,\"d\ne,f\ng", {',', '\0'}, {4}).cut_off_line, std::nullopt);
}

TEST(CsvParser, a_lone_carriage_return_is_data) {
  EXPECT_EQ(parse("a\rb,c\r\r\nd", {}, {100}).rows[0].values, (std::vector<std::string>{"a\rb", "c\r"}));
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
  EXPECT_EQ(defect_of("a, \"b\""), Defect::stray_quote);
  EXPECT_EQ(defect_of("a,\"b\" "), Defect::stray_quote);
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
  const auto parsed = parse(text, {}, {16 << 10});
  ASSERT_EQ(parsed.rows.size(), 2U);
  EXPECT_EQ(parsed.rows[0].values[1], big);
  EXPECT_EQ(parsed.rows[1].values[1], big);
}

TEST(CsvParser, a_row_beyond_the_limit_stops_the_parser_before_it_is_read_whole) {
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    CsvParser parser({}, {1000, 100}, 0, 1);
    const std::string text = "a,b\n\"" + std::string(500, 'x');
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

RC_GTEST_PROP(CsvScan, counts_agree_with_counting, ()) {
  const auto text = *hostile_text();
  const auto counts = count_quotes_and_line_feeds(text, '"');
  RC_ASSERT(counts.num_quotes == static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '"')));
  RC_ASSERT(counts.num_line_feeds == static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
  RC_ASSERT(count_quotes_and_line_feeds(text, '\0').num_quotes == 0U);
}

}  // namespace
}  // namespace onefold::csv
