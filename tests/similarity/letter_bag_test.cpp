#include "similarity/letter_bag.hpp"

#include <gtest/gtest.h>

#include "onefold/similarity/jaro_winkler.hpp"
#include "reference/similarity.hpp"
#include "similarity/string_pairs.hpp"

namespace onefold::similarity {
namespace {

TEST(BagSieve, never_rejects_a_pair_that_reaches_the_threshold) {
  auto pairs = test::string_pairs(21, 6, test::kHostileLengths);
  test::Random random(22);
  for (int i = 0; i < 5'000; ++i) {
    const auto left = test::random_text(random, 1 + random.below(30), U"abcdefghijklmnopqrstuvwxyz.019é");
    pairs.emplace_back(left, test::edited(random, left, 8, U"aeiou.19"));
  }
  for (const std::uint32_t least : {0u, 1u, 5'000u, 7'000u, 8'800u, 9'500u, 10'000u, 10'001u}) {
    const BagSieve sieve(least);
    for (const auto& [left, right] : pairs) {
      const std::string a = reference::encode(left), b = reference::encode(right);
      if (!jaro_winkler_at_least(jaro_match(a, b), least)) continue;
      ASSERT_TRUE(sieve.may_reach(letter_bag(a), letter_bag(b))) << a << " " << b << " " << least;
    }
  }
}

TEST(BagSieve, rejects_most_pairs_of_different_texts) {
  test::Random random(23);
  const BagSieve sieve(8'800);
  int turned_away = 0;
  for (int i = 0; i < 1'000; ++i) {
    const auto text = [&] {
      return reference::encode(test::random_text(random, 17 + random.below(8), U"abcdefghijklmnoprstuvwy.019"));
    };
    const std::string left = text(), right = text();
    turned_away += sieve.may_reach(letter_bag(left), letter_bag(right)) ? 0 : 1;
  }
  EXPECT_GT(turned_away, 900);
}

TEST(LetterBag, texts_without_characters_or_with_too_many_have_none) {
  EXPECT_EQ(letter_bag(""), 0u);
  EXPECT_EQ(letter_bag(std::string(65, 'a')), 0u);
  EXPECT_NE(letter_bag(std::string(64, 'a')), 0u);
  // Characters are counted, not bytes.
  EXPECT_NE(letter_bag("éééééééééééééééééééééééééééééééééééé"), 0u);
}

}  // namespace
}  // namespace onefold::similarity
