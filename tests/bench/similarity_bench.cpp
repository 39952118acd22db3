// Nanoseconds per pair of the string kernels and of whole comparisons, on made-up names of about nine letters: a tenth
// of the pairs are copies with one typing error, the rest are unrelated. Every kernel is compared with the textbook
// algorithm before it is timed.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "comparison/batch_comparison.hpp"
#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "onefold/similarity/phonetic.hpp"
#include "record/hash.hpp"
#include "record/token_list.hpp"
#include "reference/similarity.hpp"
#include "similarity/short_texts.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"
#include "support/make_column.hpp"

namespace {

using namespace onefold;
using comparison::Comparison;
using config::Level;
using config::Measure;

struct Pair {
  std::string left, right;
};

/// Names of 1 to `max_syllables` syllables.
std::string made_up_name(test::Random& random, std::size_t max_syllables) {
  static const std::vector<std::string> kSyllables = {
      "ma",  "son", "ber", "ton", "wil", "li", "am",  "har", "ris", "ley", "an",  "der", "sen", "mc", "don",
      "ald", "smi", "th",  "o",   "kel", "ro", "ber", "ts",  "wal", "ker", "ing", "ham", "cla", "rk", "e"};
  std::string name;
  for (std::size_t i = 2 + random.below(max_syllables - 1); i > 0; --i)
    name += kSyllables[random.below(kSyllables.size())];
  return name;
}

std::vector<Pair> pairs_of_names(std::size_t max_syllables) {
  test::Random random(42);
  std::vector<Pair> pairs(1 << 14);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i].left = made_up_name(random, max_syllables);
    pairs[i].right = i % 10 == 0
                         ? reference::encode(test::edited(random, similarity::decode(pairs[i].left), 1, U"aeinrst"))
                         : made_up_name(random, max_syllables);
    if (pairs[i].right.empty()) pairs[i].right.push_back('a');
  }
  return pairs;
}

const std::vector<Pair> kNames = pairs_of_names(5);
const std::vector<Pair> kLines = pairs_of_names(18);

void verify(const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs) {
    const std::u32string left = similarity::decode(pair.left);
    const std::u32string right = similarity::decode(pair.right);
    const double similarity = static_cast<double>(reference::jaro_winkler(left, right));
    if (std::fabs(similarity::jaro_winkler(pair.left, pair.right) - similarity) > 1e-12 ||
        similarity::levenshtein(pair.left, pair.right) != reference::levenshtein(left, right) ||
        similarity::damerau_levenshtein(pair.left, pair.right) != reference::damerau_levenshtein(left, right)) {
      std::fputs("a kernel differs from the textbook algorithm\n", stderr);
      std::exit(EXIT_FAILURE);
    }
  }
}

template <class Kernel>
void time_pairs(benchmark::State& state, const std::vector<Pair>& pairs, const Kernel& kernel) {
  std::size_t i = 0;
  for (auto _ : state) {
    const Pair& pair = pairs[i++ & (pairs.size() - 1)];
    benchmark::DoNotOptimize(kernel(pair.left, pair.right));
  }
  state.SetItemsProcessed(state.iterations());
}

/// Those of `pairs` whose two texts fit into rows of fixed size, for the kernels that compare lists of 1024 pairs.
template <class Texts>
struct PaddedPairs {
  Texts texts;
  std::vector<std::uint32_t> left, right;

  explicit PaddedPairs(const std::vector<Pair>& pairs) {
    texts.reset(2 * pairs.size());
    for (std::uint32_t row = 0; row < 2 * pairs.size(); row += 2) {
      texts.set(row, pairs[row / 2].left);
      texts.set(row + 1, pairs[row / 2].right);
      if (!texts.fits(row) || !texts.fits(row + 1)) continue;
      left.push_back(row);
      right.push_back(row + 1);
    }
  }

  template <class Kernel>
  void time(benchmark::State& state, const Kernel& kernel) const {
    constexpr std::size_t kList = 1024;
    std::uint8_t results[kList];
    std::size_t first = 0;
    for (auto _ : state) {
      kernel(texts, std::span(left).subspan(first, kList), std::span(right).subspan(first, kList), results);
      benchmark::DoNotOptimize(results);
      first = first + 2 * kList <= left.size() ? first + kList : 0;
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kList));
  }
};

