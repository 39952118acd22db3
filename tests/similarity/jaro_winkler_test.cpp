#include "onefold/similarity/jaro_winkler.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "reference/similarity.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

void expect_jaro_like_reference(const std::u32string& left, const std::u32string& right) {
  const JaroMatch match = jaro_match(reference::encode(left), reference::encode(right));
  const auto expected = reference::jaro_counts(left, right);
  ASSERT_EQ(match.length_left, left.size());
  ASSERT_EQ(match.length_right, right.size());
  ASSERT_EQ(match.matches, expected.matches) << left.size() << " " << right.size();
  ASSERT_EQ(match.transpositions, expected.transpositions) << left.size() << " " << right.size();
  ASSERT_EQ(match.prefix, expected.prefix);
  ASSERT_NEAR(jaro_winkler(match), static_cast<double>(reference::jaro_winkler(left, right)), 1e-14);
}

TEST(JaroWinkler, published_pairs_have_their_published_similarity) {
  EXPECT_NEAR(jaro_winkler("martha", "marhta"), 0.9611, 5e-5);
  EXPECT_NEAR(jaro_winkler("dwayne", "duane"), 0.8400, 5e-5);
  EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), 0.8133, 5e-5);
  EXPECT_NEAR(jaro_winkler("jones", "johnson"), 0.8324, 5e-5);
  EXPECT_NEAR(jaro_winkler("abroms", "abrams"), 0.9222, 5e-5);
  EXPECT_NEAR(jaro_winkler("massey", "massie"), 0.9333, 5e-5);
  EXPECT_EQ(jaro_winkler("smith", "smith"), 1);
  EXPECT_EQ(jaro_winkler("abc", "xyz"), 0);
}

TEST(JaroWinkler, counts_of_a_known_pair_are_those_of_the_definition) {
  EXPECT_EQ(jaro_match("martha", "marhta"), (JaroMatch{6, 6, 6, 1, 3}));
  EXPECT_EQ(jaro_match("dixon", "dicksonx"), (JaroMatch{5, 8, 4, 0, 2}));
}

