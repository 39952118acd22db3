#include "similarity/utf8.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/similarity.hpp"

namespace onefold::similarity {
namespace {

TEST(Utf8, well_formed_text_decodes_to_its_code_points) {
  const std::u32string text = U"a\u007F\u0080é\u07FF\u0800李\uFFFF\U00010000\U0001F600\U0010FFFF";
  EXPECT_EQ(decode(reference::encode(text)), text);
  EXPECT_EQ(count_code_points(reference::encode(text)), text.size());
}

TEST(Utf8, each_malformed_byte_is_one_code_point_of_its_own) {
  EXPECT_EQ(decode("\x80"), (std::u32string{0xDC80}));
  EXPECT_EQ(decode("a\xC3"), (std::u32string{U'a', 0xDCC3}));                   // cut off
  EXPECT_EQ(decode("\xC0\xAF"), (std::u32string{0xDCC0, 0xDCAF}));              // overlong
  EXPECT_EQ(decode("\xE0\x80\xAF"), (std::u32string{0xDCE0, 0xDC80, 0xDCAF}));  // overlong
  EXPECT_EQ(decode("\xED\xA0\x80"), (std::u32string{0xDCED, 0xDCA0, 0xDC80}));  // a surrogate
  EXPECT_EQ(decode("\xF4\x90\x80\x80").size(), 4u);                             // above Unicode
  EXPECT_EQ(decode("\xFF").size(), 1u);
}

TEST(Utf8, prefix_and_suffix_count_code_points) {
  EXPECT_EQ(prefix("éab", 2), "éa");
  EXPECT_EQ(suffix("abé", 2), "bé");
  EXPECT_EQ(prefix("ab", 5), "ab");
  EXPECT_EQ(suffix("ab", 5), "ab");
  EXPECT_EQ(prefix("ab", 0), "");
  EXPECT_EQ(suffix("é", 0), "");
  EXPECT_EQ(suffix("", 3), "");
}

TEST(Utf8, ascii_is_recognised_at_every_position) {
  for (std::size_t length = 0; length < 40; ++length) {
    std::string text(length, 'a');
    EXPECT_TRUE(is_ascii(text));
    for (std::size_t i = 0; i < length; ++i) {
      text[i] = '\x80';
      EXPECT_FALSE(is_ascii(text));
      text[i] = '\x7F';
    }
  }
}

RC_GTEST_PROP(Utf8, different_bytes_decode_differently, (const std::string& left, const std::string& right)) {
  RC_ASSERT((decode(left) == decode(right)) == (left == right));
}

RC_GTEST_PROP(Utf8, prefix_and_suffix_cut_any_bytes_in_two, (const std::string& text)) {
  const std::size_t count = count_code_points(text);
  RC_ASSERT(count == decode(text).size());
  const std::size_t n = *rc::gen::inRange<std::size_t>(0, count + 1);
  RC_ASSERT(std::string(prefix(text, n)) + std::string(suffix(text, count - n)) == text);
  const CodePoints code_points(text);
  RC_ASSERT(std::u32string(code_points.span().begin(), code_points.span().end()) == decode(text));
}

}  // namespace
}  // namespace onefold::similarity
