#include <algorithm>
#include <map>
#include <numeric>
#include <set>

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

using config::KeyExpression;
using config::KeyFunction;
using config::Measure;

constexpr std::size_t kNumRecords = 120;

KeyExpression attribute(AttributeIndex index) { return {.function = KeyFunction::attribute, .attribute = index}; }

// Three attributes with skewed values, some missing.
std::vector<test::Record> some_records() {
  const std::vector<std::string> surnames = {"smith", "smyth", "jones", "johnes", "brown", "taylor", "tailor", ""};
  std::vector<test::Record> records;
  for (std::size_t i = 0; i < kNumRecords; ++i) {
    const auto draw = mix(test::kSeed, i);
    records.push_back({surnames[draw % 8], draw % 9 == 0 ? "" : "19" + std::to_string(70 + draw / 8 % 5) + "-01-02",
                       draw % 3 == 0 ? "" : "m" + std::to_string(draw / 64 % 30) + "@x.example"});
  }
  return records;
}

config::Job some_job() {
  config::Job job;
  job.attributes = {{.name = "surname", .type = AttributeType::surname},
                    {.name = "birth_date", .type = AttributeType::birth_date},
                    {.name = "email", .type = AttributeType::email}};
  job.blocking = {{{attribute(0)}, "surname", 1'000'000},
                  {{attribute(1)}, "birth_date", 1'000'000},
                  {{attribute(2)}, "email", 1'000'000}};
  job.comparisons = {{0,
                      "surname",
                      {{Measure::exact, 0, 0, 0, "exact"}, {Measure::jaro_winkler, 0.8, 0, 0, "jaro_winkler >= 0.8"}},
                      true},
                     {1, "birth_date", {{Measure::exact, 0, 0, 0, "exact"}}, false},
                     {2, "email", {{Measure::exact, 0, 0, 0, "exact"}}, false}};
  return job;
}

// The first rule that proposes a pair, by brute force; -1: none.
int first_rule(const config::Job& job, const test::Record& a, const test::Record& b) {
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    const auto attribute_index = job.blocking[r].on[0].attribute;
    if (!a[attribute_index].empty() && a[attribute_index] == b[attribute_index]) return static_cast<int>(r);
  }
  return -1;
}

std::vector<block::RuleKeys> keys_of(const config::Job& job) {
  std::vector<block::RuleKeys> keys;
  for (const auto& rule : job.blocking) keys.emplace_back(rule.on);
  return keys;
}

// Collective. The edges of all ranks, on every rank, sorted by (left, right).
EdgeList sorted_edges(const EdgeList& local, std::size_t num_term_frequencies) {
  const auto& world = test::world();
  EdgeList all{world.gather_all(local.left),   world.gather_all(local.right), world.gather_all(local.pattern),
               world.gather_all(local.weight), world.gather_all(local.rule),  world.gather_all(local.term_frequency)};
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) {
    return std::pair(all.left[a], all.right[a]) < std::pair(all.left[b], all.right[b]);
  });
  EdgeList edges;
  for (const std::size_t e : order) {
    edges.left.push_back(all.left[e]);
    edges.right.push_back(all.right[e]);
    edges.pattern.push_back(all.pattern[e]);
    edges.weight.push_back(all.weight[e]);
    edges.rule.push_back(all.rule[e]);
    for (std::size_t t = 0; t < num_term_frequencies; ++t)
      edges.term_frequency.push_back(all.term_frequency[e * num_term_frequencies + t]);
  }
  return edges;
}

EdgeList score_everything(const config::Job& job, const Columns& columns, const model::Model& model,
                          FixedWeight threshold, std::vector<PairCounts>* counts = nullptr) {
  const auto& world = test::world();
  const PairEvaluator evaluator(job);
  const PairWeights weights(job, model, columns.facts());
  const block::PairScope scope{job.task == config::Task::link, columns.source_ends};
  const auto keys = keys_of(job);
  EdgeList edges;
  for (std::size_t rule = 0; rule < job.blocking.size(); ++rule) {
    const auto set =
        block::deal_tiles(world, block::make_blocks(world, columns, job.blocking[rule].on), scope, {0.1, 16});
    const auto rows = block::fetch_rows(world, columns, set.ids, evaluator.attributes(), std::span(keys).first(rule));
    const auto local = local_score_tiles(set, rows, scope, {evaluator, weights, threshold},
                                         static_cast<std::uint16_t>(rule), append_to(edges));
    if (counts != nullptr) counts->push_back({world.sum(local.scored), world.sum(local.claimed_earlier)});
  }
  return sorted_edges(edges, weights.num_term_frequencies());
}

