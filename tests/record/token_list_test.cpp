#include "record/token_list.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "record/hash.hpp"

namespace onefold {
namespace {

std::set<std::string> listed(TokenKind kind, const std::string& value) {
  std::vector<Token> tokens(3);
  list_tokens(kind, value, tokens);
  std::set<std::string> texts;
  std::uint64_t last = 0;
  for (const Token& token : tokens) {
    const std::string text = value.substr(token.begin, token.size);
    EXPECT_EQ(token.hash, hash_bytes(text));
    EXPECT_LT(last, token.hash);
    EXPECT_EQ(value.find(text) <= token.begin, true);
    last = token.hash;
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), tokens.size());
  return texts;
}

using Texts = std::set<std::string>;

TEST(ListTokens, words_are_separated_by_spaces_and_element_separators) {
  EXPECT_EQ(listed(TokenKind::words, ""), Texts{});
  EXPECT_EQ(listed(TokenKind::words, "  "), Texts{});
  EXPECT_EQ(listed(TokenKind::words, "one"), (Texts{"one"}));
  EXPECT_EQ(listed(TokenKind::words, "new york new  york\x1fnew jersey"), (Texts{"new", "york", "jersey"}));
}

TEST(ListTokens, codes_are_words_of_four_characters_with_a_digit) {
  EXPECT_EQ(listed(TokenKind::codes,
                   "sony dsc w120 1080 120 abcd a1b2c3 \xC3\xA9t1 \xC3\xA9t\xC3\xA9"
                   "1"),
            (Texts{"w120", "1080", "a1b2c3",
                   "\xC3\xA9t\xC3\xA9"
                   "1"}));
}

TEST(ListTokens, elements_keep_their_spaces) {
  EXPECT_EQ(listed(TokenKind::elements, "van der berg"), (Texts{"van der berg"}));
  EXPECT_EQ(listed(TokenKind::elements, "de boer\x1fvan der berg"), (Texts{"de boer", "van der berg"}));
}

TEST(TokenWeight, is_the_logarithm_in_fixed_point) {
  for (std::uint64_t x = 3; x < (std::uint64_t{1} << 50); x = x * 7 / 3 + 1)
    EXPECT_NEAR(token_weight(TokenKind::elements, 1, x), std::log2(static_cast<double>(x)) * 1024, 1) << x;
  EXPECT_EQ(token_weight(TokenKind::words, 100, 100), 1024);
  EXPECT_EQ(token_weight(TokenKind::words, 1, 1023), 10 * 1024);
  EXPECT_EQ(token_weight(TokenKind::elements, 100, 100), 0);
  EXPECT_EQ(token_weight(TokenKind::elements, 1, 1024), 10 * 1024);
  EXPECT_EQ(token_weight(TokenKind::elements, 0, 1024), 10 * 1024);
  for (std::uint64_t count = 1; count < 300'000'000; count *= 3)
    EXPECT_NEAR(token_weight(TokenKind::words, count, 300'000'000),
                std::log2(1 + 3e8 / static_cast<double>(count)) * 1024, 1);
}

TEST(TokenWeight, two_bytes_give_it_back) {
  for (const std::uint16_t weight : {0, 1, 255, 256, 1024, 65'535}) {
    char bytes[4] = {};
    append_weight(weight, bytes + 2);
    EXPECT_EQ(weight_at({bytes, 4}, 1), weight);
    EXPECT_EQ(weight_at({bytes, 4}, 0), 0);
  }
}

}  // namespace
}  // namespace onefold
