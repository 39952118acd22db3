// Pairs completeness by capture and recapture: small cases by hand, and rules that miss matches independently.
#include "model/completeness.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/draw.hpp"

namespace onefold::model {
namespace {

TEST(Completeness, is_the_lower_bound_of_chapmans_estimate_for_one_pair_of_rules) {
  // 199 matches by one rule, 149 by the other, 99 by both: 200 * 150 / 100 - 1 = 299 in all, at least 299 - 22.
  const Completeness completeness{249, {{0, 1, 199, 149, 99}}};
  const double error = std::sqrt(100.0 * 50 / (199.0 * 149 * 99));
  EXPECT_DOUBLE_EQ(completeness.estimate().value(), 249 / (299 * (1 - 1.645 * error)));
  EXPECT_NEAR(completeness.estimate().value(), 0.90, 0.01);
}

TEST(Completeness, follows_the_pair_of_rules_that_knows_of_most_matches) {
  // Rules 0 and 1 miss the same records, and know of 4,444 matches only; rules 0 and 2 of 5,999.
  const Recapture alike{0, 1, 3999, 3999, 3599}, others{0, 2, 3999, 2999, 1999};
  const double both = Completeness{4500, {alike, others}}.estimate().value();
  EXPECT_EQ(both, (Completeness{4500, {others}}.estimate().value()));
  EXPECT_NEAR(both, 4500 / 5999.0, 0.02);
  EXPECT_EQ((Completeness{4500, {alike}}.estimate()), 1.0);
  // Few recaptures are no evidence of many matches.
  EXPECT_EQ((Completeness{4500, {alike, {1, 2, 3999, 400, 100}}}.estimate()), 1.0);
}

TEST(Completeness, of_samples_that_overstate_a_rule_is_not_too_low) {
  // The second rule cannot propose more matches than all rules together.
  EXPECT_EQ((Completeness{500, {{0, 1, 300, 700, 310}}}.estimate()), 1.0);
}

TEST(Completeness, is_at_most_1_and_unknown_without_recaptures) {
  EXPECT_EQ((Completeness{400, {{0, 1, 300, 300, 300}}}.estimate()), 1.0);
  EXPECT_EQ((Completeness{400, {}}.estimate()), std::nullopt);
  EXPECT_EQ((Completeness{400, {{0, 1, 300, 300, 5}}}.estimate()), std::nullopt);
}

TEST(Completeness, warns_below_four_tenths_only) {
  EXPECT_TRUE(warn_of_completeness({400, {{0, 1, 300, 300, 100}}}).empty());
  const auto warnings = warn_of_completeness({280, {{0, 1, 250, 250, 70}}});
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].code, "low_completeness");
  EXPECT_NE(warnings[0].text.find("0.3"), std::string::npos) << warnings[0].text;
  EXPECT_TRUE(warn_of_completeness({700, {}}).empty());
}

// Two comparisons that are certain in matches and never agree otherwise, so that the model knows every match.
Model sure_model() {
  Model model;
  model.prior = 0.5;
  for (const char* name : {"a", "b"})
    model.comparisons.push_back(
        {name,
         false,
         {{.text = "missing"}, {.text = "exact", .m = 0.999, .u = 1e-6}, {.text = "else", .m = 0.001, .u = 1 - 1e-6}}});
  model.update_weights();
  return model;
}

TEST(Completeness, of_rules_that_miss_matches_independently_is_their_true_share) {
  const Model model = sure_model();
  const PatternSpace space = model.pattern_space();
  const Pattern match = space.stride(0) + space.stride(1), other = 2 * match;
  constexpr std::uint64_t kMatches = 100'000;
  std::uint64_t by_first = 0, by_second = 0, by_both = 0;
  for (std::uint64_t i = 0; i < kMatches; ++i) {
    const bool first = test::uniform(1, i) < 0.7, second = test::uniform(2, i) < 0.6;
    by_first += first ? 1 : 0;
    by_second += second ? 1 : 0;
    by_both += first && second ? 1 : 0;
  }
  TrainingCounts counts;
  counts.rules.push_back({"first", {true, true}, {{match, by_first}, {other, 50'000}}, {{match, by_first}}, 1});
  // A tenth of the second rule's pairs is in the sample.
  counts.rules.push_back(
      {"second", {true, true}, {{match, by_second / 10}}, {{match, (by_second - by_both) / 10}}, 0.1});
  counts.rules.back().overlaps = {{0, {{match, by_both / 10}}}};
  const auto completeness = expect_completeness(model, counts);
  ASSERT_EQ(completeness.recaptures.size(), 1u);
  EXPECT_EQ(completeness.recaptures[0].first, 0u);
  EXPECT_EQ(completeness.recaptures[0].second, 1u);
  EXPECT_NEAR(completeness.estimate().value(), 1 - 0.3 * 0.4, 0.015);
  // The same counts, as train = "candidates" gives them.
  std::swap(counts.rules, counts.captures);
  EXPECT_EQ(expect_completeness(model, counts).estimate(), completeness.estimate());
}

}  // namespace
}  // namespace onefold::model