TEST(Scoring, finds_every_candidate_pair_once_for_the_first_rule_that_proposes_it) {
  const auto records = some_records();
  for (const auto task : {config::Task::dedupe, config::Task::link}) {
    auto job = some_job();
    job.task = task;
    const auto columns = test::make_columns(test::world(), records, 3, {50, kNumRecords});
    std::vector<PairCounts> counts;
    // A threshold that every pair reaches.
    const auto edges = score_everything(job, columns, some_model(job), to_fixed(-500), &counts);

    std::map<std::pair<RecordId, RecordId>, int> expected;
    std::vector<std::uint64_t> expected_new(3, 0);
    for (RecordId i = 0; i < kNumRecords; ++i)
      for (RecordId j = i + 1; j < kNumRecords; ++j) {
        if (task == config::Task::link && (i < 50) == (j < 50)) continue;
        const int rule = first_rule(job, records[i], records[j]);
        if (rule < 0) continue;
        expected[{i, j}] = rule;
        ++expected_new[static_cast<std::size_t>(rule)];
      }
    std::map<std::pair<RecordId, RecordId>, int> found;
    for (std::size_t e = 0; e < edges.size(); ++e) {
      EXPECT_LT(edges.left[e], edges.right[e]);
      EXPECT_TRUE(found.insert({{edges.left[e], edges.right[e]}, edges.rule[e]}).second) << "an edge twice";
    }
    EXPECT_EQ(found, expected);
    for (std::size_t r = 0; r < 3; ++r) EXPECT_EQ(counts[r].scored, expected_new[r]);
  }
}

TEST(Scoring, weight_is_prior_plus_levels_plus_term_frequency) {
  const auto records = some_records();
  const auto job = some_job();
  const auto model = some_model(job);
  const auto columns = test::make_columns(test::world(), records, 3);
  const auto threshold = to_fixed(-3);
  const auto edges = score_everything(job, columns, model, threshold);
  const auto space = model.pattern_space();
  std::map<std::string, std::uint64_t> frequency;
  std::uint64_t present = 0;
  for (const auto& record : records)
    if (!record[0].empty()) {
      ++frequency[record[0]];
      ++present;
    }
  std::uint64_t with_adjustment = 0;
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const auto& a = records[edges.left[e]];
    const auto& b = records[edges.right[e]];
    FixedWeight weight = model.prior_weight;
    for (std::size_t c = 0; c < 3; ++c) weight += model.comparisons[c].levels[space.level(edges.pattern[e], c)].weight;
    FixedWeight adjustment = 0;
    if (!a[0].empty() && a[0] == b[0])
      adjustment = model::term_frequency_adjustment(model.comparisons[0].levels[1].u, frequency[a[0]], present);
    EXPECT_EQ(edges.term_frequency[e], adjustment);
    EXPECT_EQ(edges.weight[e], weight + adjustment);
    EXPECT_GE(edges.weight[e], threshold);
    with_adjustment += adjustment != 0 ? 1 : 0;
  }
  EXPECT_GT(with_adjustment, 0U);
}

TEST(Scoring, a_threshold_keeps_exactly_the_edges_at_or_above_it) {
  const auto records = some_records();
  const auto job = some_job();
  const auto model = some_model(job);
  const auto columns = test::make_columns(test::world(), records, 3);
  const auto all = score_everything(job, columns, model, to_fixed(-500));
  for (const double threshold : {-6.0, 0.0, 4.0}) {
    const auto some = score_everything(job, columns, model, to_fixed(threshold));
    std::uint64_t expected = 0;
    for (const auto weight : all.weight) expected += weight >= to_fixed(threshold) ? 1 : 0;
    EXPECT_EQ(some.size(), expected) << threshold;
  }
}

