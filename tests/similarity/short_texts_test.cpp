#include "similarity/short_texts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "onefold/record/error.hpp"
#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "reference/similarity.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

std::vector<Simd> supported() {
  std::vector<Simd> all;
  for (const Simd simd : {Simd::portable, Simd::avx2, Simd::avx512})
    if (is_supported(simd)) all.push_back(simd);
  return all;
}

/// Pairs of rows. Each text is stored once per pair in which it occurs.
template <class Texts>
struct Pairs {
  std::vector<std::string> left_text, right_text;
  Texts texts;
  std::vector<std::uint32_t> left, right;
};

/// Keeps the pairs whose texts fit and are not empty.
template <class Texts>
Pairs<Texts> fitting_pairs(const std::vector<std::pair<std::string, std::string>>& given) {
  Pairs<Texts> pairs;
  pairs.texts.reset(2 * given.size());
  for (std::uint32_t i = 0; i < given.size(); ++i) {
    const std::uint32_t a = 2 * i, b = 2 * i + 1;
    pairs.texts.set(a, given[i].first);
    pairs.texts.set(b, given[i].second);
    if (!pairs.texts.fits(a) || !pairs.texts.fits(b) || given[i].first.empty() || given[i].second.empty()) continue;
    pairs.left_text.push_back(given[i].first);
    pairs.right_text.push_back(given[i].second);
    pairs.left.push_back(a);
    pairs.right.push_back(b);
  }
  return pairs;
}

const std::vector<std::vector<std::uint32_t>> kThresholds = {
    {7'000, 8'800, 9'200}, {0}, {1, 7'001, 10'000, 10'001}, {0, 0, 5'000}, {8'000, 9'500}};

void expect_distances_of_the_textbook(const Pairs<ShortTexts>& pairs) {
  const std::size_t count = pairs.left.size();
  std::vector<std::uint8_t> results(count + 1, 0xEE);
  for (const Edits edits : {Edits::levenshtein, Edits::damerau_levenshtein}) {
    std::vector<std::uint32_t> expected;
    for (std::size_t k = 0; k < count; ++k)
      expected.push_back(reference::edit_distance(decode(pairs.left_text[k]), decode(pairs.right_text[k]),
                                                  edits == Edits::damerau_levenshtein));
    for (const std::uint32_t bound : {0u, 1u, 2u, 3u, 16u})
      for (const Simd simd : supported()) {
        edit_distances(simd, {edits, bound}, pairs.texts, pairs.left, pairs.right, results.data());
        for (std::size_t k = 0; k < count; ++k)
          ASSERT_EQ(results[k], std::min(expected[k], bound + 1))
              << name_of(simd) << " " << pairs.left_text[k] << " " << pairs.right_text[k] << " " << bound;
        ASSERT_EQ(results[count], 0xEE) << "written behind the end";
      }
  }
}

template <class Texts>
void expect_like_the_textbook(const Pairs<Texts>& pairs) {
  const std::size_t count = pairs.left.size();
  std::vector<std::uint8_t> results(count + 1, 0xEE);
  for (const auto& thresholds : kThresholds) {
    std::vector<std::uint8_t> expected;
    for (std::size_t k = 0; k < count; ++k) {
      const std::u32string a = decode(pairs.left_text[k]), b = decode(pairs.right_text[k]);
      const auto counts = reference::jaro_counts(a, b);
      const JaroMatch match{static_cast<std::uint32_t>(a.size()), static_cast<std::uint32_t>(b.size()), counts.matches,
                            counts.transpositions, counts.prefix};
      expected.push_back(static_cast<std::uint8_t>(std::count_if(
          thresholds.begin(), thresholds.end(), [&](auto t) { return jaro_winkler_at_least(match, t); })));
    }
    for (const Simd simd : supported()) {
      jaro_winkler_grades(simd, pairs.texts, pairs.left, pairs.right, thresholds, results.data());
      for (std::size_t k = 0; k < count; ++k)
        ASSERT_EQ(results[k], expected[k]) << name_of(simd) << " " << pairs.left_text[k] << " " << pairs.right_text[k];
      ASSERT_EQ(results[count], 0xEE) << "written behind the end";
    }
  }
  if constexpr (Texts::kMaxLength == ShortTexts::kMaxLength) expect_distances_of_the_textbook(pairs);
}

/// Compares the pairs as short texts if they fit, and as medium texts.
void expect_like_the_textbook(const std::vector<std::pair<std::string, std::string>>& given) {
  const auto short_ones = fitting_pairs<ShortTexts>(given);
  const auto medium_ones = fitting_pairs<MediumTexts>(given);
  ASSERT_GT(short_ones.left.size(), 4'000u);
  ASSERT_GE(medium_ones.left.size(), short_ones.left.size());
  ASSERT_NO_FATAL_FAILURE(expect_like_the_textbook(short_ones));
  ASSERT_NO_FATAL_FAILURE(expect_like_the_textbook(medium_ones));
}

TEST(ShortTexts, hostile_pairs_match_the_textbook_with_all_instructions) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [left, right] :
       test::string_pairs(11, 12, {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 25, 31, 32, 33, 64})) {
    pairs.emplace_back(reference::encode(left), reference::encode(right));
    pairs.emplace_back(reference::encode(right), reference::encode(left));
  }
  expect_like_the_textbook(pairs);
}

TEST(ShortTexts, names_drawn_like_names_match_the_textbook_with_all_instructions) {
  const std::vector<std::string> syllables = {"smi", "th",  "jon", "es", "wil", "li",  "am",  "s",   "son", "pat",
                                              "el",  "par", "ker", "o'", "-",   "mac", "don", "ald", "hug", "hom"};
  test::Random random(12);
  // Smaller numbers are more frequent, as in a list of names by frequency.
  const auto drawn = [&](std::size_t n) { return random.below(random.below(n) + 1); };
  std::vector<std::pair<std::string, std::string>> pairs;
  for (int i = 0; i < 20'000; ++i) {
    std::string left, right;
    for (std::size_t k = random.below(i % 2 == 0 ? 4 : 9) + 1; k > 0; --k) left += syllables[drawn(syllables.size())];
    right = left;
    if (i % 3 != 0) {
      right.clear();
      for (std::size_t k = random.below(i % 2 == 0 ? 4 : 9) + 1; k > 0; --k)
        right += syllables[drawn(syllables.size())];
    }
    pairs.emplace_back(left, reference::encode(test::edited(random, decode(right), 2, U"aeionrst")));
  }
  expect_like_the_textbook(pairs);
}

TEST(ShortTexts, dates_and_phones_match_the_textbook_with_all_instructions) {
  test::Random random(13);
  std::vector<std::pair<std::string, std::string>> pairs;
  for (int i = 0; i < 10'000; ++i) {
    std::string left = "19" + std::to_string(30 + random.below(70)) + "-0" + std::to_string(1 + random.below(9)) + "-" +
                       std::to_string(10 + random.below(19));
    if (i % 2 == 0) left = "+447" + std::to_string(100'000'000 + random.below(900'000'000));
    std::string right = reference::encode(test::edited(random, decode(left), 3, U"0123456789-"));
    pairs.emplace_back(std::move(left), std::move(right));
  }
  expect_like_the_textbook(pairs);
}

TEST(ShortTexts, a_jaro_of_exactly_seven_tenths_gets_no_bonus_for_its_prefix_in_any_lane) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (int i = 0; i < 33; ++i) pairs.emplace_back(i % 2 == 0 ? "patel" : "hughes", i % 2 == 0 ? "parker" : "homes");
  const auto found = fitting_pairs<ShortTexts>(pairs);
  const std::vector<std::uint32_t> thresholds = {6'999, 7'000, 7'001};
  for (const Simd simd : supported()) {
    std::vector<std::uint8_t> grades(found.left.size());
    jaro_winkler_grades(simd, found.texts, found.left, found.right, thresholds, grades.data());
    for (const auto grade : grades) EXPECT_EQ(grade, 2) << name_of(simd);
  }
}

TEST(ShortTexts, both_orders_give_the_same) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [left, right] : test::string_pairs(14, 4, {1, 5, 8, 9, 16}))
    pairs.emplace_back(reference::encode(left), reference::encode(right));
  const auto found = fitting_pairs<ShortTexts>(pairs);
  const std::vector<std::uint32_t> thresholds = {3'000, 5'000, 6'000, 7'000, 8'000, 9'000};
  for (const Simd simd : supported()) {
    std::vector<std::uint8_t> one(found.left.size()), other(found.left.size());
    jaro_winkler_grades(simd, found.texts, found.left, found.right, thresholds, one.data());
    jaro_winkler_grades(simd, found.texts, found.right, found.left, thresholds, other.data());
    EXPECT_EQ(one, other) << name_of(simd);
  }
}

