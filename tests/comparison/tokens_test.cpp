#include "comparison/tokens.hpp"

#include <gtest/gtest.h>

#include "comparison/batch_comparison.hpp"
#include "comparison/levels.hpp"
#include "reference/tokens.hpp"
#include "similarity/string_pairs.hpp"
#include "support/make_column.hpp"

namespace onefold::comparison {
namespace {

using test::comparison_of;
using test::holds;
using test::Level;
using test::Measure;
using test::Random;

/// The weight of a word for a made-up number of values that contain it.
std::uint16_t made_up_weight(std::string_view word) {
  return token_weight(TokenKind::words, 1 + hash_bytes(word) % 5000, 100'000);
}
std::string weights_of(const std::string& value) {
  std::vector<Token> tokens;
  list_tokens(TokenKind::words, value, tokens);
  std::string weights(2 * tokens.size(), '\0');
  for (std::size_t t = 0; t < tokens.size(); ++t)
    append_weight(made_up_weight(std::string_view(value).substr(tokens[t].begin, tokens[t].size)),
                  weights.data() + 2 * t);
  return weights;
}

std::vector<std::string> titles(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  const std::vector<std::string> words = {"street",        "strete", "road",   "church", "churhc",  "14a",
                                          "14c",           "high",   "sony",   "dsc",    "w120",    "w130",
                                          "black",         "blcak",  "1080",   "the",    "systems", "systemes",
                                          "\xC3\xA9glise", "x",      "london", "lodnon", "12",      "7"};
  std::vector<std::string> values;
  for (std::size_t i = 0; i < count; ++i) {
    std::string value;
    for (std::size_t k = i % 19 == 0 ? 40 : 1 + random.below(6); k > 0; --k)
      (value += value.empty() ? "" : " ") += words[random.below(words.size())];
    if (i % 23 == 5) value.clear();
    values.push_back(value);
  }
  return values;
}

TEST(TokenMeasures, count_words_in_any_order) {
  const Level jaccard{Measure::token_jaccard, 0.5}, overlap{Measure::token_overlap, 1};
  EXPECT_TRUE(holds(jaccard, "high street 14a", "14a high street"));
  EXPECT_TRUE(holds(jaccard, "a b c", "b c d"));  // 2 of 4, exactly the threshold
  EXPECT_FALSE(holds(jaccard, "a b c", "c d"));   // 1 of 4
  EXPECT_TRUE(holds(jaccard, "a a a b", "b a"));  // each word once
  EXPECT_FALSE(holds(jaccard, "ab", "a b"));
  EXPECT_TRUE(holds(overlap, "acme", "acme systems ltd"));
  EXPECT_FALSE(holds(overlap, "acme corp", "acme systems ltd"));
  EXPECT_FALSE(holds({Measure::token_overlap, 0.0001}, "acme", "systems"));
}

TEST(TokenMeasures, codes_are_shared_and_numbers_are_equal) {
  const Level code{Measure::shared_code}, numbers{Measure::equal_numbers};
  EXPECT_TRUE(holds(code, "sony dsc w120 black", "w120 camera"));
  EXPECT_TRUE(holds(code, "model 1080", "1080 x"));
  EXPECT_FALSE(holds(code, "sony dsc 120", "sony dsc 120 black"));  // three characters
  EXPECT_FALSE(holds(code, "sony camera", "sony black"));           // no digit
  EXPECT_TRUE(holds(numbers, "flat 2 14 high street", "14 high st flat 2"));
  EXPECT_FALSE(holds(numbers, "flat 2 14 high street", "14 high street"));
  EXPECT_FALSE(holds(numbers, "14 14 high street", "14 high street"));
  EXPECT_FALSE(holds(numbers, "14a high street", "14c high street"));
  EXPECT_FALSE(holds(numbers, "high street", "high road"));  // without numbers there is no agreement
}

TEST(TokenMeasures, rare_words_decide_a_cosine) {
  const Comparison half = comparison_of({{Measure::tfidf, 0.5}});
  const auto weighed = [&](std::uint16_t acme, std::uint16_t ltd) {
    // Compares "acme ltd" with "acme gmbh" and "best ltd"; ltd and gmbh have the same weight.
    const auto weights = [&](const std::string& value) {
      std::vector<Token> tokens;
      list_tokens(TokenKind::words, value, tokens);
      std::string bytes(2 * tokens.size(), '\0');
      for (std::size_t t = 0; t < tokens.size(); ++t) {
        const std::string word = value.substr(tokens[t].begin, tokens[t].size);
        append_weight(word == "acme" || word == "best" ? acme : ltd, bytes.data() + 2 * t);
      }
      return bytes;
    };
    const std::string a = weights("acme ltd"), b = weights("acme gmbh"), c = weights("best ltd");
    const auto level = [&](const char* right, const std::string& right_weights) {
      return half.level({.left = "acme ltd", .right = right, .left_weights = {a}, .right_weights = {right_weights}});
    };
    return std::pair(level("acme gmbh", b), level("best ltd", c));
  };
  EXPECT_EQ(weighed(10'000, 2'000), (std::pair<LevelNumber, LevelNumber>(1, 2)));
  EXPECT_EQ(weighed(2'000, 10'000), (std::pair<LevelNumber, LevelNumber>(2, 1)));
  // With equal weights the cosine is exactly one half; one ten-thousandth more is not reached.
  EXPECT_EQ(weighed(2'000, 2'000), (std::pair<LevelNumber, LevelNumber>(1, 1)));
  EXPECT_TRUE(holds({Measure::tfidf, 0.5}, "acme ltd", "acme gmbh"));
  EXPECT_FALSE(holds({Measure::tfidf, 0.5001}, "acme ltd", "acme gmbh"));
  EXPECT_TRUE(holds({Measure::tfidf, 1}, "a b", "b a"));
}

TEST(TokenMeasures, soft_tfidf_takes_similar_words_for_one) {
  EXPECT_FALSE(holds({Measure::tfidf, 0.6}, "jonathan systems", "jonathon systems"));
  EXPECT_TRUE(holds({Measure::soft_tfidf, 0.95}, "jonathan systems", "jonathon systems"));
  EXPECT_FALSE(holds({Measure::soft_tfidf, 0.6}, "jonathan systems", "margaret systems"));
  // Each word has at most one partner, so the second martha has none.
  EXPECT_FALSE(holds({Measure::soft_tfidf, 0.8}, "martha marhta", "marthaa other"));
}

TEST(TokenMeasures, a_huge_text_overflows_nothing) {
  std::string longest, other;
  for (int i = 0; i < 60'000; ++i) {
    longest += "w" + std::to_string(i) + " ";
    if (i % 2 == 0) other += "w" + std::to_string(i) + " ";
  }
  std::string heavy(2 * 60'000, '\xFF'), half(2 * 30'000, '\xFF');
  const auto level = [&](double threshold) {
    return comparison_of({{Measure::tfidf, threshold}})
        .level({.left = longest, .right = other, .left_weights = {heavy}, .right_weights = {half}});
  };
  EXPECT_EQ(level(0.7070), 1);  // sqrt(1/2) = 0.70710...
  EXPECT_EQ(level(0.7072), 2);
}

TEST(TokenMeasures, hold_if_the_naive_similarity_reaches_the_threshold) {
  const auto values = titles(1, 150);
  std::size_t num_held = 0, num_asked = 0;
  reference::WordWeights weights;
  for (const auto& value : values)
    for (const auto& word : reference::words_of(value)) weights[word] = made_up_weight(word) / 1024.0;
  for (const auto& a : values)
    for (const auto& b : values) {
      if (a.empty() || b.empty() || a == b) continue;
      const std::string left_weights = weights_of(a), right_weights = weights_of(b);
      const auto expect = [&](Measure measure, double similarity) {
        for (const double threshold : {0.0001, 0.25, 0.3333, 0.5, 0.8, 0.9, 1.0}) {
          if (std::abs(similarity - threshold) < 2e-4 && similarity != threshold)
            continue;  // allowance for fixed-point rounding
          const auto level =
              comparison_of({{measure, threshold}})
                  .level({.left = a, .right = b, .left_weights = {left_weights}, .right_weights = {right_weights}});
          ASSERT_EQ(level == 1, similarity >= threshold)
              << int(measure) << " " << similarity << " >= " << threshold << ": " << a << " | " << b;
          num_held += level == 1;
          ++num_asked;
        }
      };
      expect(Measure::token_jaccard, reference::token_jaccard(a, b));
      expect(Measure::token_overlap, reference::token_overlap(a, b));
      expect(Measure::tfidf, reference::tfidf(a, b, weights));
      expect(Measure::soft_tfidf, reference::soft_tfidf(a, b, weights));
      const auto numbers = reference::numbers_of(a);
      ASSERT_EQ(holds({Measure::equal_numbers}, a, b), !numbers.empty() && numbers == reference::numbers_of(b))
          << a << " | " << b;
    }
  EXPECT_GT(num_held, num_asked / 20);
  EXPECT_LT(num_held, num_asked * 19 / 20);
}

TEST(TokenMeasures, batches_give_the_levels_of_single_pairs) {
  const std::vector<std::vector<Level>> levels = {
      {{Measure::exact}, {Measure::tfidf, 0.75}, {Measure::tfidf, 0.5}, {Measure::tfidf, 0.25}},
      {{Measure::token_jaccard, 0.5}, {Measure::shared_code}, {Measure::equal_numbers}, {Measure::token_overlap, 0.5}},
      {{Measure::equal_numbers}, {Measure::soft_tfidf, 0.6}, {Measure::jaro_winkler, 0.75}, {Measure::tfidf, 0.2}},
      {{Measure::shared_code}, {Measure::initial}, {Measure::token_overlap, 0.3}}};
  const auto values = titles(2, 120);
  for (const bool weighed : {true, false})
    for (const Storage storage : {Storage::coded, Storage::text})
      for (const auto& listed : levels) {
        const Comparison single = comparison_of(listed);
        Column column = test::make_column(storage, values);
        for (const auto& value : values)
          if (weighed) column.word_weights.push_back(weights_of(value));
        BatchComparison batch(single, similarity::Simd::portable);
        std::vector<LevelNumber> seen(listed.size() + 2);
        for (const auto& [first, size] : {std::pair(0u, 40u), std::pair(40u, 80u)}) {
          batch.open(column, {}, first, size, first > 0);
          for (std::uint32_t i = 0; i < size; ++i)
            for (std::uint32_t j = 0; j < size; ++j) {
              const std::string &a = values[first + i], &b = values[first + j];
              if (a.empty() || b.empty() || a == b) continue;
              LevelNumber given = 0;
              batch.levels({&i, 1}, {&j, 1}, &given);
              const std::string left = weights_of(a), right = weights_of(b);
              Operands pair{.left = a, .right = b};
              if (weighed) pair.left_weights.words = left, pair.right_weights.words = right;
              ASSERT_EQ(given, single.level(pair)) << a << " | " << b;
              seen[given] = 1;
            }
        }
        // Equal values are excluded, and few values abbreviate others.
        for (std::size_t level = 1; level < seen.size(); ++level)
          EXPECT_TRUE(seen[level] == 1 || (level <= listed.size() && (listed[level - 1].measure == Measure::exact ||
                                                                      listed[level - 1].measure == Measure::initial)))
              << level;
      }
}

}  // namespace
}  // namespace onefold::comparison