TEST(TrainingCounts, patterns_of_all_and_of_new_pairs_are_those_of_brute_force) {
  const auto records = some_records();
  const auto job = some_job();
  const auto& world = test::world();
  const auto columns = test::make_columns(world, records, 3);
  const block::PairScope scope{false, columns.source_ends};
  const auto keys = keys_of(job);
  std::uint64_t proposed = 0;
  for (std::size_t rule = 0; rule < 3; ++rule) {
    std::uint64_t all = 0;
    std::uint64_t fresh = 0;
    const auto attribute_index = job.blocking[rule].on[0].attribute;
    for (RecordId i = 0; i < kNumRecords; ++i)
      for (RecordId j = i + 1; j < kNumRecords; ++j) {
        const auto& a = records[i][attribute_index];
        all += !a.empty() && a == records[j][attribute_index] ? 1 : 0;
        fresh += first_rule(job, records[i], records[j]) == static_cast<int>(rule) ? 1 : 0;
      }
    const auto counts = count_rule_patterns({world, job, columns, scope, keys}, rule, all,
                                            block::make_blocks(world, columns, job.blocking[rule].on));
    std::uint64_t counted_all = 0;
    std::uint64_t counted_new = 0;
    for (const auto& item : counts.all_pairs) counted_all += item.count;
    for (const auto& item : counts.new_pairs) counted_new += item.count;
    EXPECT_EQ(counted_all, all);
    EXPECT_EQ(counted_new, fresh);
    EXPECT_EQ(counts.sampled_share, 1.0);
    EXPECT_FALSE(counts.free_comparisons[rule]);
    proposed += fresh;
  }
  for (const std::uint64_t max_rows : {1U, 1000U})
    EXPECT_EQ(count_proposed_pairs(world, columns, scope, keys_of(job), max_rows), proposed);
}

TEST(TrainingCounts, a_rule_gives_no_information_about_comparisons_of_its_attributes) {
  auto job = some_job();
  config::Level surname{Measure::exact};
  surname.attribute = 0;
  config::Level combined{.measure = Measure::combined};
  combined.parts = {{Measure::exact}, surname};
  job.comparisons[1].levels.insert(job.comparisons[1].levels.begin(), combined);
  const auto& world = test::world();
  const auto columns = test::make_columns(world, some_records(), 3);
  const std::vector<std::vector<bool>> expected = {{false, false, true}, {true, false, true}, {true, true, false}};
  for (std::size_t rule = 0; rule < 3; ++rule) {
    const auto counts =
        count_rule_patterns({world, job, columns, {false, columns.source_ends}, keys_of(job)}, rule, 0, {});
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(counts.free_comparisons[c], expected[rule][c]) << rule << " " << c;
  }
}

TEST(TrainingCounts, random_pairs_of_a_small_input_are_all_pairs) {
  const auto records = some_records();
  const auto job = some_job();
  const auto columns = test::make_columns(test::world(), records, 3, {50, kNumRecords});
  for (const bool between_sources_only : {false, true}) {
    const block::PairScope scope{between_sources_only, columns.source_ends};
    const auto pairs = count_random_pairs({test::world(), job, columns, scope, {}});
    const auto in_batches = count_random_pairs({test::world(), job, columns, scope, {}, 7});
    ASSERT_EQ(in_batches.size(), pairs.size());
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      EXPECT_EQ(in_batches[p].pattern, pairs[p].pattern);
      EXPECT_EQ(in_batches[p].count, pairs[p].count);
    }
    const auto levels = model::count_levels(PairEvaluator(job).space(), pairs);
    std::uint64_t equal = 0;
    std::uint64_t missing = 0;
    for (RecordId i = 0; i < kNumRecords; ++i)
      for (RecordId j = i + 1; j < kNumRecords; ++j) {
        if (between_sources_only && (i < 50) == (j < 50)) continue;
        missing += records[i][1].empty() || records[j][1].empty() ? 1 : 0;
        equal += !records[i][1].empty() && records[i][1] == records[j][1] ? 1 : 0;
      }
    EXPECT_EQ(levels[1][0], missing);
    EXPECT_EQ(levels[1][1], equal);
  }
}

TEST(ExactCollision, is_the_share_of_equal_pairs_among_records_with_values) {
  const auto records = some_records();
  const auto columns = test::make_columns(test::world(), records, 3);
  std::uint64_t equal = 0;
  std::uint64_t all = 0;
  for (RecordId i = 0; i < kNumRecords; ++i)
    for (RecordId j = i + 1; j < kNumRecords; ++j) {
      if (records[i][0].empty() || records[j][0].empty()) continue;
      ++all;
      equal += records[i][0] == records[j][0] ? 1 : 0;
    }
  EXPECT_DOUBLE_EQ(exact_collision(columns.attributes[0].facts), static_cast<double>(equal) / static_cast<double>(all));
}

}  // namespace
}  // namespace onefold::score
