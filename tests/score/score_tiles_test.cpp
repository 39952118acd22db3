#include "score/score_tiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "record/hash.hpp"
#include "reference/naive_scoring.hpp"
#include "reference/similarity.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"
#include "support/edge_list.hpp"
#include "support/make_column.hpp"

namespace onefold::score {
namespace {

using test::append_to;
using test::EdgeList;

using config::Level;
using config::Measure;
using similarity::Simd;
using test::Random;

std::vector<Simd> supported() {
  std::vector<Simd> all;
  for (const Simd simd : {Simd::portable, Simd::avx2, Simd::avx512})
    if (similarity::is_supported(simd)) all.push_back(simd);
  return all;
}

/// Rows in tiles of many sizes, with few distinct values, so that all attributes agree now and then.
struct Table {
  block::TileSet set;
  block::TileRows rows;
  std::vector<std::uint64_t> source_ends;

  [[nodiscard]] std::vector<ColumnFacts> facts() const {
    std::vector<ColumnFacts> all;
    for (const auto& column : rows.attributes) all.push_back(column.facts);
    return all;
  }
};

/// Rules that give a record several keys: two earlier rules, and the tiles' own rule.
struct SeveralKeys {
  static config::KeyExpression grams(AttributeIndex attribute, std::uint32_t count) {
    return {.function = config::KeyFunction::any_ngram, .count = count, .arguments = {{.attribute = attribute}}};
  }
  std::vector<config::KeyExpression> of_names = {grams(0, 3)}, of_emails = {grams(4, 7), {.attribute = 5}},
                                     own = {grams(1, 2)};
  std::vector<block::RuleKeys> rules = {of_names, of_emails, own};
  /// Copies values into rows of a table.
  void give(block::TileRows& rows, bool as_earlier, bool as_own) const {
    if (as_earlier) rows.earlier_lists = {&rules[0], &rules[1]};
    if (as_earlier) rows.list_rules = {0, 1};
    if (as_own) rows.own_list = &rules[2];
  }
};

/// Attributes: given name, surname, birth date, phone, email, postcode.
Table make_table(std::uint64_t seed, const std::vector<block::Tile>& shapes, std::size_t num_earlier) {
  Random random(seed);
  Table table;
  for (block::Tile tile : shapes) {
    tile.first = table.set.ids.size();
    tile.hash = mix(seed, tile.first);
    for (std::uint64_t i = 0; i < tile.num_rows(); ++i) table.set.ids.push_back(table.set.ids.size());
    table.set.tiles.push_back(tile);
  }
  const std::size_t num_rows = table.set.ids.size();
  const std::vector<std::string> names = {"smith",
                                          "smyth",
                                          "smithe",
                                          "jones",
                                          "johnes",
                                          "patel",
                                          "parker",
                                          "rené",
                                          "o'neill",
                                          "a",
                                          "featherstonehaugh-smith",
                                          "featherstonehaugh-smythe"};
  std::vector<std::vector<std::string>> values(6);
  const auto digits = [&](std::size_t from, std::size_t count) { return std::to_string(from + random.below(count)); };
  for (std::size_t row = 0; row < num_rows; ++row) {
    const auto name = [&] {
      const std::string& drawn = names[random.below(random.below(names.size()) + 1)];
      return random.below(4) == 0 ? reference::encode(test::edited(random, similarity::decode(drawn), 1, U"aeist"))
                                  : drawn;
    };
    values[0].push_back(random.below(9) == 0 ? "" : name());
    values[1].push_back(name());
    // Copies of a few, with up to four errors: equal, near and far ones.
    const auto copy = [&](const std::vector<std::string>& originals) {
      const auto text = similarity::decode(originals[random.below(originals.size())]);
      return reference::encode(test::edited(random, text, random.below(2) == 0 ? 0 : 4, U"0123456789-"));
    };
    values[2].push_back(
        random.below(9) == 0 ? "" : copy({"1984-01-12", "1985-01-12", "1948-12-01", "2001-10-30", "1963-07-09"}));
    values[3].push_back(
        random.below(5) == 0 ? "" : copy({"+447700900", "+447700901", "+44207946", "0207946", "7", "123456789012"}));
    values[4].push_back(random.below(5) == 0 ? "" : name() + "@" + digits(1, 2) + ".example");
    values[5].push_back(random.below(5) == 0
                            ? ""
                            : "sw" + digits(1, 2) + " " + digits(1, 2) + "a" + (random.below(2) == 0 ? "a" : "b"));
  }
  const Storage storages[] = {Storage::coded,  Storage::coded, Storage::packed,
                              Storage::packed, Storage::text,  Storage::coded};
  for (std::size_t a = 0; a < 6; ++a) table.rows.attributes.push_back(test::make_column(storages[a], values[a]));
  for (std::size_t r = 0; r < num_earlier; ++r) {
    auto& keys = table.rows.earlier_keys.emplace_back();
    for (std::size_t row = 0; row < num_rows; ++row)
      keys.push_back(random.below(4) == 0 ? block::kNoKey : mix(7, random.below(5)));
  }
  for (std::size_t row = 0; row < num_rows; ++row)
    table.rows.source.push_back(static_cast<std::uint32_t>(random.below(3)));
  return table;
}

const std::vector<block::Tile> kShapes = {{0, 1, 0},  {0, 2, 0},   {0, 4, 0},  {0, 3, 0},  {0, 17, 0},
                                          {0, 33, 0}, {0, 1, 1},   {0, 5, 40}, {0, 40, 5}, {0, 130, 0},
                                          {0, 16, 0}, {0, 9, 270}, {0, 4, 0},  {0, 2, 0}};
/// Few pairs per row: windows in which nothing is prepared for all rows.
const std::vector<block::Tile> kTinyShapes = [] {
  std::vector<block::Tile> shapes;
  for (std::uint32_t i = 0; i < 700; ++i) shapes.push_back({0, 2 + i % 4, i % 7 == 0 ? 2u : 0u});
  return shapes;
}();

config::Job job_of(std::vector<config::ComparisonConfig> comparisons) {
  config::Job job;
  job.attributes = {
      {.name = "given_name", .type = AttributeType::given_name}, {.name = "surname", .type = AttributeType::surname},
      {.name = "birth_date", .type = AttributeType::birth_date}, {.name = "phone", .type = AttributeType::phone},
      {.name = "email", .type = AttributeType::email},           {.name = "postcode", .type = AttributeType::postcode}};
  job.comparisons = std::move(comparisons);
  return job;
}

std::vector<config::Job> jobs() {
  const std::vector<Level> names = {{Measure::exact}, {Measure::jaro_winkler, 0.92}, {Measure::jaro_winkler, 0.8}};
  const std::vector<Level> dates = {
      {Measure::exact}, {Measure::damerau_levenshtein, 1}, {Measure::damerau_levenshtein, 2}};
  const std::vector<Level> phones = {{Measure::exact}, {Measure::levenshtein, 1}, {Measure::levenshtein, 2}};
  const std::vector<Level> emails = {
      {Measure::exact}, {Measure::email_local}, {Measure::email_local_jaro_winkler, 0.88}};
  const std::vector<Level> postcodes = {
      {Measure::exact}, {Measure::postcode_sector}, {Measure::postcode_district}, {Measure::postcode_area}};
  std::vector<config::Job> all;
  all.push_back(job_of({{0, "given_name", names, true},
                        {1, "surname", names, true},
                        {2, "birth_date", dates, true},
                        {3, "phone", phones, false},
                        {4, "email", emails, true},
                        {5, "postcode", postcodes, true}}));
  // Exchanged names, before and after the exact level; an exact level that equal values never reach; one attribute in
  // two comparisons.
  all.push_back(job_of(
      {{0, "given_name", {{Measure::swapped, 0, 0, 1}, {Measure::exact}, {Measure::jaro_winkler, 0.8}}, true},
       {1, "surname", {{Measure::jaro_winkler, 0.9}, {Measure::exact}, {Measure::swapped, 0, 0, 0}}, true},
       {1, "surname", {{Measure::exact}, {Measure::phonetic}, {Measure::initial}, {Measure::prefix, 0, 2}}, true},
       {2, "birth_date", {{Measure::day_month_swapped}, {Measure::exact}, {Measure::days, 3}}, true}}));
  // Combined levels: alone, before the exact level, between kernels; of attributes that are compared themselves, and of
  // an attribute that is not.
  const auto leaf = [](AttributeIndex attribute, Level level) {
    level.attribute = attribute;
    return level;
  };
  const auto combined = [](config::Combination combination, std::vector<Level> parts) {
    Level level{.measure = Measure::combined};
    level.combination = combination;
    level.parts = std::move(parts);
    return level;
  };
  constexpr auto any = config::Combination::any, negation = config::Combination::negation;
  all.push_back(
      job_of({{0,
               "given_name",
               {combined(config::Combination::all, {{Measure::exact}, leaf(1, {Measure::exact})}),
                {Measure::exact},
                {Measure::jaro_winkler, 0.9},
                combined(config::Combination::all, {{Measure::jaro_winkler, 0.8}, leaf(2, {Measure::days, 40})}),
                {Measure::jaro_winkler, 0.7}},
               true},
              {2,
               "birth_date",
               {{Measure::exact},
                combined(any, {leaf(4, {Measure::email_local}), {Measure::damerau_levenshtein, 1}}),
                {Measure::damerau_levenshtein, 2}},
               true},
              {5,
               "postcode",
               {{Measure::postcode_sector},
                combined(negation, {leaf(1, {Measure::jaro_winkler, 0.5})}),
                {Measure::postcode_area}},
               false}}));
  // More comparisons than the screen can hold.
  std::vector<config::ComparisonConfig> many;
  for (int i = 0; i < 36; ++i)
    many.push_back({static_cast<AttributeIndex>(i % 6), "exact", {{Measure::exact}}, i >= 30});
  all.push_back(job_of(std::move(many)));
  // Term frequencies on levels of similar values.
  all.push_back(all[0]);
  for (auto& comparison : all.back().comparisons)
    if (comparison.term_frequency) comparison.term_frequency_fuzzy = 0.75;
  all.back().comparisons[1].term_frequency_minimum = 0.03;
  all.push_back(all[1]);
  for (auto& comparison : all.back().comparisons) comparison.term_frequency_fuzzy = 1;
  return all;
}

/// Arbitrary probabilities: weights of both signs, in no order.
model::Model random_model(std::uint64_t seed, const config::Job& job) {
  Random random(seed);
  const auto probability = [&] { return std::exp2(-0.01 * static_cast<double>(1 + random.below(1200))); };
  model::Model model = model::empty_model(job);
  model.prior = probability();
  for (auto& comparison : model.comparisons)
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      comparison.levels[level].m = probability();
      comparison.levels[level].u = probability();
    }
  // In every second model neighbouring comparisons depend on each other, with corrections of both signs.
  if (seed % 2 == 0)
    for (std::size_t c = 0; c + 1 < std::min<std::size_t>(model.comparisons.size(), 5); ++c) {
      auto& pair = model.dependence.emplace_back(model::Dependence{c, c + 1, 1, {}});
      const std::size_t width = model.comparisons[c + 1].levels.size();
      for (std::size_t i = 0; i < model.comparisons[c].levels.size() * width; ++i)
        pair.correction.push_back(
            i < width || i % width == 0 ? 0 : to_fixed(0.01 * static_cast<double>(random.below(600)) - 3));
    }
  // In every third model relatives agree on some of what records agree on; in every second of these neighbours too.
  if (seed % 3 == 0) {
    model.prior = std::min(model.prior, 0.3);
    model.related_prior = 0.3 * probability();
    if (seed % 2 == 0) model.neighbour_prior = 0.3 * probability();
    for (auto& comparison : model.comparisons)
      for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
        comparison.levels[level].r = probability();
        if (model.neighbour_prior > 0) comparison.levels[level].neighbour = probability();
      }
  }
  model.update_weights();
  return model;
}

