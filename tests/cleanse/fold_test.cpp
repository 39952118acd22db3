#include "cleanse/fold.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "cleanse/support.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

using test::Random;

std::string folded(std::string_view raw) {
  std::string text;
  fold(raw, text);
  return text;
}

TEST(Fold, letters_lose_case_and_marks_and_scripts_stay) {
  const std::vector<test::Case> cases = {
      {"John SMITH", "john smith"},
      {"Zo\xc3\xab M\xc3\xbcller", "zoe muller"},        // ë ü
      {"STRA\xc3\x9f\x45", "strasse"},                   // ß
      {"S\xc3\xb8ren \xc3\x86r\xc3\xb8", "soren aero"},  // ø Æ
      {"\xc5\x81\xc3\xb3\x64\xc5\xba", "lodz"},          // Łódź
      {"\xc4\x90or\xc4\x91\x65vi\xc4\x87", "dordevic"},  // Đorđević
      {"\xc3\x9e\xc3\xb3r", "thor"},                     // Þór
      {"\xc4\xb0stanbul \xc4\xb1", "istanbul i"},        // İ ı
      {"e\xcc\x81", "e"},                                // e and a combining acute
      {"\xef\xbc\xaa\xef\xbd\x8f", "jo"},                // full-width letters
      {"\xef\xac\x81nn", "finn"},                        // the ligature fi
      {"\xd9\xa3\xe0\xa5\xaa", "34"},                    // an Arabic and a Devanagari digit
      {"O\xe2\x80\x99\x42rien O\xc2\xb4\x42rien O`B", "o'brien o'brien o'b"},
      {"a\xe2\x80\x93\x62\xe2\x88\x92\x31", "a-b-1"},                            // en dash, minus
      {"a\xc2\xa0\x62\xe3\x80\x80\x63", "a b c"},                                // no-break and ideographic space
      {"a\xe2\x80\x8b\x62\xef\xbb\xbf", "ab"},                                   // zero-width space, byte-order mark
      {"\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x83"},  // Greek
      {"\xd0\x99\xd0\xbe", "\xd0\xb8\xd0\xbe"},                                  // Йо: the breve is removed
      {"\xed\x95\x9c\xea\xb5\xad", "\xed\x95\x9c\xea\xb5\xad"},                  // Hangul stays composed
      {"\xe0\xa4\xb0\xe0\xa4\xbf", "\xe0\xa4\xb0\xe0\xa4\xbf"},                  // a Devanagari vowel sign stays
      {"\xf0\x9f\x98\x80", " "},                                                 // an emoji
      {"a\tb\nc\x7f", "a b c "},
  };
  for (const auto& [raw, expected] : cases) EXPECT_EQ(folded(raw), expected) << raw;
}

TEST(Fold, bytes_that_are_not_text_become_spaces) {
  EXPECT_EQ(folded(std::string_view("a\0b", 3)), "a b");
  EXPECT_EQ(folded("a\xff\x62"), "a b");
  EXPECT_EQ(folded("a\xc3"), "a ");
  EXPECT_EQ(folded("\xed\xa0\x80x").back(), 'x');  // a surrogate
  EXPECT_EQ(folded(""), "");
}

RC_GTEST_PROP(Fold, the_ascii_path_agrees_with_icu, (const std::string& bytes)) {
  std::string ascii = bytes, by_table, by_icu;
  for (char& c : ascii) c = static_cast<char>(c & 0x7f);
  RC_ASSERT(is_ascii(ascii));
  fold(ascii, by_table);
  fold_unicode(ascii, by_icu);
  RC_ASSERT(by_table == by_icu);
}

TEST(Fold, the_latin_path_agrees_with_icu) {
  Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text, by_table, by_icu;
    for (std::uint64_t n = random.below(12); n > 0; --n)
      test::append_utf8(static_cast<std::uint32_t>(random.below(random.below(2) ? 0x280 : 0x80)), text);
    ASSERT_TRUE(fold_latin(text, by_table));
    fold_unicode(text, by_icu);
    ASSERT_EQ(by_table, by_icu) << ::testing::PrintToString(text);
  }
}

TEST(Fold, each_latin_letter_fits_into_the_table) {
  for (std::uint32_t c = 0x80; c < 0x280; ++c) {
    std::string letter, by_icu;
    test::append_utf8(c, letter);
    fold_unicode(letter, by_icu);
    EXPECT_LE(by_icu.size(), 7U) << c;
    EXPECT_EQ(folded(letter), by_icu) << c;
  }
}

TEST(Fold, the_latin_path_declines_what_it_does_not_know) {
  std::string text;
  for (const std::string_view raw :
       {"\xca\x80", "\xc3", "\xc3x", "\x80", "\xc1\x80", "\xff", "a\xcc\x81", "\xe2\x80\x99"}) {
    EXPECT_FALSE(fold_latin(raw, text)) << raw;
    std::string by_icu;
    fold_unicode(raw, by_icu);
    EXPECT_EQ(folded(raw), by_icu);
  }
}

TEST(Fold, folding_folded_text_changes_nothing) {
  Random random(2);
  for (int i = 0; i < 50'000; ++i) {
    const std::string once = folded(test::random_text(random));
    ASSERT_EQ(folded(once), once);
  }
}

TEST(Fold, is_ascii_looks_at_every_byte) {
  for (std::size_t size = 0; size < 20; ++size) {
    std::string text(size, 'a');
    EXPECT_TRUE(is_ascii(text));
    for (std::size_t i = 0; i < size; ++i) {
      text[i] = '\x80';
      EXPECT_FALSE(is_ascii(text)) << size << " " << i;
      text[i] = 'a';
    }
  }
}

RC_GTEST_PROP(Words, joining_agrees_with_a_naive_twin, (const std::string& bytes)) {
  std::string text = folded(bytes), naive;
  TextBuffer buffer;
  const std::string joined(join_words(text, buffer));
  // Naive: apostrophes out, separators to blanks, then words one by one.
  std::erase(text, '\'');
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (is_word_char(c))
      words.back() += c;
    else
      words.emplace_back();
  }
  for (const std::string& word : words)
    if (!word.empty()) naive += (naive.empty() ? "" : " ") + word;
  RC_ASSERT(joined == naive);
}

}  // namespace
}  // namespace onefold::cleanse