template <class Texts>
void register_padded(const std::string& size, const PaddedPairs<Texts>& pairs) {
  using similarity::Edits;
  using similarity::Simd;
  for (const Simd simd : {Simd::portable, Simd::avx2, Simd::avx512}) {
    if (!similarity::is_supported(simd)) continue;
    const auto add = [&](const std::string& name, auto kernel) {
      benchmark::RegisterBenchmark((size + " " + std::string(name_of(simd)) + "/" + name).c_str(),
                                   [&pairs, kernel](benchmark::State& state) { pairs.time(state, kernel); });
    };
    add("jaro_winkler_grades", [simd](const auto& texts, auto left, auto right, auto* results) {
      static constexpr std::uint32_t kThresholds[] = {7'000, 8'800, 9'200};
      similarity::jaro_winkler_grades(simd, texts, left, right, kThresholds, results);
    });
    if constexpr (Texts::kMaxLength == similarity::ShortTexts::kMaxLength)
      for (const Edits edits : {Edits::levenshtein, Edits::damerau_levenshtein})
        add(edits == Edits::levenshtein ? "levenshtein <= 2" : "damerau_levenshtein <= 2",
            [=](const auto& texts, auto left, auto right, auto* results) {
              similarity::edit_distances(simd, {edits, 2}, texts, left, right, results);
            });
  }
}

void register_padded() {
  static const std::vector<Pair> kLongerNames = pairs_of_names(12);
  static const PaddedPairs<similarity::ShortTexts> short_ones(kNames);
  static const PaddedPairs<similarity::MediumTexts> medium_ones(kLongerNames);
  register_padded("short", short_ones);
  register_padded("medium", medium_ones);
}

Comparison comparison_of(std::vector<Level> levels) {
  config::ComparisonConfig config;
  config.levels = std::move(levels);
  return {config, AttributeType::text};
}

void time_comparison(benchmark::State& state, const std::vector<Pair>& pairs, const Comparison& comparison) {
  time_pairs(state, pairs,
             [&](const auto& left, const auto& right) { return comparison.level({.left = left, .right = right}); });
}

/// Rows of ten words from a vocabulary of 5,000, in blocks of 64 rows that share about four words. All pairs of a block
/// are compared, in lists.
class TokenPairs {
 public:
  TokenPairs() {
    test::Random random(7);
    std::vector<std::string> words, values;
    for (int i = 0; i < 5'000; ++i) words.push_back(made_up_name(random, 4));
    for (std::uint32_t row = 0; row < kRows; ++row) {
      std::string value;
      for (std::uint32_t k = 0; k < 10; ++k)
        value += (k == 0 ? "" : " ") + words[k < 4 ? (row / 64 * 4 + k) : random.below(words.size())];
      values.push_back(value);
    }
    column_ = test::make_column(Storage::text, values);
    std::vector<Token> tokens;
    for (const auto& value : values) {
      list_tokens(TokenKind::words, value, tokens);
      std::string weights(2 * tokens.size(), '\0');
      for (std::size_t t = 0; t < tokens.size(); ++t)
        append_weight(token_weight(TokenKind::words, 1 + tokens[t].hash % 999, 100'000), weights.data() + 2 * t);
      column_.word_weights.push_back(weights);
    }
    for (std::uint32_t row = 0; row < kRows; ++row)
      for (std::uint32_t other = row + 1; other < (row / 64 + 1) * 64; ++other)
        left_.push_back(row), right_.push_back(other);
  }

  void time(benchmark::State& state, const std::vector<Level>& levels) const {
    comparison::BatchComparison batch(comparison_of(levels), similarity::simd_in_use());
    std::vector<comparison::LevelNumber> found(comparison::BatchComparison::kMaxPairs);
    for (auto _ : state) {
      // The time includes listing the tokens of rows: 31 pairs per row.
      batch.open(column_, {}, 0, kRows, true);
      for (std::size_t first = 0; first < left_.size(); first += found.size()) {
        const std::size_t size = std::min(found.size(), left_.size() - first);
        batch.levels(std::span(left_).subspan(first, size), std::span(right_).subspan(first, size), found.data());
      }
      benchmark::DoNotOptimize(found.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(left_.size()));
  }

 private:
  static constexpr std::uint32_t kRows = 2048;
  Column column_;
  std::vector<std::uint32_t> left_, right_;
};

void register_tokens() {
  static const TokenPairs pairs;
  const auto add = [](const char* name, std::vector<Level> levels) {
    benchmark::RegisterBenchmark(name, [levels](benchmark::State& state) { pairs.time(state, levels); });
  };
  add("ten words/tfidf x 3", {{Measure::tfidf, 0.8}, {Measure::tfidf, 0.6}, {Measure::tfidf, 0.4}});
  add("ten words/token_jaccard x 2", {{Measure::token_jaccard, 0.8}, {Measure::token_jaccard, 0.5}});
  add("ten words/soft_tfidf", {{Measure::soft_tfidf, 0.8}});
  add("ten words/jaro_winkler x 2", {{Measure::jaro_winkler, 0.9}, {Measure::jaro_winkler, 0.8}});
}

void register_all() {
  const auto add = [](const char* name, const std::vector<Pair>& pairs, auto kernel) {
    benchmark::RegisterBenchmark(name, [&pairs, kernel](benchmark::State& state) { time_pairs(state, pairs, kernel); });
  };
  const auto jaro = [](const auto& a, const auto& b) { return similarity::jaro_match(a, b); };
  const auto jaro_7000 = [](const auto& a, const auto& b) { return similarity::jaro_match(a, b, 7'000); };
  const auto edits = [](const auto& a, const auto& b) { return similarity::levenshtein(a, b); };
  const auto aligned = [](const auto& a, const auto& b) { return similarity::damerau_levenshtein(a, b); };
  const auto aligned_2 = [](const auto& a, const auto& b) { return similarity::damerau_levenshtein_at_most(a, b, 2); };
  const auto aligned_1 = [](const auto& a, const auto& b) { return similarity::damerau_levenshtein_at_most(a, b, 1); };
  const auto sound = [](const auto& a, const auto&) { return similarity::phonetic_code(a); };
  add("names/jaro_match", kNames, jaro);
  add("names/jaro_match, lowest threshold 0.7", kNames, jaro_7000);
  add("names/levenshtein", kNames, edits);
  add("names/damerau_levenshtein", kNames, aligned);
  add("names/damerau_levenshtein_at_most_2", kNames, aligned_2);
  add("names/damerau_levenshtein_at_most_1", kNames, aligned_1);
  add("names/phonetic_code", kNames, sound);
  add("lines/jaro_match", kLines, jaro);
  add("lines/damerau_levenshtein", kLines, aligned);
  add("lines/damerau_levenshtein_at_most_2", kLines, aligned_2);

  static const Comparison name_levels = comparison_of(
      {{Measure::exact}, {Measure::jaro_winkler, 0.92}, {Measure::jaro_winkler, 0.88}, {Measure::jaro_winkler, 0.7}});
  static const Comparison name_with_sound = comparison_of(
      {{Measure::exact}, {Measure::jaro_winkler, 0.92}, {Measure::jaro_winkler, 0.8}, {Measure::phonetic}});
  static const Comparison edit_levels =
      comparison_of({{Measure::exact}, {Measure::damerau_levenshtein, 1}, {Measure::damerau_levenshtein, 2}});
  benchmark::RegisterBenchmark("names/comparison exact, jaro_winkler x 3",
                               [](benchmark::State& state) { time_comparison(state, kNames, name_levels); });
  benchmark::RegisterBenchmark("names/comparison exact, jaro_winkler x 2, phonetic",
                               [](benchmark::State& state) { time_comparison(state, kNames, name_with_sound); });
  benchmark::RegisterBenchmark("names/comparison exact, damerau_levenshtein x 2",
                               [](benchmark::State& state) { time_comparison(state, kNames, edit_levels); });
}

}  // namespace

int main(int argc, char** argv) {
  verify(kNames);
  verify(kLines);
  register_all();
  register_padded();
  register_tokens();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
