#include "model/model.hpp"

#include <gtest/gtest.h>

#include "model/estimate.hpp"
#include "model/estimate_m.hpp"
#include "onefold/record/error.hpp"

namespace onefold::model {
namespace {

config::Job two_comparisons() {
  config::Job job;
  job.attributes = {{.name = "surname", .type = AttributeType::surname},
                    {.name = "email", .type = AttributeType::email}};
  using config::Measure;
  job.comparisons = {{0,
                      "surname",
                      {{Measure::exact, 0, 0, 0, "exact"}, {Measure::jaro_winkler, 0.9, 0, 0, "jaro_winkler >= 0.9"}},
                      true},
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
  // Computed by hand: 64 of 65,536 records have the value, a frequency of 2^-10; u_exact is 2^-8, so the adjustment is
  // 2 bits.
  EXPECT_EQ(term_frequency_adjustment(1.0 / 256, 64, 65'536), to_fixed(2));
  // A value that is more frequent than u_exact weighs less.
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

TEST(Model, json_keeps_dependence_and_how_training_went) {
  const auto job = two_comparisons();
  Model model = empty_model(job);
  model.prior = 0.5;
  for (auto& comparison : model.comparisons)
    for (auto& level : comparison.levels) level.m = level.u = 0.5;
  model.dependence.push_back({0, 1, 1.5, {0, 0, 0, 0, to_fixed(-2.5), 7, 0, to_fixed(0.25), -1, 0, 3, 0}});
  model.training.push_back({"email", 17, 3.25, 20, true, -12.5, 2, true});
  const Model again = from_json(to_json(model), "m.json", job);
  ASSERT_EQ(again.dependence.size(), 1u);
  EXPECT_EQ(again.dependence[0].first, 0u);
  EXPECT_EQ(again.dependence[0].second, 1u);
  EXPECT_EQ(again.dependence[0].bits, 1.5);
  EXPECT_EQ(again.dependence[0].correction, model.dependence[0].correction);
  ASSERT_EQ(again.training.size(), 1u);
  EXPECT_EQ(again.training[0].log_likelihood, -12.5);
  EXPECT_EQ(to_json(again), to_json(model));
  // A correction for a missing value is refused, and so is one for an unknown comparison.
  model.dependence[0].correction[1] = 5;
  EXPECT_THROW((void)from_json(to_json(model), "m.json", job), Error);
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

// Expected counts of a population with known parameters: random pairs including matches, and the pairs of one rule per
// comparison on its exact level.
TrainingCounts known_population(const config::Job& job, double prior) {
  const PatternSpace space = empty_model(job).pattern_space();
  TrainingCounts counts;
  counts.num_all_pairs = static_cast<std::uint64_t>(kAllPairs);
  counts.exact_collision.assign(space.num_comparisons(), -1);
  std::uint64_t num_patterns = 1;
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) num_patterns *= space.num_levels(c);
  for (Pattern pattern = 0; pattern < num_patterns; ++pattern) {
    double match = prior, other = 1 - prior;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      match *= kTrueM[c][space.level(pattern, c)];
      other *= kTrueU[c][space.level(pattern, c)];
    }
    if (const auto count = static_cast<std::uint64_t>(1e8 * (match + other) + 0.5); count > 0)
      counts.random_pairs.push_back({pattern, count});
  }
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
        EXPECT_NEAR(model.comparisons[c].levels[l].m, kTrueM[c][l], 0.02)
            << "prior " << prior << " c " << c << " l " << l;
        EXPECT_NEAR(model.comparisons[c].levels[l].u / kTrueU[c][l], 1, 0.1)
            << "prior " << prior << " c " << c << " l " << l;
      }
    // No rule proposes matches without any exact agreement, so only these are missing in the prior.
    EXPECT_NEAR(model.prior / prior, 1, 0.1);
  }
}

TEST(EstimateModel, says_what_it_could_not_estimate_and_uses_a_default) {
  const auto job = four_comparisons();
  auto counts = known_population(job, 1e-4);
  // All rules read the email, so its m cannot be estimated.
  for (auto& rule : counts.rules) rule.free_comparisons[1] = false;
  const Model model = estimate_model(job, counts);
  EXPECT_GT(model.comparisons[1].levels[1].m, 0.5);
  EXPECT_NE(model.comparisons[1].levels[1].m_origin.find("default"), std::string::npos);
  EXPECT_TRUE(std::any_of(model.notes.begin(), model.notes.end(),
                          [](const auto& note) { return note.find("email") != std::string::npos; }));
}

bool has_note(const Model& model, const std::string& subject, const std::string& text) {
  return std::any_of(model.notes.begin(), model.notes.end(), [&](const std::string& note) {
    return note.find(subject) == 0 && note.find(text) != std::string::npos;
  });
}

bool warns(const Model& model, const std::string& code, const std::string& text) {
  return std::any_of(model.warnings.begin(), model.warnings.end(), [&](const Warning& warning) {
    return warning.code == code && warning.text.find(text) != std::string::npos;
  });
}

// A job that compares one attribute of each type.
config::Job job_of(const std::vector<AttributeType>& types) {
  config::Job job;
  for (const AttributeType type : types) {
    job.comparisons.push_back({.attribute = static_cast<AttributeIndex>(job.attributes.size()),
                               .name = std::string(name_of(type)),
                               .levels = {{config::Measure::exact, 0, 0, 0, "exact"}}});
    job.attributes.push_back({.name = std::string(name_of(type)), .type = type});
  }
  return job;
}

bool looks_for_relatives(const std::vector<AttributeType>& types) {
  const EmStart start{LevelTable(types.size(), {0, 0.8, 0.2}), 0.1};
  const LevelTable u(types.size(), {0, 0.01, 0.99});
  return joint_em_starts(job_of(types), std::vector{start}, u, 1e-4).front().related.prior > 0;
}

TEST(JointEmStarts, have_relatives_where_personal_and_shared_attributes_can_tell_them) {
  using enum AttributeType;
  EXPECT_TRUE(looks_for_relatives({given_name, surname, birth_date, postcode}));
  EXPECT_TRUE(looks_for_relatives({given_name, surname, address, postcode}));
  EXPECT_TRUE(looks_for_relatives({given_name, surname, phone, organisation}));
  // Places of birth are no homes, two shared attributes are few, and nothing personal is left here.
  EXPECT_FALSE(looks_for_relatives({given_name, surname, postcode, city}));
  EXPECT_FALSE(looks_for_relatives({given_name, surname, phone}));
  EXPECT_FALSE(looks_for_relatives({surname, address, postcode, city}));
}

TEST(EstimateModel, warns_of_rules_that_contradict_each_other) {
  const auto job = four_comparisons();
  auto counts = known_population(job, 1e-4);
  EXPECT_TRUE(estimate_model(job, counts).warnings.empty());
  // A rule whose pairs agree on everything but the second comparison: relatives, not duplicates.
  const PatternSpace space = empty_model(job).pattern_space();
  RuleCounts relatives{"relatives", std::vector<bool>(space.num_comparisons(), true), {}, {}, 1};
  const Pattern differs = space.stride(1) * (space.num_levels(1) - 1);
  Pattern agree = 0;
  for (std::size_t c = 0; c < space.num_comparisons(); ++c)
    if (c != 1) agree += space.stride(c);
  relatives.all_pairs = relatives.new_pairs = {{agree + differs, 5000}};
  counts.rules.push_back(relatives);
  EXPECT_TRUE(warns(estimate_model(job, counts), "rules_contradict", "and relatives disagree"));
}

TEST(EstimateModel, reports_how_em_went) {
  const auto job = four_comparisons();
  const Model model = estimate_model(job, known_population(job, 1e-4));
  ASSERT_EQ(model.training.size(), 4u);
  for (const auto& rule : model.training) {
    EXPECT_TRUE(rule.converged && rule.used) << rule.rule;
    EXPECT_GT(rule.iterations, 0u);
    EXPECT_GT(rule.pairs, 0u);
    EXPECT_LT(rule.log_likelihood, 0);
    EXPECT_GE(rule.start, 1u);
    EXPECT_LE(rule.start, job.model.starts);
  }
  auto impatient = job;
  impatient.model.max_iterations = 1;
  const Model left_early = estimate_model(impatient, known_population(job, 1e-4));
  EXPECT_TRUE(has_note(left_early, "rule ", "did not converge"));
  EXPECT_TRUE(warns(left_early, "em_not_converged", "Raise max_iterations"));
}

// The counts of the same pairs if all were at one level of the comparison.
TrainingCounts with_level(TrainingCounts counts, const PatternSpace& space, std::size_t c,
                          comparison::LevelNumber level) {
  const auto change = [&](std::vector<PatternCount>& pairs) {
    for (auto& item : pairs) item.pattern += (std::uint64_t{level} - space.level(item.pattern, c)) * space.stride(c);
    pairs = merge_counts(std::move(pairs));
  };
  change(counts.random_pairs);
  for (auto& rule : counts.rules) {
    change(rule.all_pairs);
    change(rule.new_pairs);
  }
  return counts;
}

TEST(EstimateModel, a_comparison_that_is_always_missing_is_named_and_worth_nothing) {
  const auto job = four_comparisons();
  const auto space = empty_model(job).pattern_space();
  const Model model = estimate_model(job, with_level(known_population(job, 1e-4), space, 2, comparison::kMissing));
  EXPECT_TRUE(has_note(model, "comparison phone", "always missing"));
  for (const auto& level : model.comparisons[2].levels) EXPECT_EQ(level.weight, 0);
  // The other comparisons do not change.
  EXPECT_NEAR(model.comparisons[0].levels[1].m, kTrueM[0][1], 0.05);
}

TEST(EstimateModel, a_comparison_that_is_always_equal_is_named_and_worth_nothing) {
  const auto job = four_comparisons();
  const auto space = empty_model(job).pattern_space();
  const Model model = estimate_model(job, with_level(known_population(job, 1e-4), space, 2, 1));
  EXPECT_TRUE(has_note(model, "comparison phone", "always equal"));
  for (const auto& level : model.comparisons[2].levels) EXPECT_EQ(level.weight, 0);
  EXPECT_NEAR(model.comparisons[0].levels[1].m, kTrueM[0][1], 0.05);
}

TEST(EstimateModel, a_few_labels_do_no_harm_and_many_decide) {
  const auto job = four_comparisons();
  auto counts = known_population(job, 1e-4);
  const auto space = empty_model(job).pattern_space();
  // Labels in which the emails of matches always differ.
  const Pattern pattern = space.stride(0) + 2 * space.stride(1);
  const double learnt = estimate_model(job, counts).comparisons[1].levels[1].m;
  counts.labelled_matches = {{pattern, 3}};
  const double with_few = estimate_model(job, counts).comparisons[1].levels[1].m;
  EXPECT_LT(with_few, learnt);
  EXPECT_GT(with_few, 0.8 * learnt);
  counts.labelled_matches = {{pattern, 10'000}};
  const Model with_many = estimate_model(job, counts);
  EXPECT_LT(with_many.comparisons[1].levels[1].m, 0.01);
  EXPECT_NE(with_many.comparisons[1].levels[2].m_origin.find("10000 known matches"), std::string::npos);
}

TEST(EstimateModel, probabilities_of_the_job_file_are_kept) {
  auto job = four_comparisons();
  job.comparisons[1].m = {0.4, 0.6};
  job.comparisons[1].u = {0.001, 0.999};
  const Model model = estimate_model(job, known_population(job, 1e-4));
  EXPECT_EQ(model.comparisons[1].levels[1].m, 0.4);
  EXPECT_EQ(model.comparisons[1].levels[2].u, 0.999);
  EXPECT_EQ(model.comparisons[1].levels[1].m_origin, "job file");
  EXPECT_EQ(model.comparisons[1].levels[1].u_origin, "job file");
}

TEST(EstimateModel, reports_a_given_recall_that_is_impossible) {
  auto job = four_comparisons();
  job.model.prior.kind = config::PriorConfig::Kind::rules;
  job.model.prior.recall = 0.7;
  auto counts = known_population(job, 1e-4);
  counts.num_prior_rule_pairs = 1000;  // for a million matches
  const Model model = estimate_model(job, counts);
  EXPECT_TRUE(has_note(model, "prior", "the rules were believed"));
  EXPECT_NEAR(model.prior, 1000 / 0.7 / kAllPairs, 1e-12);
}

// The same population, in which the last comparison mostly repeats the one before, among matches and among other pairs.
TrainingCounts with_an_echo(const config::Job& job, double prior) {
  const PatternSpace space = empty_model(job).pattern_space();
  TrainingCounts counts = known_population(job, prior);
  const auto echo = [&](std::vector<PatternCount>& pairs) {
    std::vector<PatternCount> out;
    for (const auto& item : pairs) {
      const auto said = space.level(item.pattern, 2), level = space.level(item.pattern, 3);
      const auto repeated = static_cast<std::uint64_t>(0.8 * static_cast<double>(item.count));
      out.push_back({item.pattern, item.count - repeated});
      out.push_back({item.pattern + (std::uint64_t{said} - level) * space.stride(3), repeated});
    }
    pairs = merge_counts(std::move(out));
  };
  echo(counts.random_pairs);
  for (std::size_t r = 0; r < 2; ++r) {
    echo(counts.rules[r].all_pairs);
    echo(counts.rules[r].new_pairs);
  }
  // The rules on these two comparisons would propose other pairs now.
  counts.rules.resize(2);
  return counts;
}

TEST(EstimateModel, agreement_that_two_comparisons_share_is_not_counted_twice) {
  auto job = four_comparisons();
  const auto counts = with_an_echo(job, 1e-4);
  EXPECT_TRUE(estimate_model(job, counts).dependence.empty());
  job.model.dependence = config::Dependence::estimated;
  job.model.dependence_minimum = 0.5;
  const Model model = estimate_model(job, counts);
  const auto strongest = std::max_element(model.dependence.begin(), model.dependence.end(),
                                          [](const auto& a, const auto& b) { return a.bits < b.bits; });
  ASSERT_NE(strongest, model.dependence.end());
  EXPECT_EQ(strongest->first, 2u);
  EXPECT_EQ(strongest->second, 3u);
  const auto& correction = strongest->correction;
  // If both agree (level 1 of 3), the second adds little, and together they weigh little more than one.
  const auto both =
      model.comparisons[2].levels[1].weight + model.comparisons[3].levels[1].weight + correction[1 * 3 + 1];
  const auto larger = std::max(model.comparisons[2].levels[1].weight, model.comparisons[3].levels[1].weight);
  EXPECT_LT(to_double(both), to_double(larger) + 2.5);
  EXPECT_GT(to_double(both), to_double(larger) - 2.5);
  // A missing value has no correction.
  for (const std::size_t at : {0, 1, 2, 3, 6}) EXPECT_EQ(correction[at], 0);
}

TEST(EstimateModel, independent_comparisons_are_not_corrected) {
  auto job = four_comparisons();
  job.model.dependence = config::Dependence::estimated;
  job.model.dependence_minimum = 0.1;
  EXPECT_TRUE(estimate_model(job, known_population(job, 1e-4)).dependence.empty());
}

TEST(EstimateModel, of_no_counts_at_all_is_still_a_model) {
  auto job = two_comparisons();
  TrainingCounts counts;
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
