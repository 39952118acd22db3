// Six-field pairs per second in the local part of the score stage, on one core: blocks of 4, 110 and 1000 records,
// whose names agree ("same name, another person") or differ. Measures for each set of vector instructions scoring
// (pairs are dropped as soon as the threshold is out of reach) and counting patterns (every pair is compared in full),
// and also the naive twin. Prints one machine-readable line per result. The timed results are verified first.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "record/hash.hpp"
#include "reference/naive_scoring.hpp"
#include "reference/similarity.hpp"
#include "score/score_tiles.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"
#include "support/make_column.hpp"

namespace {

using namespace onefold;
using config::Measure;

std::size_t num_wanted_pairs = 1'000'000;

config::Job six_fields() {
  config::Job job;
  job.attributes = {
      {.name = "given_name", .type = AttributeType::given_name}, {.name = "surname", .type = AttributeType::surname},
      {.name = "birth_date", .type = AttributeType::birth_date}, {.name = "phone", .type = AttributeType::phone},
      {.name = "email", .type = AttributeType::email},           {.name = "postcode", .type = AttributeType::postcode}};
  const std::vector<config::Level> names = {
      {Measure::exact}, {Measure::jaro_winkler, 0.92}, {Measure::jaro_winkler, 0.88}, {Measure::jaro_winkler, 0.7}};
  job.comparisons = {
      {0, "given_name", names, true},
      {1, "surname", names, true},
      {2,
       "birth_date",
       {{Measure::exact}, {Measure::damerau_levenshtein, 1}, {Measure::damerau_levenshtein, 2}},
       false},
      {3, "phone", {{Measure::exact}, {Measure::levenshtein, 1}, {Measure::levenshtein, 2}}, false},
      {4, "email", {{Measure::exact}, {Measure::email_local}, {Measure::email_local_jaro_winkler, 0.88}}, false},
      {5,
       "postcode",
       {{Measure::exact}, {Measure::postcode_sector}, {Measure::postcode_district}, {Measure::postcode_area}},
       false}};
  return job;
}

/// The same, but a similar given name counts only together with a similar date of birth: a level of two measures.
config::Job with_combined_level() {
  config::Job job = six_fields();
  config::Level similar{Measure::jaro_winkler, 0.88}, born{Measure::damerau_levenshtein, 1};
  born.attribute = 2;
  config::Level& level = job.comparisons[0].levels[2];
  level = {.measure = Measure::combined};
  level.parts = {similar, born};
  return job;
}

/// Similar to the result of training on 100 million records.
model::Model plausible_model(const config::Job& job) {
  model::Model model = model::empty_model(job);
  model.prior = 2e-8;
  const std::vector<std::vector<std::pair<double, double>>> m_and_u = {
      {{.80, .004}, {.07, .001}, {.02, .002}, {.03, .04}, {.08, .953}},
      {{.83, .0007}, {.07, .0006}, {.01, .001}, {.02, .03}, {.07, .9677}},
      {{.90, .00003}, {.05, .0015}, {.02, .02}, {.03, .9785}},
      {{.60, 1e-7}, {.03, 1e-6}, {.02, 1e-5}, {.35, .99999}},
      {{.55, 1e-7}, {.10, 1e-5}, {.05, 2e-4}, {.30, .9998}},
      {{.65, 2e-6}, {.05, 1e-4}, {.05, 5e-4}, {.05, .01}, {.20, .99}}};
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    for (std::size_t level = 1; level < model.comparisons[c].levels.size(); ++level) {
      model.comparisons[c].levels[level].m = m_and_u[c][level - 1].first;
      model.comparisons[c].levels[level].u = m_and_u[c][level - 1].second;
    }
  model.update_weights();
  return model;
}

struct Table {
  block::TileSet set;
  block::TileRows rows;
};

std::string digits(test::Random& random, std::size_t from, std::size_t to) {
  const std::size_t number = from + random.below(to - from + 1);
  return (number < 10 ? "0" : "") + std::to_string(number);
}

/// Blocks of `block_size` records until they have num_wanted_pairs pairs; a tenth of the records are copies of the
/// previous record with an error in every other field.
Table make_table(std::size_t block_size, bool same_name) {
  test::Random random(block_size + 7);
  const std::vector<std::string> syllables = {"ma",  "son", "ber", "ton", "wil", "li", "am",  "har",
                                              "ris", "ley", "an",  "der", "sen", "mc", "don", "ald",
                                              "smi", "th",  "o",   "kel", "ro",  "ts", "wal", "ker"};
  const auto name = [&] {
    std::string text;
    for (std::size_t i = 2 + random.below(3); i > 0; --i) text += syllables[random.below(syllables.size())];
    return text;
  };
  std::vector<std::string> names(20'000);
  for (auto& text : names) text = name();
  // Frequent names first, roughly following Zipf's law.
  const auto drawn = [&] { return names[random.below(random.below(random.below(names.size()) + 1) + 1)]; };
  const auto with_error = [&](const std::string& text) {
    return random.below(2) == 0 ? text
                                : reference::encode(test::edited(random, similarity::decode(text), 1, U"aeinrst01"));
  };
  Table table;
  std::vector<std::vector<std::string>> columns(6);
  const std::size_t num_blocks = std::max<std::size_t>(1, 2 * num_wanted_pairs / (block_size * (block_size - 1)));
  for (std::size_t b = 0; b < num_blocks; ++b) {
    table.set.tiles.push_back({columns[0].size(), static_cast<std::uint32_t>(block_size), 0});
    const std::string block_given = drawn(), block_surname = drawn();
    for (std::size_t i = 0; i < block_size; ++i) {
      const bool copy = i > 0 && random.below(10) == 0;
      std::vector<std::string> record = {
          same_name ? block_given : drawn(),
          same_name ? block_surname : drawn(),
          "19" + digits(random, 40, 99) + "-" + digits(random, 1, 12) + "-" + digits(random, 1, 28),
          random.below(4) == 0 ? "" : "+447" + std::to_string(100'000'000 + random.below(900'000'000)),
          random.below(4) == 0
              ? ""
              : name() + "." + name() + digits(random, 1, 99) + "@mail" + digits(random, 1, 30) + ".example",
          std::string(1, static_cast<char>('a' + random.below(20))) + digits(random, 10, 30) + " " +
              digits(random, 1, 9).substr(1) + std::string(1, static_cast<char>('a' + random.below(20))) + "b"};
      for (std::size_t a = 0; a < 6; ++a) {
        std::string value = copy && a > 1 ? with_error(columns[a].back()) : record[a];
        if (copy && a < 2 && !same_name) value = with_error(columns[a].back());
        if (a == 3 && !pack_text(value)) value = record[a];
        columns[a].push_back(value);
      }
    }
  }
  for (std::size_t a = 0; a < 6; ++a) {
    const Storage storage = a == 3 ? Storage::packed : a == 4 ? Storage::text : Storage::coded;
    table.rows.attributes.push_back(test::make_column(storage, columns[a]));
  }
  table.set.ids.resize(columns[0].size());
  std::iota(table.set.ids.begin(), table.set.ids.end(), 0);
  table.rows.source.resize(columns[0].size(), 0);
  return table;
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

std::vector<std::string> wanted_words;

bool is_wanted(const std::string& what) {
  return std::all_of(wanted_words.begin(), wanted_words.end(),
                     [&](const std::string& word) { return (what + " ").find(word + " ") != std::string::npos; });
}

template <class Run>
void report(const std::string& what, const Run& run) {
  if (!is_wanted(what)) return;
  // The fastest of a few repetitions, because the machine may be busy with other work.
  double best = 1e9;
  std::uint64_t pairs = 0;
  double spent = 0;
  for (int repeat = 0; repeat < 20 && spent < 0.5; ++repeat) {
    const double before = cpu_seconds();
    pairs = run();
    best = std::min(best, cpu_seconds() - before);
    spent += cpu_seconds() - before;
  }
  fmt::print("{} pairs={} ns_per_pair={:.2f} million_pairs_per_second={:.2f}\n", what, pairs,
             1e9 * best / static_cast<double>(pairs), 1e-6 * static_cast<double>(pairs) / best);
  std::fflush(stdout);
}

bool same(test::EdgeList& a, test::EdgeList& b) {
  const auto sorted = [](const test::EdgeList& edges) {
    std::vector<std::tuple<RecordId, RecordId, model::Pattern, FixedWeight>> list;
    for (std::size_t e = 0; e < edges.size(); ++e)
      list.emplace_back(edges.left[e], edges.right[e], edges.pattern[e], edges.weight[e]);
    std::sort(list.begin(), list.end());
    return list;
  };
  return sorted(a) == sorted(b);
}

int run_all(const config::Job& job, const std::string& suffix) {
  const model::Model model = plausible_model(job);
  const auto threshold = weight_of_probability(0.01);
  const block::PairScope scope;
  for (const bool same_name : {true, false})
    for (const std::size_t block_size : {4u, 110u, 1000u}) {
      const std::string where =
          fmt::format("blocks_of={} names={}", block_size, same_name ? "equal" : "different") + suffix;
      const bool is_elsewhere = std::any_of(wanted_words.begin(), wanted_words.end(), [&](const std::string& word) {
        return (word.find("blocks_of=") == 0 || word.find("names=") == 0 || word.find("levels=") == 0) &&
               (where + " ").find(word + " ") == std::string::npos;
      });
      if (is_elsewhere) continue;
      const Table table = make_table(block_size, same_name);
      std::vector<ColumnFacts> facts;
      for (auto& column : table.rows.attributes) facts.push_back(column.facts);
      // The names of a block are given the frequency that the model expects of equal names.
      for (std::size_t c = 0; c < 2; ++c)
        facts[c].num_weighed =
            static_cast<std::uint64_t>(static_cast<double>(block_size) / model.comparisons[c].levels[1].u);
      const score::PairWeights weights(job, model, facts);
      test::EdgeList expected;
      const score::PairEvaluator naive(job);
      const auto score_naively = [&] {
        expected = {};
        return reference::score_tiles(table.set, table.rows, scope, {naive, weights, threshold}, 0, expected).scored;
      };
      score_naively();
      report(where + " how=naive work=score", score_naively);
      for (const auto simd : {similarity::Simd::portable, similarity::Simd::avx2, similarity::Simd::avx512}) {
        if (!similarity::is_supported(simd)) continue;
        const score::PairEvaluator evaluator(job, simd);
        test::EdgeList edges;
        const std::string how = fmt::format("{} how={}", where, similarity::name_of(simd));
        report(how + " work=score", [&] {
          edges = {};
          return score::local_score_tiles(table.set, table.rows, scope, {evaluator, weights, threshold}, 0,
                                          test::append_to(edges))
              .scored;
        });
        if (is_wanted(how + " work=score") && !same(edges, expected)) {
          fmt::print(stderr, "edges differ from those of the naive twin\n");
          return EXIT_FAILURE;
        }
        score::RulePatterns patterns;
        report(how + " work=count_patterns", [&] {
          return score::local_count_patterns(table.set, table.rows, scope, evaluator, {}, patterns).scored;
        });
      }
      fmt::print("{} edges={}\n", where, expected.size());
    }
  return EXIT_SUCCESS;
}

}  // namespace

/// scoring_bench [PAIRS] [WORD...]   PAIRS: number of pairs per table; prints only results whose line contains all
/// words, for example "blocks_of=110", "how=avx512" or "levels=combined"
int main(int argc, char** argv) {
  wanted_words.assign(argv + 1, argv + argc);
  if (!wanted_words.empty() && wanted_words[0].find_first_not_of("0123456789") == std::string::npos) {
    num_wanted_pairs = std::stoull(wanted_words[0]);
    wanted_words.erase(wanted_words.begin());
  }
  const int result = run_all(six_fields(), "");
  return result != EXIT_SUCCESS ? result : run_all(with_combined_level(), " levels=combined");
}
