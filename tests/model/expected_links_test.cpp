// The expected precision and recall of links, and the threshold chosen from them: small cases by hand, and brute force.
#include "model/expected_links.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/trained.hpp"

namespace onefold::model {
namespace {

// Pairs whose share of matches is the probability that their weight stands for.
WeightGroup calibrated(double weight_log2, double pairs) {
  const FixedWeight weight = to_fixed(weight_log2);
  return {weight, pairs, pairs * probability_of(weight), 0};
}

config::ClusterConfig cluster_of(config::ThresholdRule::Kind kind, double precision = 0) {
  config::ClusterConfig cluster;
  cluster.threshold_rule = {kind, precision};
  return cluster;
}

std::vector<std::string> codes_of(const Warnings& warnings) {
  std::vector<std::string> codes;
  for (const auto& warning : warnings) codes.push_back(warning.code);
  return codes;
}

using Kind = config::ThresholdRule::Kind;

TEST(ExpectedLinks, add_up_precision_recall_and_f1_by_hand) {
  // 8 pairs of odds 3 (6 matches), 10 pairs of odds 1/4 (2 matches).
  const ExpectedLinks expected({{to_fixed(-2), 10, 2, 0}, {to_fixed(std::log2(3)), 8, 6, 0}});
  EXPECT_EQ(expected.matches(), 8);
  const LinkForecast first = expected.at(to_fixed(1));
  EXPECT_EQ(first.links, 8);
  EXPECT_EQ(first.precision, 0.75);
  EXPECT_EQ(first.recall, 0.75);
  EXPECT_EQ(first.f1, 0.75);  // 2 * 6 / (8 + 8)
  const LinkForecast both = expected.at(to_fixed(-2));
  EXPECT_EQ(both.precision, 8.0 / 18);
  EXPECT_EQ(both.recall, 1);
  EXPECT_EQ(both.f1, 16.0 / 26);
  const LinkForecast none = expected.at(to_fixed(2));
  EXPECT_EQ(none.links + none.precision + none.recall + none.f1, 0);
}

TEST(ExpectedLinks, of_equal_weight_are_one_group_in_any_order) {
  const ExpectedLinks expected({{5, 1, 0.5, 0.25}, {7, 1, 1, 0}, {5, 3, 0.5, 0}});
  ASSERT_EQ(expected.groups().size(), 2u);
  EXPECT_EQ(expected.groups()[0].weight, 7);
  EXPECT_EQ(expected.groups()[1].pairs, 4);
  EXPECT_EQ(expected.groups()[1].true_links, 1);
  EXPECT_EQ(expected.matches(), 2.25);
}

TEST(BestF1, is_half_of_the_best_f1) {
  const ExpectedLinks expected({{to_fixed(-2), 10, 2, 0}, {to_fixed(std::log2(3)), 8, 6, 0}});
  // The best F1 is .75: a pair of probability .375 or more raises it.
  EXPECT_EQ(expected.best_f1(), 0.38);  // .375, rounded up to two digits
}

TEST(BestF1, takes_the_highest_of_equally_good_thresholds) {
  // Both thresholds have an F1 of 1/2: 2 * 1 / (1 + 3) and 2 * 3 / (9 + 3).
  const ExpectedLinks expected({{to_fixed(6), 1, 1, 0}, {to_fixed(-2), 8, 2, 0}});
  ASSERT_EQ(expected.at(to_fixed(6)).f1, expected.at(to_fixed(-2)).f1);
  const auto threshold = expected.best_f1();
  ASSERT_TRUE(threshold);
  EXPECT_EQ(expected.at(weight_of_probability(*threshold)).links, 1);
}

TEST(BestF1, is_none_without_pairs_and_without_matches) {
  EXPECT_FALSE(ExpectedLinks({}).best_f1());
  EXPECT_FALSE(ExpectedLinks({}).of_precision(0.5));
  EXPECT_FALSE(ExpectedLinks({calibrated(-20, 1000)}).best_f1());
  EXPECT_EQ(ExpectedLinks({}).at(0).f1, 0);
}

TEST(Precision, is_reached_by_the_lowest_threshold_that_can) {
  const ExpectedLinks expected({{to_fixed(-2), 10, 2, 0}, {to_fixed(std::log2(3)), 8, 6, 0}, {to_fixed(10), 4, 4, 0}});
  const auto links = [&](double precision) {
    const auto threshold = expected.of_precision(precision);
    return threshold ? expected.at(weight_of_probability(*threshold)).links : -1;
  };
  EXPECT_EQ(links(0.5), 12);        // linking all 22 has a precision of 12/22, but a lower F1
  EXPECT_EQ(links(0.6), 12);        // 10 of 12
  EXPECT_EQ(links(10.0 / 12), 12);  // exactly
  EXPECT_EQ(links(0.9), 4);         // 4 of 4
  EXPECT_EQ(links(1.0), 4);
  EXPECT_EQ(ExpectedLinks({{0, 10, 5, 0}}).of_precision(0.6), std::nullopt);
}

TEST(Precision, links_a_group_whose_probability_is_a_round_number) {
  // Weight 2 stands for probability .8, but .8 is rounded to a weight one unit above 2.
  const ExpectedLinks expected({calibrated(2, 2)});
  const auto threshold = expected.of_precision(0.7);
  ASSERT_TRUE(threshold);
  EXPECT_EQ(expected.at(weight_of_probability(*threshold)).links, 2);
}

TEST(Precision, can_be_asked_of_pairs_that_are_all_but_certain) {
  for (const double weight : {30.0, 45.0, 52.0, 60.0, 900.0}) {
    const auto threshold = ExpectedLinks({calibrated(weight, 100), calibrated(-10, 100)}).of_precision(0.999);
    ASSERT_TRUE(threshold) << weight;
    EXPECT_GT(*threshold, 0);
    EXPECT_LT(*threshold, 1);
    EXPECT_LE(weight_of_probability(*threshold), to_fixed(weight));
  }
}

// Counts of a few pairs, with weights that are close to each other, far away, or equal.
std::vector<WeightGroup> groups_of(const std::vector<std::uint8_t>& choices) {
  std::vector<WeightGroup> groups;
  for (std::size_t i = 0; i + 1 < choices.size(); i += 2)
    groups.push_back(calibrated(choices[i] / 8.0 - 16, choices[i + 1] % 16));
  return groups;
}

RC_GTEST_PROP(BestF1, is_the_best_of_all_thresholds, (const std::vector<std::uint8_t>& choices)) {
  const ExpectedLinks expected(groups_of(choices));
  const auto threshold = expected.best_f1();
  RC_ASSERT(threshold.has_value() == (expected.matches() >= 1));
  if (!threshold) return;
  double best = 0;
  for (const auto& group : expected.groups()) best = std::max(best, expected.at(group.weight).f1);
  RC_ASSERT(std::abs(expected.at(weight_of_probability(*threshold)).f1 - best) < 1e-12);
  // The threshold is half of the best F1, which lies between 0 and 1.
  RC_ASSERT(*threshold > 0 && *threshold < 1);
}

RC_GTEST_PROP(Precision, is_kept_and_falls_with_the_threshold, (const std::vector<std::uint8_t>& choices)) {
  const ExpectedLinks expected(groups_of(choices));
  double last = 1;
  for (const double precision : {0.99, 0.9, 0.7, 0.5}) {
    const auto threshold = expected.of_precision(precision);
    if (!threshold) continue;
    const auto forecast = expected.at(weight_of_probability(*threshold));
    RC_ASSERT(forecast.precision >= precision - 1e-12);
    RC_ASSERT(*threshold <= last);
    last = *threshold;
    // The threshold is as low as the precision allows, unless a lower one would reduce F1.
    if (forecast.links == expected.at(weight_of_probability(*expected.best_f1())).links) continue;
    for (const auto& group : expected.groups())
      if (group.pairs > 0 && group.weight < weight_of_probability(*threshold))
        RC_ASSERT(expected.at(group.weight).precision < precision);
  }
}

config::Job job_of_one_comparison(std::uint64_t matches_per_record, bool unique) {
  config::Job job;
  job.sources = {{.name = "a", .unique = unique}, {.name = "b", .unique = unique}};
  job.attributes = {{.name = "name", .type = AttributeType::text}};
  job.comparisons = {{0, "name", {{config::Measure::exact, 0, 0, 0, "exact"}}, false}};
  job.model.train = config::Training::candidates;
  job.model.expected_matches_per_record = matches_per_record;
  return job;
}

// Level 1 weighs 4 bits, level 2 (else) -4 bits, with a prior of 1/2.
Model model_of(const config::Job& job) {
  Model model = empty_model(job);
  model.prior = 0.5;
  model.comparisons[0].levels[1].m = model.comparisons[0].levels[2].u = 16.0 / 17;
  model.comparisons[0].levels[2].m = model.comparisons[0].levels[1].u = 1.0 / 17;
  model.update_weights();
  return model;
}

TEST(ExpectLinks, counts_the_new_pairs_of_each_rule_by_what_their_sample_stands_for) {
  auto job = job_of_one_comparison(0, false);
  job.model.train = config::Training::em;
  TrainingCounts counts;
  counts.rules = {{"r", {true}, {{1, 100}, {2, 100}}, {{1, 10}, {2, 40}}, 0.5}, {"s", {true}, {{1, 9}}, {}, 1}};
  const auto expected = expect_links(job, model_of(job), counts);
  ASSERT_EQ(expected.groups().size(), 2u);
  EXPECT_EQ(expected.groups()[0].weight, to_fixed(4));
  EXPECT_EQ(expected.groups()[0].pairs, 20);
  EXPECT_NEAR(expected.groups()[0].true_links, 20 * 16.0 / 17, 1e-9);
  EXPECT_EQ(expected.groups()[1].pairs, 80);
  EXPECT_NEAR(expected.matches(), 20 * 16.0 / 17 + 80 * 1.0 / 17, 1e-9);
}

TEST(ExpectLinks, of_rivals_only_the_heaviest_can_become_links) {
  TrainingCounts counts;
  // Record 0 has two equally good candidates, record 1 has one.
  counts.candidates = {{0, 1}, {0, 1}, {1, 1}};
  const auto groups = [&](std::uint64_t most, bool unique) {
    auto job = job_of_one_comparison(most, unique);
    return expect_links(job, model_of(job), counts).groups();
  };
  // Each candidate may be a match on its own: odds of 16 for each of three pairs, which stand for half a pair each.
  auto group = groups(0, false).at(0);
  EXPECT_EQ(group.pairs, 1.5);
  EXPECT_NEAR(group.true_links, 1.5 * 16 / 17, 1e-9);
  EXPECT_EQ(group.lost_matches, 0);
  // At most one of a record may be right, because sources have no duplicates: 16 / (1 + 16 + 16) for either of two.
  group = groups(0, true).at(0);
  EXPECT_EQ(group.pairs, 1);
  EXPECT_NEAR(group.true_links, 0.5 * 16 / 33 + 0.5 * 16 / 17, 1e-9);
  EXPECT_NEAR(group.lost_matches, 0.5 * 16 / 33, 1e-9);
  // Training on competing candidates: the odds are higher before they compete. A record has 1.5 candidates on average,
  // half of which match, so .75 of the records have a match, and odds are 2^4 * (1 - 1/2) / (1 - .75) = 32.
  group = groups(1, false).at(0);
  EXPECT_EQ(group.pairs, 1);
  EXPECT_NEAR(group.true_links, 0.5 * 32 / 65 + 0.5 * 32 / 33, 1e-9);
}

TEST(WeightOfPattern, adds_corrections_for_dependence) {
  config::Job job = job_of_one_comparison(0, false);
  job.comparisons.push_back(job.comparisons[0]);
  job.comparisons[1].name = "other";
  Model model = empty_model(job);
  model.prior = 0.5;
  for (auto& comparison : model.comparisons)
    for (std::size_t level = 1; level < 3; ++level) {
      comparison.levels[level].m = level == 1 ? 0.8 : 0.2;
      comparison.levels[level].u = level == 1 ? 0.1 : 0.9;
    }
  model.update_weights();
  model.dependence.push_back({0, 1, 1, std::vector<FixedWeight>(9, 0)});
  model.dependence[0].correction[4] = to_fixed(-2);  // both at level 1
  const auto space = model.pattern_space();
  EXPECT_EQ(weight_of_pattern(model, space, RelatedTerm(model), 1 + 3), to_fixed(3) + to_fixed(3) - to_fixed(2));
  EXPECT_EQ(weight_of_pattern(model, space, RelatedTerm(model), 1), to_fixed(3));  // the other is missing
}

TEST(ChooseThreshold, keeps_a_number_and_forecasts_it) {
  Warnings warnings;
  const auto chosen =
      choose_threshold(cluster_of(Kind::fixed), ExpectedLinks({calibrated(10, 100), calibrated(-10, 100)}), warnings);
  EXPECT_EQ(chosen.probability, 0.95);
  EXPECT_EQ(chosen.reason, "");
  ASSERT_TRUE(chosen.expected);
  EXPECT_EQ(chosen.expected->links, 100);
  EXPECT_TRUE(warnings.empty());
  EXPECT_FALSE(choose_threshold(cluster_of(Kind::fixed), ExpectedLinks({}), warnings).expected);
  EXPECT_TRUE(warnings.empty());
}

TEST(ChooseThreshold, says_the_reason) {
  Warnings warnings;
  const ExpectedLinks expected({{to_fixed(6), 100, 98, 0}, {to_fixed(-6), 100, 2, 0}});
  EXPECT_EQ(choose_threshold(cluster_of(Kind::best_f1), expected, warnings).reason,
            "best expected F1 0.9800 by the model: expected precision 0.9800, recall 0.9800");
  EXPECT_EQ(choose_threshold(cluster_of(Kind::precision, 0.97), expected, warnings).reason,
            "lowest with an expected precision of 0.97 by the model: expected precision 0.9800, recall 0.9800");
  EXPECT_TRUE(warnings.empty());
  const auto none = choose_threshold(cluster_of(Kind::precision, 0.99), expected, warnings);
  EXPECT_EQ(none.probability, 0.95);
  EXPECT_EQ(none.reason, "the default: no threshold has an expected precision of 0.99");
  EXPECT_EQ(codes_of(warnings), std::vector<std::string>{"no_threshold"});
}

TEST(ChooseThreshold, doubts_poor_links) {
  Warnings warnings;
  (void)choose_threshold(cluster_of(Kind::best_f1), ExpectedLinks({}), warnings);
  EXPECT_EQ(codes_of(warnings), std::vector<std::string>{"no_threshold"});
  warnings.clear();
  (void)choose_threshold(cluster_of(Kind::best_f1), ExpectedLinks({{0, 100, 50, 0}}), warnings);
  EXPECT_EQ(codes_of(warnings), std::vector<std::string>{"low_expected_precision"});
  warnings.clear();
  (void)choose_threshold(cluster_of(Kind::fixed), ExpectedLinks({{to_fixed(9), 100, 99, 0}, {0, 50, 25, 0}}), warnings);
  EXPECT_EQ(codes_of(warnings), std::vector<std::string>{"low_expected_recall"});
}

TEST(Trained, crosses_ranks_without_losing_a_bit) {
  const auto job = job_of_one_comparison(1, false);
  Trained trained{model_of(job), {1.0 / 3, "because", LinkForecast{1.0 / 7, 0.1, 0.2, 1e-300}}};
  trained.model.warnings = {{"code", "a text with \"quotes\""}};
  const Trained again = from_message(to_message(trained), job);
  EXPECT_EQ(again.model.warnings, trained.model.warnings);
  EXPECT_EQ(to_json(again.model), to_json(trained.model));
  EXPECT_EQ(again.threshold.probability, 1.0 / 3);
  EXPECT_EQ(again.threshold.reason, "because");
  ASSERT_TRUE(again.threshold.expected);
  EXPECT_EQ(again.threshold.expected->links, 1.0 / 7);
  EXPECT_EQ(again.threshold.expected->f1, 1e-300);
  trained.threshold.expected.reset();
  EXPECT_FALSE(from_message(to_message(trained), job).threshold.expected);
}

}  // namespace
}  // namespace onefold::model