TEST(ShortTexts, only_ascii_without_nul_of_at_most_sixteen_characters_is_short) {
  ShortTexts texts;
  const std::vector<std::pair<std::string, bool>> cases = {{"", true},
                                                           {"a", true},
                                                           {std::string(16, 'x'), true},
                                                           {std::string(17, 'x'), false},
                                                           {"ren\xC3\xA9", false},
                                                           {std::string(1, '\0'), false},
                                                           {std::string("abcdefgh\0", 9), false},
                                                           {std::string("abc\0def", 7), false},
                                                           {std::string("abcdefghijklmno\0", 16), false},
                                                           {std::string("abcdefg\x01", 8), true},
                                                           {"\x7f", true}};
  texts.reset(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_FALSE(texts.is_set(i));
    texts.set(i, cases[i].first);
    EXPECT_TRUE(texts.is_set(i));
    EXPECT_EQ(texts.fits(i), cases[i].second) << i;
    if (texts.fits(i)) {
      EXPECT_EQ(texts.text(i), cases[i].first);
    }
  }
  texts.reset(2);
  EXPECT_FALSE(texts.is_set(0));
  MediumTexts medium;
  medium.reset(3);
  medium.set(0, std::string(32, 'x'));
  medium.set(1, std::string(33, 'x'));
  medium.set(2, std::string(20, 'x') + std::string(1, '\0'));
  EXPECT_TRUE(medium.fits(0));
  EXPECT_EQ(medium.text(0), std::string(32, 'x'));
  EXPECT_FALSE(medium.fits(1));
  EXPECT_FALSE(medium.fits(2));
}

TEST(Simd, the_environment_chooses_by_name_and_unknown_names_are_refused) {
  EXPECT_EQ(simd_of("portable"), Simd::portable);
  EXPECT_EQ(simd_of(""), supported().back());
  for (const Simd simd : supported()) EXPECT_EQ(simd_of(name_of(simd)), simd);
  for (const auto* unknown : {"sse9", "AVX2", " avx2"})
    EXPECT_THROW(static_cast<void>(simd_of(unknown)), Error) << unknown;
}

}  // namespace
}  // namespace onefold::similarity
