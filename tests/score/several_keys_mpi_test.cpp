// Rules that give a record several keys, mixed with others, against brute force over all pairs: each pair is scored
// once, by the first rule with a common key in effect, however blocks are cut into waves and tiles.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "block/blocks.hpp"
#include "block/new_pairs.hpp"
#include "record/hash.hpp"
#include "score/score_tiles.hpp"
#include "score/some_model.hpp"
#include "score/training_counts.hpp"
#include "support/edge_list.hpp"
#include "support/make_columns.hpp"
#include "support/mpi_test.hpp"

namespace onefold::score {
namespace {

using test::append_to;
using test::EdgeList;

using config::BlockingRule;
using config::KeyExpression;
using config::KeyFunction;
using config::Measure;
using Pair = std::pair<RecordId, RecordId>;

enum Attributes : AttributeIndex { kTitle, kEmails, kYear };

KeyExpression plain(AttributeIndex index) { return {.function = KeyFunction::attribute, .attribute = index}; }
KeyExpression of(KeyFunction function, KeyExpression argument, std::uint32_t count = 0) {
  return {.function = function, .count = count, .arguments = {std::move(argument)}};
}

// Titles of up to seven words, some of which occur in most titles; arrays of up to three addresses; few years. Many
// values are missing.
std::vector<test::Record> some_records(std::uint64_t seed, std::size_t count) {
  std::vector<test::Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    std::string title;
    const std::size_t num_words = mix(seed, i) % 8;
    for (std::size_t w = 0; w < num_words; ++w) {
      const auto draw = mix(seed + w + 1, i);
      title += (w == 0 ? "" : " ") +
               (draw % 3 == 0 ? "the" + std::to_string(draw / 8 % 2) : "w" + std::to_string(draw / 8 % 40) + "x");
    }
    std::set<std::string> emails;
    for (std::size_t e = 0; e < mix(seed + 20, i) % 4; ++e)
      emails.insert("m" + std::to_string(mix(seed + 30 + e, i) % 60) + "@x");
    std::string joined;
    for (const auto& email : emails) joined += (joined.empty() ? "" : "\x1f") + email;
    const auto year = mix(seed + 40, i);
    records.push_back({title, joined, year % 9 == 0 ? "" : std::to_string(1990 + year / 16 % 6)});
  }
  return records;
}

struct Rules {
  std::vector<BlockingRule> rules;
  /// [rule] keys of a record as texts, computed without the code under test.
  std::vector<std::function<std::set<std::string>(const test::Record&)>> keys;
};

std::vector<std::string> words_of(const std::string& text, const std::string& separators) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (separators.find(c) == std::string::npos)
      words.back() += c;
    else
      words.emplace_back();
  }
  std::erase(words, "");
  return words;
}

void add_rule(Rules& all, std::vector<KeyExpression> on, std::function<std::set<std::string>(const test::Record&)> keys,
              std::uint64_t max_block_size = 0, config::Oversized oversized = config::Oversized::skip) {
  BlockingRule rule{.on = std::move(on),
                    .name = "r" + std::to_string(all.rules.size()),
                    .max_block_size = max_block_size,
                    .oversized = oversized};
  if (oversized == config::Oversized::split) rule.split_by = {plain(kYear)};
  all.rules.push_back(std::move(rule));
  all.keys.push_back(std::move(keys));
}

Rules mixed_rules() {
  using Set = std::set<std::string>;
  Rules all;
  add_rule(
      all, {of(KeyFunction::any_word, plain(kTitle)), plain(kYear)},
      [](const test::Record& r) {
        Set keys;
        if (!r[kYear].empty())
          for (const auto& word : words_of(r[kTitle], " ")) keys.insert(word + "/" + r[kYear]);
        return keys;
      },
      6);
  add_rule(
      all, {of(KeyFunction::prefix, plain(kTitle), 6)},
      [](const test::Record& r) { return r[kTitle].empty() ? Set{} : Set{r[kTitle].substr(0, 6)}; }, 30);
  add_rule(all, {of(KeyFunction::any, plain(kEmails))}, [](const test::Record& r) {
    const auto emails = words_of(r[kEmails], "\x1f");
    return Set(emails.begin(), emails.end());
  });
  add_rule(all, {plain(kYear), of(KeyFunction::prefix, of(KeyFunction::any, plain(kEmails)), 2)},
           [](const test::Record& r) {
             Set keys;
             if (!r[kYear].empty())
               for (const auto& email : words_of(r[kEmails], "\x1f")) keys.insert(email.substr(0, 2));
             if (keys.empty()) return keys;
             Set with_year;
             for (const auto& key : keys) with_year.insert(key + "/" + r[kYear]);
             return with_year;
           });
  add_rule(
      all, {plain(kYear)}, [](const test::Record& r) { return r[kYear].empty() ? Set{} : Set{r[kYear]}; }, 25);
  add_rule(
      all, {of(KeyFunction::any_word, plain(kTitle))},
      [](const test::Record& r) {
        const auto words = words_of(r[kTitle], " ");
        return Set(words.begin(), words.end());
      },
      15, config::Oversized::split);
  add_rule(
      all, {of(KeyFunction::any_ngram, plain(kTitle), 5)},
      [](const test::Record& r) {
        Set keys;
        const std::string& title = r[kTitle];
        if (!title.empty()) keys.insert(title.substr(0, 5));
        for (std::size_t i = 0; i + 5 <= title.size(); ++i) keys.insert(title.substr(i, 5));
        return keys;
      },
      40);
  return all;
}