TEST(JaroWinkler, two_empty_strings_are_equal_and_one_empty_string_is_like_nothing) {
  EXPECT_EQ(jaro_winkler("", ""), 1);
  EXPECT_TRUE(jaro_winkler_at_least(jaro_match("", ""), 10'000));
  EXPECT_FALSE(jaro_winkler_at_least(jaro_match("", ""), 10'001));
  EXPECT_EQ(jaro_winkler("", "a"), 0);
  EXPECT_FALSE(jaro_winkler_at_least(jaro_match("a", ""), 1));
  EXPECT_TRUE(jaro_winkler_at_least(jaro_match("a", ""), 0));
}

TEST(JaroWinkler, a_jaro_of_exactly_seven_tenths_gets_no_bonus_for_its_prefix) {
  for (const auto& [left, right] : {std::pair("patel", "parker"), std::pair("hughes", "homes")}) {
    const JaroMatch match = jaro_match(left, right);
    EXPECT_GT(match.prefix, 0u);
    EXPECT_TRUE(jaro_winkler_at_least(match, 7'000));
    EXPECT_FALSE(jaro_winkler_at_least(match, 7'001));
    EXPECT_EQ(jaro_winkler(match), 0.7);
  }
}

TEST(JaroWinkler, a_similarity_that_equals_the_threshold_reaches_it) {
  // Jaro (1 + 1 + 5/6) / 3 = 17/18 with prefix 1 is 17/18 + 1/180 = 0.95 exactly.
  const JaroMatch match = jaro_match("abdcef", "acdbef");
  EXPECT_EQ(match, (JaroMatch{6, 6, 6, 1, 1}));
  EXPECT_TRUE(jaro_winkler_at_least(match, 9'500));
  EXPECT_FALSE(jaro_winkler_at_least(match, 9'501));
}

TEST(JaroWinkler, short_strings_of_all_kinds_match_the_textbook) {
  for (const auto& [left, right] : test::string_pairs(1, 12, test::kHostileLengths))
    ASSERT_NO_FATAL_FAILURE(expect_jaro_like_reference(left, right));
}

TEST(JaroWinkler, long_strings_match_the_textbook) {
  for (const auto& [left, right] : test::string_pairs(2, 2, {1, 64, 65, 300, 1000}))
    ASSERT_NO_FATAL_FAILURE(expect_jaro_like_reference(left, right));
}

TEST(JaroWinkler, thresholds_are_decided_like_the_fraction_in_wide_integers) {
  for (const auto& [left, right] : test::string_pairs(3, 2, test::kHostileLengths)) {
    const JaroMatch match = jaro_match(reference::encode(left), reference::encode(right));
    if (match.matches == 0) continue;
    const long double similarity = reference::jaro_winkler(left, right) * 10'000;
    // Floating point may decide only if the similarity is not close to the threshold.
    const auto near = static_cast<std::uint32_t>(std::llround(similarity));
    for (const std::uint32_t threshold : {near - 1, near + 1, 1u, 7'000u, 9'200u, 10'000u}) {
      if (std::fabs(similarity - threshold) < 1e-6L) continue;
      ASSERT_EQ(jaro_winkler_at_least(match, threshold), similarity > threshold) << threshold;
    }
    const detail::JaroWinklerRatio<detail::Wide> wide(match);
    for (std::uint32_t threshold = 0; threshold <= 10'000; threshold += 50)
      ASSERT_EQ(jaro_winkler_at_least(match, threshold), wide.at_least(threshold)) << threshold;
  }
}

TEST(JaroWinkler, a_match_for_a_lowest_threshold_decides_like_the_full_one) {
  for (const auto& [left, right] : test::string_pairs(7, 2, test::kHostileLengths)) {
    const std::string a = reference::encode(left);
    const std::string b = reference::encode(right);
    const JaroMatch full = jaro_match(a, b);
    for (const std::uint32_t least : {0u, 5'000u, 7'000u, 8'800u, 9'200u, 10'000u}) {
      const JaroMatch match = jaro_match(a, b, least);
      ASSERT_EQ(match.matches, full.matches);
      for (const std::uint32_t threshold : {least, least + 100, 9'500u, 10'000u}) {
        if (threshold < least) continue;
        ASSERT_EQ(jaro_winkler_at_least(match, threshold), jaro_winkler_at_least(full, threshold)) << least;
      }
    }
  }
}

TEST(JaroWinkler, counts_of_very_long_strings_do_not_overflow) {
  for (const std::uint32_t length : {10'000u, 60'000u, 60'001u, 4'000'000'000u}) {
    const JaroMatch equal{length, length, length, 0, 4};
    EXPECT_TRUE(jaro_winkler_at_least(equal, 10'000)) << length;
    EXPECT_FALSE(jaro_winkler_at_least(equal, 10'001)) << length;
    // m = a, b = 2a, t = a/2: (1 + 1/2 + 1/2) / 3 = 2/3, no bonus.
    const JaroMatch half{length / 2, length / 2 * 2, length / 2, length / 4, 4};
    EXPECT_TRUE(jaro_winkler_at_least(half, 6'666)) << length;
    EXPECT_FALSE(jaro_winkler_at_least(half, 6'668)) << length;
  }
  const std::string letters(10'000, 'x');
  EXPECT_EQ(jaro_winkler(letters, letters), 1);
}

TEST(JaroWinkler, malformed_bytes_count_as_characters_of_their_own) {
  EXPECT_EQ(jaro_match("\xFF"
                       "abc",
                       "\xFF"
                       "abc"),
            (JaroMatch{4, 4, 4, 0, 4}));
  EXPECT_EQ(jaro_match("\xFF", "\xFE").matches, 0u);
}

RC_GTEST_PROP(JaroWinkler, is_symmetric_for_all_bytes, (const std::string& left, const std::string& right)) {
  JaroMatch exchanged = jaro_match(right, left);
  std::swap(exchanged.length_left, exchanged.length_right);
  RC_ASSERT(jaro_match(left, right) == exchanged);
}

RC_GTEST_PROP(JaroWinkler, equal_strings_and_only_they_reach_one, (const std::string& left, const std::string& right)) {
  RC_ASSERT(jaro_winkler_at_least(jaro_match(left, left), 10'000));
  if (left != right) RC_ASSERT(!jaro_winkler_at_least(jaro_match(left, right), 10'000));
}

RC_GTEST_PROP(JaroWinkler, few_letters_match_the_textbook, ()) {
  const auto letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc")));
  const std::string left = *letters;
  const std::string right = *letters;
  const auto expected = reference::jaro_counts(decode(left), decode(right));
  const JaroMatch match = jaro_match(left, right);
  RC_ASSERT(match.matches == expected.matches);
  RC_ASSERT(match.transpositions == expected.transpositions);
}

}  // namespace
}  // namespace onefold::similarity
