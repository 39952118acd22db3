#include "onefold/model/model.hpp"

#include <gtest/gtest.h>

#include "onefold/model/estimate.hpp"
#include "onefold/record/error.hpp"

namespace onefold::model {
namespace {

config::Job two_comparisons() {
  config::Job job;
  job.attributes = {{.name = "surname", .type = AttributeType::surname}, {.name = "email", .type = AttributeType::email}};
  using config::Measure;
  job.comparisons = {
      {0, "surname", {{Measure::exact, 0, 0, 0, "exact"}, {Measure::jaro_winkler, 0.9, 0, 0, "jaro_winkler >= 0.9"}}, true},
      {1, "email", {{Measure::exact, 0, 0, 0, "exact"}}, false}};
  return job;
}

TEST(FixedWeight, probability_and_weight_are_inverse_on_the_safe_side) {
  for (const double p : {0.0001, 0.01, 0.5, 0.95, 0.999}) {
    const FixedWeight weight = weight_of_probability(p);
    EXPECT_GE(probability_of(weight), p * (1 - 1e-12));
    EXPECT_LT(probability_of(weight - 2), p);
  }
  EXPECT_EQ(weight_of_probability(0.5), 0);
}

TEST(FixedWeight, is_a_multiple_of_two_to_the_minus_twenty) {
  EXPECT_EQ(to_double(to_fixed(3.25)), 3.25);
  EXPECT_EQ(to_fixed(0x1p-20), 1);
}

TEST(TermFrequency, turns_the_exact_weight_into_log2_of_m_over_frequency) {
  // Hand arithmetic: 64 of 65,536 records hold the value, u_exact is 1/256: frequency 2^-10, so the adjustment is 2 bits.
  EXPECT_EQ(term_frequency_adjustment(1.0 / 256, 64, 65'536), to_fixed(2));
  // A value more frequent than u_exact counts less.
  EXPECT_EQ(term_frequency_adjustment(1.0 / 256, 1024, 65'536), to_fixed(-2));
}

TEST(Model, json_keeps_every_bit) {
  const auto job = two_comparisons();
  Model model = empty_model(job);
  model.prior = 1.0 / 3;
  double value = 0.1;
  for (auto& comparison : model.comparisons)
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      comparison.levels[level].m = value / 3;
      comparison.levels[level].u = value / 7;
      value += 0.1;
    }
  model.update_weights();
  const Model again = from_json(to_json(model), "model.json", job);
  EXPECT_EQ(again.prior, model.prior);
  EXPECT_EQ(again.prior_weight, model.prior_weight);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    for (std::size_t level = 1; level < model.comparisons[c].levels.size(); ++level) {
      EXPECT_EQ(again.comparisons[c].levels[level].m, model.comparisons[c].levels[level].m);
      EXPECT_EQ(again.comparisons[c].levels[level].weight, model.comparisons[c].levels[level].weight);
    }
}

TEST(Model, a_file_for_other_comparisons_is_refused_by_name) {
  const auto job = two_comparisons();
  auto other = job;
  other.comparisons[0].levels[1].text = "jaro_winkler >= 0.8";
  Model model = empty_model(other);
  model.prior = 0.5;
  for (auto& comparison : model.comparisons)
    for (auto& level : comparison.levels) level.m = level.u = 0.5;
  try {
    (void)from_json(to_json(model), "m.json", job);
    FAIL() << "a model with other levels was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::job);
    EXPECT_NE(std::string(error.what()).find("surname"), std::string::npos) << error.what();
  }
  EXPECT_THROW((void)from_json("{", "m.json", job), Error);
  EXPECT_THROW((void)from_json("[]", "m.json", job), Error);
}

config::Job four_comparisons() {
  auto job = two_comparisons();
  job.attributes.push_back({.name = "phone", .type = AttributeType::phone});
  job.attributes.push_back({.name = "postcode", .type = AttributeType::postcode});
  job.comparisons.push_back({2, "phone", {{config::Measure::exact, 0, 0, 0, "exact"}}, false});
  job.comparisons.push_back({3, "postcode", {{config::Measure::exact, 0, 0, 0, "exact"}}, false});
  return job;
}

const LevelTable kTrueM = {{0, 0.8, 0.1, 0.1}, {0, 0.7, 0.3}, {0, 0.6, 0.4}, {0, 0.75, 0.25}};
const LevelTable kTrueU = {{0, 0.01, 0.02, 0.97}, {0, 1e-5, 1 - 1e-5}, {0, 1e-4, 1 - 1e-4}, {0, 1e-3, 1 - 1e-3}};
constexpr double kAllPairs = 1e10;

// Expected counts of a population in which everything is known: random pairs with the matches among them, and the pairs of one
// rule on the exact level of each comparison.
TrainingCounts known_population(const config::Job& job, double prior) {
  const PatternSpace space = empty_model(job).pattern_space();
  TrainingCounts counts;
  counts.num_all_pairs = static_cast<std::uint64_t>(kAllPairs);
  counts.exact_collision.assign(space.num_comparisons(), -1);
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    auto& levels = counts.random_levels.emplace_back(space.num_levels(c), 0);
    for (std::size_t l = 1; l < levels.size(); ++l)
      levels[l] = static_cast<std::uint64_t>(1e8 * (prior * kTrueM[c][l] + (1 - prior) * kTrueU[c][l]) + 0.5);
  }
  std::uint64_t num_patterns = 1;
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) num_patterns *= space.num_levels(c);
  for (std::size_t blocked = 0; blocked < space.num_comparisons(); ++blocked) {
    RuleCounts rule{job.comparisons[blocked].name, std::vector<bool>(space.num_comparisons(), true), {}, {}, 1};
    rule.free_comparisons[blocked] = false;
    for (Pattern pattern = 0; pattern < num_patterns; ++pattern) {
      double match = kAllPairs * prior;
      double other = kAllPairs * (1 - prior);
      bool present = true;
      bool claimed_earlier = false;
      for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
        const auto level = space.level(pattern, c);
        present = present && level != comparison::kMissing;
        match *= kTrueM[c][level];
        other *= kTrueU[c][level];
        claimed_earlier = claimed_earlier || (c < blocked && level == 1);
      }
      if (!present || space.level(pattern, blocked) != 1) continue;
      const auto count = static_cast<std::uint64_t>(match + other + 0.5);
      if (count == 0) continue;
      rule.all_pairs.push_back({pattern, count});
      if (!claimed_earlier) rule.new_pairs.push_back({pattern, count});
    }
    counts.rules.push_back(std::move(rule));
  }
  return counts;
}

TEST(EstimateModel, finds_m_u_and_prior_of_a_known_population) {
  const auto job = four_comparisons();
  for (const double prior : {1e-6, 1e-4}) {
    const Model model = estimate_model(job, known_population(job, prior));
    for (std::size_t c = 0; c < kTrueM.size(); ++c)
      for (std::size_t l = 1; l < kTrueM[c].size(); ++l) {
        EXPECT_NEAR(model.comparisons[c].levels[l].m, kTrueM[c][l], 0.02) << "prior " << prior << " c " << c << " l " << l;
        EXPECT_NEAR(model.comparisons[c].levels[l].u / kTrueU[c][l], 1, 0.1) << "prior " << prior << " c " << c << " l " << l;
      }
    // Matches that agree on nothing exactly are in no rule's pairs: the prior misses these and no more.
    EXPECT_NEAR(model.prior / prior, 1, 0.1);
  }
}

TEST(EstimateModel, says_what_it_could_not_estimate_and_uses_a_default) {
  const auto job = four_comparisons();
  auto counts = known_population(job, 1e-4);
  // All rules read the email: nothing tells its m.
  for (auto& rule : counts.rules) rule.free_comparisons[1] = false;
  const Model model = estimate_model(job, counts);
  EXPECT_GT(model.comparisons[1].levels[1].m, 0.5);
  EXPECT_NE(model.comparisons[1].levels[1].m_origin.find("default"), std::string::npos);
  EXPECT_TRUE(std::any_of(model.notes.begin(), model.notes.end(),
                          [](const auto& note) { return note.find("email") != std::string::npos; }));
}

TEST(EstimateModel, of_no_counts_at_all_is_still_a_model) {
  auto job = two_comparisons();
  TrainingCounts counts;
  counts.random_levels = {{0, 0, 0, 0}, {0, 0, 0}};
  counts.exact_collision = {-1, -1};
  const Model model = estimate_model(job, counts);
  for (const auto& comparison : model.comparisons)
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      EXPECT_GT(comparison.levels[level].m, 0);
      EXPECT_GT(comparison.levels[level].u, 0);
      EXPECT_TRUE(std::isfinite(to_double(comparison.levels[level].weight)));
    }
  EXPECT_FALSE(model.notes.empty());
}

}  // namespace
}  // namespace onefold::model