// [rule][record] the effective keys, by counting.
std::vector<std::vector<std::set<std::string>>> naive_keys_in_effect(const Rules& all,
                                                                     const std::vector<test::Record>& records) {
  std::vector<std::vector<std::set<std::string>>> in_effect;
  for (std::size_t r = 0; r < all.rules.size(); ++r) {
    const auto& rule = all.rules[r];
    auto& keys = in_effect.emplace_back();
    for (const auto& record : records) keys.push_back(all.keys[r](record));
    if (rule.max_block_size == 0) continue;
    std::map<std::string, std::uint64_t> sizes;
    for (const auto& of_record : keys)
      for (const auto& key : of_record) ++sizes[key];
    std::map<std::string, std::uint64_t> finer_sizes;
    for (std::size_t i = 0; i < records.size(); ++i) {
      std::set<std::string> kept;
      for (const auto& key : keys[i]) {
        const bool oversized = sizes[key] > rule.max_block_size;
        const bool splits = rule.oversized == config::Oversized::split && !records[i][kYear].empty();
        if (!oversized) kept.insert(key);
        if (oversized && splits) {
          kept.insert(key + "|" + records[i][kYear]);
          ++finer_sizes[key + "|" + records[i][kYear]];
        }
      }
      keys[i] = kept;
    }
    for (auto& of_record : keys)
      std::erase_if(of_record, [&](const auto& key) {
        const auto found = finer_sizes.find(key);
        return found != finer_sizes.end() && found->second > rule.max_block_size;
      });
  }
  return in_effect;
}

bool share(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& key) { return b.contains(key); });
}

struct Expected {
  std::map<Pair, int> first_rule;
  std::vector<std::uint64_t> new_pairs;       // [rule]
  std::vector<std::uint64_t> distinct_pairs;  // [rule] including pairs of earlier rules
};
Expected by_brute_force(const Rules& all, const std::vector<test::Record>& records, const block::PairScope& scope,
                        const Columns& columns) {
  const auto keys = naive_keys_in_effect(all, records);
  Expected expected;
  expected.new_pairs.resize(all.rules.size());
  expected.distinct_pairs.resize(all.rules.size());
  for (RecordId i = 0; i < records.size(); ++i)
    for (RecordId j = i + 1; j < records.size(); ++j) {
      if (!scope.allows(columns.source_of(i), columns.source_of(j))) continue;
      for (std::size_t r = 0; r < all.rules.size(); ++r) {
        if (!share(keys[r][i], keys[r][j])) continue;
        ++expected.distinct_pairs[r];
        if (expected.first_rule.insert({{i, j}, static_cast<int>(r)}).second) ++expected.new_pairs[r];
      }
    }
  return expected;
}

config::Job job_of(const Rules& all, bool year_is_compared) {
  config::Job job;
  job.attributes = {{.name = "title", .type = AttributeType::text},
                    {.name = "emails", .type = AttributeType::email},
                    {.name = "year", .type = AttributeType::text}};
  job.blocking = all.rules;
  // Attributes that only keys read are fetched with the rows too.
  job.comparisons = {{kTitle,
                      "title",
                      {{Measure::exact, 0, 0, 0, "exact"}, {Measure::jaro_winkler, 0.8, 0, 0, "jaro_winkler >= 0.8"}},
                      true}};
  if (year_is_compared) job.comparisons.push_back({kYear, "year", {{Measure::exact, 0, 0, 0, "exact"}}, false});
  return job;
}

