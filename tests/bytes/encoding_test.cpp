#include "bytes/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "bytes/detect_encoding.hpp"
#include "bytes/utf8.hpp"
#include "support/byte_pieces.hpp"
#include "support/encoded.hpp"

namespace onefold::bytes {
namespace {

std::string decoded_text(const std::string& bytes, const std::string& encoding, std::size_t piece = 1 << 16,
                         std::size_t target = 1 << 16) {
  const auto source = decoded(std::make_unique<test::BytePieces>(bytes, piece), encoding);
  std::string out;
  std::vector<char> buffer(target);
  while (const std::size_t got = source->read(buffer)) out.append(buffer.data(), got);
  return out;
}

const std::string kText = "id;name\r\n1;Müller-Łódź\r\n2;山田 😀\n";

TEST(Decoding, text_is_cut_as_it_is_stored_only_where_no_other_character_holds_the_bytes_of_structure) {
  EXPECT_EQ(decoding_of("utf8", ","), Decoding::none);
  EXPECT_EQ(decoding_of("windows-1252", ";\"\\"), Decoding::values);
  EXPECT_EQ(decoding_of("latin1", "|"), Decoding::values);
  EXPECT_EQ(decoding_of("windows-1252", "\xC2\xA7"), Decoding::stream) << "the delimiter is not ASCII";
  EXPECT_EQ(decoding_of("GB18030", ",\""), Decoding::values);
  EXPECT_EQ(decoding_of("GB18030", "|"), Decoding::stream) << "the second byte of a character may be |";
  EXPECT_EQ(decoding_of("Shift_JIS", "\\"), Decoding::stream);
  for (const char* encoding : {"UTF-16", "UTF-16LE", "UTF-32BE", "IBM1047", "ISO-2022-JP", "UTF-7"})
    EXPECT_EQ(decoding_of(encoding, ","), Decoding::stream) << encoding;
}

TEST(Decoding, names_are_the_usual_ones) {
  EXPECT_EQ(usual_name("cp1252"), "windows-1252");
  EXPECT_EQ(usual_name("latin1"), "ISO-8859-1");
  EXPECT_EQ(usual_name("utf8"), "UTF-8");
}

TEST(Decoding, values_in_ascii_are_not_copied_and_others_become_utf8) {
  ValueDecoder decoder("windows-1252");
  const std::string ascii = "Miller";
  EXPECT_EQ(decoder.decode(ascii)->data(), ascii.data());
  EXPECT_EQ(decoder.decode("M\xFCller \x80"), "Müller €");
  EXPECT_EQ(decoder.decode("x\x81y"), std::nullopt) << "the code page has no character there";
  ValueDecoder japanese("Shift_JIS");
  EXPECT_EQ(japanese.decode("\x8E\x52\x93\x63"), "山田");
  EXPECT_EQ(japanese.decode("\x8E"), std::nullopt) << "cut off within a character";
  EXPECT_EQ(ValueDecoder("ISO-8859-1").decode("Zo\xEB\x92s"), std::nullopt) << "a control character is no text";
  EXPECT_EQ(ValueDecoder("US-ASCII").decode("Zo\xEB"), std::nullopt);
}

TEST(Decoding, a_stream_is_the_same_however_it_is_cut) {
  for (const bool big : {false, true}) {
    const std::string name = big ? "UTF-16BE" : "UTF-16LE";
    for (const std::size_t piece : {1U, 2U, 3U, 5U, 1000U})
      for (const std::size_t target : {1U, 7U, 1000U}) {
        EXPECT_EQ(decoded_text(test::as_utf16(kText, big), name, piece, target), kText) << name << ' ' << piece;
        EXPECT_EQ(decoded_text(test::as_utf16("\uFEFF" + kText, big), name, piece, target), kText);
      }
  }
}

TEST(Decoding, a_lone_surrogate_spoils_its_own_row_only) {
  const std::string wide = test::as_utf16("1;a\n2;b", false) + std::string("\x00\xD8", 2) +
                           test::as_utf16("c\n3;d", false) + std::string("\x00\xDC", 2) +
                           test::as_utf16("\n4;e\n", false);
  for (const std::size_t piece : {1U, 2U, 3U, 1000U})
    EXPECT_EQ(decoded_text(wide, "UTF-16LE", piece),
              "1;a\n2;b\xFF"
              "c\n3;d\xFF\n4;e\n")
        << piece;
  EXPECT_EQ(decoded_text(test::as_utf16("1;a\n", false) + "x", "UTF-16LE"), "1;a\n\xFF")
      << "half a character at the end";
}

TEST(Decoding, line_ends_of_hosts_become_line_feeds) {
  EXPECT_EQ(decoded_text("\xC1\x6B\xF1\x15\xC2\x6B\xF2\x15", "IBM1047"), "A,1\nB,2\n");
}

TEST(Utf8, the_longest_valid_beginning_is_found) {
  EXPECT_EQ(length_of_utf8("abcdefghijäü"), 14U);
  EXPECT_EQ(length_of_utf8("abcdefghij\xE4z"), 10U);
  EXPECT_EQ(length_of_utf8("a\xED\xA0\x80"), 1U) << "a surrogate";
  EXPECT_EQ(length_of_utf8("a\xC0\x80"), 1U) << "an overlong form";
  EXPECT_TRUE(is_utf8(""));
  EXPECT_FALSE(is_ascii("abcdefghijklmnop\xE4"));
}

}  // namespace
}  // namespace onefold::bytes
