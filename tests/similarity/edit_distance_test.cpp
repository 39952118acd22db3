#include "onefold/similarity/edit_distance.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/similarity.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

void expect_like_reference(const std::u32string& left, const std::u32string& right) {
  const std::string a = reference::encode(left);
  const std::string b = reference::encode(right);
  const std::uint32_t edits = reference::levenshtein(left, right);
  const std::uint32_t aligned = reference::damerau_levenshtein(left, right);
  ASSERT_EQ(levenshtein(a, b), edits) << left.size() << " " << right.size();
  ASSERT_EQ(damerau_levenshtein(a, b), aligned) << left.size() << " " << right.size();
  for (const std::uint32_t bound : {0u, 1u, 2u, 3u, 5u, 20u, 63u, 64u, 65u, 1000u, edits, aligned, edits + 1}) {
    ASSERT_EQ(levenshtein_up_to(a, b, bound), std::min(edits, bound + 1)) << bound;
    ASSERT_EQ(damerau_levenshtein_up_to(a, b, bound), std::min(aligned, bound + 1)) << bound;
    ASSERT_EQ(levenshtein_at_most(a, b, bound), edits <= bound) << bound;
    ASSERT_EQ(damerau_levenshtein_at_most(a, b, bound), aligned <= bound) << bound;
  }
}

TEST(EditDistance, known_pairs_have_their_known_distance) {
  EXPECT_EQ(levenshtein("kitten", "sitting"), 3u);
  EXPECT_EQ(levenshtein("saturday", "sunday"), 3u);
  EXPECT_EQ(levenshtein("", "abc"), 3u);
  EXPECT_EQ(levenshtein("", ""), 0u);
  EXPECT_EQ(levenshtein("ab", "ba"), 2u);
  EXPECT_EQ(damerau_levenshtein("ab", "ba"), 1u);
  EXPECT_EQ(damerau_levenshtein("1985-03-12", "1985-03-21"), 1u);
}

TEST(EditDistance, no_part_is_edited_twice) {
  // An exchange followed by an insertion inside it would be two edits; an alignment needs three.
  EXPECT_EQ(damerau_levenshtein("ca", "abc"), 3u);
}

TEST(EditDistance, an_accented_letter_is_one_character) {
  EXPECT_EQ(levenshtein("rené", "rene"), 1u);
  EXPECT_EQ(damerau_levenshtein("éa", "aé"), 1u);
  // Two letters that share their first byte.
  EXPECT_TRUE(levenshtein_at_most("\u0416", "\u0417", 1));
}

TEST(EditDistance, short_strings_of_all_kinds_match_the_textbook) {
  for (const auto& [left, right] : test::string_pairs(4, 2, test::kHostileLengths))
    ASSERT_NO_FATAL_FAILURE(expect_like_reference(left, right));
}

TEST(EditDistance, long_strings_match_the_textbook) {
  for (const auto& [left, right] : test::string_pairs(5, 1, {1, 64, 65, 200, 1000}))
    ASSERT_NO_FATAL_FAILURE(expect_like_reference(left, right));
}

TEST(EditDistance, long_strings_that_differ_at_both_ends_match_the_textbook) {
  test::Random random(6);
  for (int repeat = 0; repeat < 200; ++repeat) {
    const auto& alphabet = test::alphabets()[static_cast<std::size_t>(repeat) % 4];
    std::u32string left = test::random_text(random, 60 + random.below(80), alphabet);
    std::u32string right = test::edited(random, left, 8, alphabet);
    left.front() = left.back() = U'x';
    right.front() = right.back() = U'y';
    ASSERT_NO_FATAL_FAILURE(expect_like_reference(left, right));
  }
}

TEST(EditDistance, patterns_of_very_many_different_characters_are_compared_without_masks) {
  std::u32string left;
  for (char32_t c = 0; c < 20'000; ++c) left.push_back(0x4E00 + c);
  std::u32string right = left;
  right.insert(right.begin(), U'x');
  right.erase(right.begin() + 10'000);
  right.push_back(U'y');
  left.push_back(U'z');
  EXPECT_EQ(levenshtein_up_to(reference::encode(left), reference::encode(right), 200), 3u);
  EXPECT_EQ(damerau_levenshtein_up_to(reference::encode(left), reference::encode(right), 200), 3u);
}

RC_GTEST_PROP(EditDistance, both_distances_are_symmetric, (const std::string& left, const std::string& right)) {
  RC_ASSERT(levenshtein(left, right) == levenshtein(right, left));
  RC_ASSERT(damerau_levenshtein(left, right) == damerau_levenshtein(right, left));
}

RC_GTEST_PROP(EditDistance, only_equal_strings_have_no_distance, (const std::string& left, const std::string& right)) {
  RC_ASSERT(levenshtein(left, left) == 0u);
  RC_ASSERT((damerau_levenshtein(left, right) == 0) == (left == right));
}

RC_GTEST_PROP(EditDistance, few_letters_match_the_textbook, ()) {
  const auto letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc")));
  const std::string left = *letters;
  const std::string right = *letters;
  RC_ASSERT(levenshtein(left, right) == reference::levenshtein(decode(left), decode(right)));
  RC_ASSERT(damerau_levenshtein(left, right) == reference::damerau_levenshtein(decode(left), decode(right)));
}

RC_GTEST_PROP(EditDistance, the_bounded_form_agrees, (const std::string& left, const std::string& right)) {
  const std::uint32_t bound = *rc::gen::inRange(0u, 40u);
  RC_ASSERT(levenshtein_up_to(left, right, bound) == std::min(levenshtein(left, right), bound + 1));
  RC_ASSERT(damerau_levenshtein_up_to(left, right, bound) == std::min(damerau_levenshtein(left, right), bound + 1));
}

}  // namespace
}  // namespace onefold::similarity