std::vector<block::RuleKeys> keys_in_effect(const std::vector<BlockingRule>& rules, const Columns& columns,
                                            std::uint64_t max_rows) {
  std::vector<block::RuleKeys> keys;
  for (const auto& rule : rules) {
    block::RuleSize skipped;
    keys.push_back(block::keys_in_effect(test::world(), columns, rule, max_rows, skipped));
  }
  return keys;
}

std::vector<std::pair<Pair, int>> gathered(const EdgeList& edges) {
  const auto& world = test::world();
  const auto left = world.gather_all(edges.left), right = world.gather_all(edges.right);
  const auto rule = world.gather_all(edges.rule);
  std::vector<std::pair<Pair, int>> found;
  for (std::size_t e = 0; e < left.size(); ++e) found.push_back({{left[e], right[e]}, rule[e]});
  std::sort(found.begin(), found.end());
  return found;
}

class SeveralKeysOf : public ::testing::TestWithParam<std::tuple<std::size_t, bool>> {};

TEST_P(SeveralKeysOf, all_pairs_are_scored_once_for_the_first_rule_with_a_common_key_in_effect) {
  const auto [count, between_sources_only] = GetParam();
  const auto& world = test::world();
  for (const std::uint64_t seed : {test::kSeed, test::kSeed + 100}) {
    const auto records = some_records(seed, count);
    const auto columns = test::make_columns(world, records, 3, {count / 3, count});
    const block::PairScope scope{between_sources_only, columns.source_ends};
    // Also in reverse order, so that rules with one key come both before and after rules with several.
    auto all = mixed_rules();
    if (seed != test::kSeed) {
      std::reverse(all.rules.begin(), all.rules.end());
      std::reverse(all.keys.begin(), all.keys.end());
    }
    const auto expected = by_brute_force(all, records, scope, columns);
    const std::vector<std::pair<Pair, int>> expected_edges(expected.first_rule.begin(), expected.first_rule.end());
    struct Cut {
      std::uint64_t max_rows, min_tile_pairs;
    };
    for (const auto [max_rows, min_tile_pairs] : {Cut{1'000'000, 4096}, Cut{30, 4}, Cut{1, 100}}) {
      const auto job = job_of(all, max_rows == 30);
      const PairEvaluator evaluator(job);
      const auto model = some_model(job);
      const PairWeights weights(job, model, columns.facts());
      const auto keys = keys_in_effect(all.rules, columns, max_rows);
      EdgeList edges;
      EdgeList best;
      for (std::size_t r = 0; r < all.rules.size(); ++r) {
        const auto rules = block::RulesSoFar::of(keys, r);
        PairCounts scored, counted;
        std::uint64_t new_in_blocks = 0, num_pairs = 0;
        for (const auto& wave : block::plan_waves(world, columns, keys[r], max_rows)) {
          const auto blocks = block::make_blocks(world, columns, keys[r], wave);
          num_pairs += block::local_size(blocks, scope).num_pairs;
          const auto of_blocks = block::fetch_rows(world, columns, blocks.ids, {}, rules);
          new_in_blocks += block::local_count_new_pairs(blocks, of_blocks, scope);
          const auto set = block::deal_tiles(world, blocks, scope, {0.1, min_tile_pairs, rules.several_keys()});
          const auto rows = block::fetch_rows(world, columns, set.ids, evaluator.attributes(), rules);
          const auto some = local_score_tiles(set, rows, scope, {evaluator, weights, to_fixed(-500)},
                                              static_cast<std::uint16_t>(r), append_to(edges));
          (void)local_score_tiles(set, rows, scope, {evaluator, weights, to_fixed(0)}, static_cast<std::uint16_t>(r),
                                  append_to(best));
          const auto only_counted = local_count_pairs(set, rows, scope);
          scored.scored += some.scored;
          scored.claimed_earlier += some.claimed_earlier;
          counted.scored += only_counted.scored;
          counted.claimed_earlier += only_counted.claimed_earlier;
        }
        EXPECT_EQ(world.sum(scored.scored), expected.new_pairs[r]) << "rule " << r;
        EXPECT_EQ(world.sum(scored.scored + scored.claimed_earlier), world.sum(num_pairs)) << "rule " << r;
        EXPECT_EQ(counted.scored, scored.scored);
        EXPECT_EQ(counted.claimed_earlier, scored.claimed_earlier);
        EXPECT_EQ(world.sum(new_in_blocks), expected.new_pairs[r]) << "rule " << r << ", from blocks";
      }
      EXPECT_EQ(gathered(edges), expected_edges) << "waves of " << max_rows;
      // With a threshold, the screen must keep exactly the pairs that reach it.
      const auto all_weights = world.gather_all(edges.weight);
      EXPECT_EQ(gathered(best).size(), static_cast<std::size_t>(std::count_if(all_weights.begin(), all_weights.end(),
                                                                              [](auto w) { return w >= 0; })));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Inputs, SeveralKeysOf,
                         ::testing::Combine(::testing::Values(std::size_t{0}, std::size_t{2}, std::size_t{150}),
                                            ::testing::Bool()));

TEST(SeveralKeys, training_counts_each_pair_of_a_rule_once_and_knows_which_are_new) {
  const auto& world = test::world();
  const auto records = some_records(test::kSeed, 120);
  const auto columns = test::make_columns(world, records, 3);
  const block::PairScope scope{false, columns.source_ends};
  const auto all = mixed_rules();
  const auto job = job_of(all, true);
  const auto keys = keys_in_effect(all.rules, columns, 1'000'000);
  const auto expected = by_brute_force(all, records, scope, columns);
  for (std::size_t r = 0; r < all.rules.size(); ++r) {
    const auto blocks = block::make_blocks(world, columns, keys[r]);
    const auto size = block::sum_sizes(world, block::local_size(blocks, scope));
    const auto counts = count_rule_patterns({world, job, columns, scope, keys}, r, size.num_pairs, blocks);
    std::uint64_t num_all = 0, num_new = 0;
    for (const auto& item : counts.all_pairs) num_all += item.count;
    for (const auto& item : counts.new_pairs) num_new += item.count;
    EXPECT_EQ(num_all, expected.distinct_pairs[r]) << "rule " << r;
    EXPECT_EQ(num_new, expected.new_pairs[r]) << "rule " << r;
  }
  for (const std::uint64_t max_rows : {1U, 50U, 1'000'000U})
    EXPECT_EQ(count_proposed_pairs(world, columns, scope, keys, max_rows), expected.first_rule.size());
}

TEST(SeveralKeys, chosen_records_are_shown_with_all_their_candidates) {
  const auto& world = test::world();
  const auto records = some_records(test::kSeed, 120);
  const auto columns = test::make_columns(world, records, 3);
  for (const bool between_sources_only : {false, true}) {
    const block::PairScope scope{between_sources_only, columns.source_ends};
    const auto all = mixed_rules();
    const auto job = job_of(all, true);
    const auto keys = keys_in_effect(all.rules, columns, 1'000'000);
    const auto expected = by_brute_force(all, records, scope, columns);
    for (const RecordId every : {1U, 3U, 1000U}) {
      const auto chosen = [&](RecordId id) { return id % every == 0; };
      std::map<RecordId, std::uint64_t> wanted, found;
      for (const auto& [pair, rule] : expected.first_rule)
        for (const RecordId id : {pair.first, pair.second})
          if (chosen(id)) ++wanted[id];
      for (std::size_t r = 0; r < all.rules.size(); ++r)
        for (const auto& pair : list_candidates({world, job, columns, scope, keys}, r,
                                                block::make_blocks(world, columns, keys[r]), chosen))
          ++found[pair.record];
      if (world.is_root()) {
        EXPECT_EQ(found, wanted) << "every " << every;
      }
    }
  }
}

TEST(TilesOfChosen, hold_each_pair_with_a_chosen_record_once_for_blocks_of_any_size) {
  block::Blocks blocks;
  blocks.hashes = {5};
  for (RecordId id = 0; id < 6000; ++id) blocks.ids.push_back(id);
  blocks.begins = {0, 6000};
  const auto set = tiles_of_chosen(blocks, [](RecordId id) { return id % 4 == 1; });
  std::uint64_t pairs = 0;
  for (const auto& tile : set.tiles) {
    EXPECT_EQ(tile.hash, 5U);
    pairs += tile.num_right == 0 ? std::uint64_t{tile.num_left} * (tile.num_left - 1) / 2
                                 : std::uint64_t{tile.num_left} * tile.num_right;
  }
  EXPECT_EQ(pairs, 1500ULL * 1499 / 2 + 1500ULL * 4500);
}

}  // namespace
}  // namespace onefold::score
