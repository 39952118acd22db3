#include "bytes/detect_encoding.hpp"

#include <gtest/gtest.h>

#include "support/encoded.hpp"

namespace onefold::bytes {
namespace {

const std::string kWesternText =
    "id;name;city\n1;Grün;Köln\n2;Hélène Bréchet;Orléans\n3;Weiß;Gießen\n4;Søren;Ålborg\n5;Muñiz;Málaga\n";

std::string detected(std::string_view bytes) { return detect_encoding(bytes, true).encoding; }

TEST(DetectEncoding, marks_and_zero_bytes_decide) {
  EXPECT_EQ(detected("id,name\n1,a\n"), "UTF-8");
  EXPECT_EQ(detected(kWesternText), "UTF-8");
  EXPECT_EQ(detected("\xEF\xBB\xBF" + kWesternText), "UTF-8");
  for (const bool big : {false, true}) {
    const std::string name = big ? "UTF-16BE" : "UTF-16LE";
    EXPECT_EQ(detected(test::as_utf16("\uFEFF" + kWesternText, big)), name);
    EXPECT_EQ(detected(test::as_utf16(kWesternText, big)), name) << "without a mark";
    EXPECT_EQ(detected(test::as_utf16("号,名\n1,王小明\n2,李\n3,张\n", big)), name);
  }
  EXPECT_EQ(detected(test::as_utf32_little("\uFEFF" + kWesternText)), "UTF-32LE");
  EXPECT_EQ(detected(test::as_utf32_little(kWesternText)), "UTF-32LE");
  EXPECT_EQ(detected(std::string("id,name\n1,a\0b\n2,long enough to be a text\n", 41)), "UTF-8") << "a stray zero byte";
}

TEST(DetectEncoding, a_character_that_the_sample_cuts_is_no_reason_to_doubt) {
  const std::string text = "id,name\n1,Gr\xC3";
  EXPECT_EQ(detect_encoding(text, false).encoding, "UTF-8");
  EXPECT_NE(detect_encoding(text + "\n", true).encoding, "UTF-8") << "here the character ends";
}

TEST(DetectEncoding, western_texts_are_windows_1252_and_not_its_subset) {
  EXPECT_EQ(detected(test::as_latin1(kWesternText)), "windows-1252");
  EXPECT_EQ(detected(test::as_latin1("id,name\n1,Ren\u00E9\n")), "windows-1252");
}

TEST(DetectEncoding, code_pages_of_other_systems_and_languages_are_told_apart) {
  EXPECT_EQ(detected("id;name\n1;M\x81ller\n2;Sch\x84"
                     "fer\n3;K\x94nig\n"),
            "IBM850");
  EXPECT_EQ(detected("id;name\n1;M\x9Fller\n2;Sch\x8A"
                     "fer\n3;K\x9Anig\n"),
            "macintosh");
  EXPECT_EQ(detected("id;name\n1;Wi\x9Cniewski\n2;Kami\xF1ski\n3;\xA3\xF3"
                     "d\x9F\n4;Micha\xB3\n"),
            "windows-1250");
  EXPECT_EQ(detected("id;name\n1;Y\xFDlmaz\n2;Ay\xFE"
                     "e\n3;O\xF0uz\n4;\xDE"
                     "ahin\n"),
            "windows-1254");
  EXPECT_EQ(detected("id;name\n1;\xC8\xE2\xE0\xED\xEE\xE2 \xC8\xE2\xE0\xED\n2;\xCF\xE5\xF2\xF0\xEE\xE2\xE0 "
                     "\xC0\xED\xED\xE0\n3;\xD1\xE8\xE4\xEE\xF0\xEE\xE2 \xCF\xE5\xF2\xF0\n"),
            "windows-1251");
  EXPECT_EQ(detected("id,name\n1,\x8E\x52\x93\x63\x91\xBE\x98\x59\n2,\x97\xE9\x96\xD8\x89\xD4\x8E\x71\n3,"
                     "\x82\xB3\x82\xC6\x82\xA4\n"),
            "Shift_JIS");
}

TEST(DetectEncoding, a_mark_that_lies_is_found) {
  const auto ascii = detect_encoding("\xFF\xFEid,name\n1,miller\n2,smith\n", true);
  EXPECT_TRUE(ascii.mark_lies);
  EXPECT_EQ(ascii.encoding, "UTF-8");
  const auto other_order = detect_encoding("\xFF\xFE" + test::as_utf16(kWesternText, true), true);
  EXPECT_TRUE(other_order.mark_lies);
  EXPECT_EQ(other_order.encoding, "UTF-16BE");
  const auto latin = detect_encoding("\xEF\xBB\xBF" + test::as_latin1(kWesternText), true);
  EXPECT_TRUE(latin.mark_lies);
  EXPECT_EQ(latin.encoding, "windows-1252");
  EXPECT_FALSE(detect_encoding("\xFF\xFE" + test::as_utf16(kWesternText, false), true).mark_lies);
}

TEST(Utf8Census, lines_are_counted_however_they_are_cut) {
  const std::string text = "id\n1,a\n2,\xC3\xA4\n3,\xE4\n4,\xC3\xB6\n5,\xF6";
  for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
    Utf8Census census;
    for (std::size_t i = 0; i < text.size(); i += piece) census.add(std::string_view(text).substr(i, piece));
    census.finish();
    EXPECT_EQ(census.num_lines_utf8(), 2U);
    EXPECT_EQ(census.num_lines_other(), 2U);
    EXPECT_EQ(census.first_line_other(), 4U);
    EXPECT_FALSE(census.is_utf8());
    EXPECT_TRUE(census.is_mixed());
  }
}

}  // namespace
}  // namespace onefold::bytes