using EdgeTuple = std::tuple<RecordId, RecordId, model::Pattern, FixedWeight, std::uint16_t, std::vector<std::int32_t>>;

std::vector<EdgeTuple> sorted(const EdgeList& edges, std::size_t num_term_frequencies) {
  std::vector<EdgeTuple> list;
  EXPECT_EQ(edges.term_frequency.size(), edges.size() * num_term_frequencies);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const auto first = edges.term_frequency.begin() + static_cast<std::ptrdiff_t>(e * num_term_frequencies);
    list.emplace_back(edges.left[e], edges.right[e], edges.pattern[e], edges.weight[e], edges.rule[e],
                      std::vector<std::int32_t>(first, first + static_cast<std::ptrdiff_t>(num_term_frequencies)));
  }
  std::sort(list.begin(), list.end());
  return list;
}

void expect_edges_of_naive_twin(const Table& table, const config::Job& job, const model::Model& model,
                                const block::PairScope& scope) {
  const PairWeights weights(job, model, table.facts());
  const PairEvaluator naive(job);
  EdgeList everything;
  const auto counts =
      reference::score_tiles(table.set, table.rows, scope, {naive, weights, to_fixed(-100'000)}, 3, everything);
  const auto all = sorted(everything, weights.num_term_frequencies());
  // Thresholds equal to existing weights, so that a bound that is off by one is noticed; some with all pairs above
  // them, some with none.
  std::vector<FixedWeight> reached = everything.weight;
  std::sort(reached.begin(), reached.end());
  std::vector<FixedWeight> thresholds = {to_fixed(-1e6), to_fixed(1e6)};
  if (!reached.empty())
    for (const double share : {0.5, 0.9, 0.99, 0.999}) {
      const auto weight = reached[static_cast<std::size_t>(share * static_cast<double>(reached.size() - 1))];
      thresholds.insert(thresholds.end(), {weight, weight + 1});
    }
  for (const auto threshold : thresholds) {
    std::vector<EdgeTuple> expected;
    std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                 [&](const EdgeTuple& edge) { return std::get<3>(edge) >= threshold; });
    for (const Simd simd : supported()) {
      EdgeList edges;
      const auto found = local_score_tiles(table.set, table.rows, scope, {PairEvaluator(job, simd), weights, threshold},
                                           3, append_to(edges));
      EXPECT_EQ(found.scored, counts.scored);
      EXPECT_EQ(found.claimed_earlier, counts.claimed_earlier);
      ASSERT_EQ(sorted(edges, weights.num_term_frequencies()), expected)
          << similarity::name_of(simd) << " threshold " << threshold;
    }
  }
}

TEST(ScoreTiles, edges_are_those_of_the_naive_twin_for_any_model_and_threshold) {
  std::uint64_t seed = 100;
  for (const auto& job : jobs())
    for (const auto* shapes : {&kShapes, &kTinyShapes})
      for (const std::size_t num_earlier : {0u, 2u})
        for (const bool between_sources_only : {false, true}) {
          const Table table = make_table(++seed, *shapes, num_earlier);
          for (std::uint64_t m = 0; m < 2; ++m)
            ASSERT_NO_FATAL_FAILURE(
                expect_edges_of_naive_twin(table, job, random_model(mix(seed, m), job), {between_sources_only, {}}))
                << "seed " << seed;
        }
}

TEST(ScoreTiles, edges_are_those_of_the_naive_twin_if_rules_give_records_several_keys) {
  const SeveralKeys several;
  const auto job = jobs()[0];
  std::uint64_t seed = 300;
  for (const auto* shapes : {&kShapes, &kTinyShapes})
    for (const std::size_t num_earlier : {0u, 2u})
      for (const bool between_sources_only : {false, true})
        for (const auto& [as_earlier, as_own] :
             {std::pair(true, false), std::pair(false, true), std::pair(true, true)}) {
          Table table = make_table(++seed, *shapes, num_earlier);
          several.give(table.rows, as_earlier, as_own);
          ASSERT_NO_FATAL_FAILURE(
              expect_edges_of_naive_twin(table, job, random_model(seed, job), {between_sources_only, {}}))
              << "seed " << seed;
        }
}

TEST(ScoreTiles, weights_beyond_32_bits_are_summed_exactly) {
  const auto job = jobs()[0];
  auto model = random_model(1, job);
  model.comparisons[0].levels[1].u = 1e-300;
  model.comparisons[1].levels[2].m = 1e-300;
  model.comparisons[2].levels[1].u = 1e-300;
  model.comparisons[3].levels[1].u = 1e-300;
  model.comparisons[3].levels[4].m = 1e-300;
  model.update_weights();
  const Table table = make_table(50, kShapes, 1);
  EXPECT_FALSE(PairWeights(job, model, table.facts()).can_bound());
  EXPECT_TRUE(PairWeights(job, random_model(1, job), table.facts()).can_bound());
  ASSERT_NO_FATAL_FAILURE(expect_edges_of_naive_twin(table, job, model, {}));
}

TEST(ScoreTiles, patterns_are_counted_as_by_the_naive_twin) {
  const SeveralKeys several;
  for (const auto& job : jobs())
    for (const auto* shapes : {&kShapes, &kTinyShapes})
      for (const auto& [between_sources_only, several_keys] :
           {std::pair(false, false), std::pair(true, false), std::pair(false, true), std::pair(true, true)}) {
        Table table = make_table(70, *shapes, 2);
        several.give(table.rows, several_keys, several_keys);
        const block::PairScope scope{between_sources_only, {}};
        const auto expected = reference::count_patterns(table.set, table.rows, scope, PairEvaluator(job));
        for (const Simd simd : supported()) {
          const PairEvaluator evaluator(job, simd);
          RulePatterns patterns;
          const auto counts = local_count_patterns(table.set, table.rows, scope, evaluator, {}, patterns);
          std::map<model::Pattern, std::pair<std::uint64_t, std::uint64_t>> found;
          for (const auto& item : patterns.all_pairs.sorted()) found[item.pattern].first = item.count;
          for (const auto& item : patterns.new_pairs.sorted()) found[item.pattern].second = item.count;
          ASSERT_EQ(found, expected) << similarity::name_of(simd);

          std::uint64_t num_pairs = 0;
          for (const auto& [pattern, pairs] : expected) num_pairs += pairs.first;
          EXPECT_GE(counts.scored + counts.claimed_earlier, num_pairs);
          if (!several_keys) {
            EXPECT_EQ(counts.scored + counts.claimed_earlier, num_pairs);
          }
          const auto only_counted = local_count_pairs(table.set, table.rows, scope);
          EXPECT_EQ(only_counted.scored, counts.scored);
          EXPECT_EQ(only_counted.claimed_earlier, counts.claimed_earlier);
        }
      }
}

TEST(ScoreTiles, overlaps_are_the_pairs_that_an_earlier_rule_proposes_too) {
  const auto job = jobs()[0];
  const SeveralKeys several;
  Table table = make_table(71, kShapes, 2);
  // Rules 0 and 1 give records several keys, rules 2 and 3 one key each.
  several.give(table.rows, true, false);
  RulePatterns patterns;
  local_count_patterns(table.set, table.rows, {}, PairEvaluator(job), {true, false, true, true}, patterns);
  ASSERT_EQ(patterns.overlaps.size(), 4u);
  EXPECT_TRUE(patterns.overlaps[1].sorted().empty());  // not wanted
  const auto expect_overlap = [&](std::size_t rule, const auto& is_proposed) {
    model::PatternCounter counter;
    for (const auto& tile : table.set.tiles)
      for (std::uint64_t i = tile.first; i < tile.first + tile.num_left; ++i)
        for (std::uint64_t j = tile.num_right == 0 ? i + 1 : tile.first + tile.num_left;
             j < tile.first + tile.num_rows(); ++j)
          if (is_proposed(i, j)) counter.add(reference::pattern(PairEvaluator(job), table.rows, i, j));
    EXPECT_EQ(patterns.overlaps[rule].sorted(), counter.sorted()) << rule;
    EXPECT_FALSE(counter.sorted().empty());
  };
  for (const std::size_t rule : {2, 3})
    expect_overlap(rule, [&](std::uint64_t i, std::uint64_t j) {
      const auto& keys = table.rows.earlier_keys[rule - 2];
      return keys[i] == keys[j] && keys[i] != block::kNoKey;
    });
  block::RuleKeyEvaluator evaluator(table.rows.attributes, table.set.ids.size(), several.rules[0]);
  expect_overlap(0, [&](std::uint64_t i, std::uint64_t j) {
    std::vector<block::KeyHash> left, right;
    evaluator.append_keys(i, left);
    evaluator.append_keys(j, right);
    return std::ranges::find_first_of(left, right) != left.end();
  });
}

TEST(PairWeights, of_rare_values_that_relatives_share_grow_less) {
  const auto job = jobs()[0];
  auto model = random_model(1, job);
  model.prior = 0.01;
  model.related_prior = 0.02;
  for (auto& comparison : model.comparisons)
    for (std::size_t level = 1; level < comparison.levels.size(); ++level)
      comparison.levels[level].r = comparison.levels[level].u;
  // Relatives share the surname, and nothing else.
  model.comparisons[1].levels[1].r = 0.9;
  model.comparisons[1].levels[1].u = 0.01;
  model.update_weights();
  const Table table = make_table(80, kShapes, 0);
  const PairWeights weights(job, model, table.facts());
  const model::PatternSpace space = model.pattern_space();
  const model::RelatedTerm related(model);
  std::vector<FixedWeight> found(weights.num_term_frequencies());
  std::size_t num_smaller = 0;
  for (std::uint64_t i = 0; i + 1 < table.set.ids.size(); ++i) {
    const auto pattern = reference::pattern(PairEvaluator(job), table.rows, i, i + 1);
    const FixedWeight sum = weights.adjust(pattern, table.rows, i, i + 1, found);
    FixedWeight all = 0, surname = 0;
    for (std::size_t t = 0; t < found.size(); ++t) {
      const auto full = weights.term_frequency(t, pattern, table.rows, i, i + 1);
      all += full;
      if (weights.comparison_of(t) == 1) {
        surname = full;
        num_smaller += found[t] != full ? 1 : 0;
      } else {
        EXPECT_EQ(found[t], full);
      }
    }
    // The exact weight; sixteenths are rounded down.
    auto odds = related.odds_of(space, pattern);
    odds.related += surname;
    const double exact = to_double(all - related.term(odds) + related(space, pattern));
    EXPECT_NEAR(to_double(sum), exact, std::abs(to_double(surname)) / 16 + 1e-5);
    EXPECT_LE(sum, all + related(space, pattern));
  }
  EXPECT_GT(num_smaller, 5u);
}

TEST(ScoreTiles, no_tiles_give_nothing) {
  const auto job = jobs()[0];
  const Table table = make_table(1, {}, 0);
  EdgeList edges;
  const PairWeights weights(job, random_model(1, job), table.facts());
  EXPECT_EQ(local_score_tiles(table.set, table.rows, {}, {PairEvaluator(job), weights, 0}, 0, append_to(edges)).scored,
            0u);
  EXPECT_EQ(edges.size(), 0u);
}

}  // namespace
}  // namespace onefold::score
