#include "model/joint_em.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/draw.hpp"

namespace onefold::model {
namespace {

// Pairs drawn from a known model; every tenth value is missing.
std::vector<PatternCount> simulate(const PatternSpace& space, const LevelTable& m, const LevelTable& u, double lambda,
                                   std::uint64_t num_pairs) {
  PatternCounter counter;
  for (std::uint64_t pair = 0; pair < num_pairs; ++pair) {
    const bool match = test::uniform(7, pair * 100) < lambda;
    Pattern pattern = 0;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      if (test::uniform(7, pair * 100 + 50 + c) < 0.1) continue;
      pattern += space.stride(c) * test::draw(match ? m[c] : u[c], test::uniform(7, pair * 100 + 1 + c));
    }
    counter.add(pattern);
  }
  return counter.sorted();
}

const LevelTable kM = {{0, 0.85, 0.10, 0.05}, {0, 0.7, 0.3}, {0, 0.9, 0.04, 0.04, 0.02}, {0, 0.6, 0.4}};
const LevelTable kU = {{0, 0.02, 0.05, 0.93}, {0, 0.1, 0.9}, {0, 0.01, 0.02, 0.07, 0.9}, {0, 0.05, 0.95}};
const LevelTable kStart = {{0, 0.8, 0.1, 0.1}, {0, 0.8, 0.2}, {0, 0.8, 0.1, 0.05, 0.05}, {0, 0.8, 0.2}};

// The pairs of one rule that leaves the comparisons in `free` free, as if they were all pairs of the input.
TrainingCounts counts_of(std::vector<PatternCount> pairs, std::vector<bool> free = {true, true, true, true}) {
  TrainingCounts counts;
  for (const auto& pair : pairs) counts.num_all_pairs += pair.count;
  counts.rules.push_back({"rule", std::move(free), pairs, pairs, 1});
  return counts;
}

JointEmResult run_from(const PatternSpace& space, const TrainingCounts& counts, const JointEmStart& start,
                       const JointEmOptions& options) {
  return run_joint_em(space, counts, kU, std::vector{start}, options);
}

TEST(JointEm, recovers_the_parameters_that_pairs_were_drawn_from) {
  const PatternSpace space({4, 3, 5, 3});
  for (const double prior : {0.02, 0.3, 0.45}) {
    const auto em =
        run_from(space, counts_of(simulate(space, kM, kU, prior, 400'000)), {kStart, 0.1, {}}, {500, 1e-8, {}, {}});
    EXPECT_TRUE(em.converged);
    EXPECT_NEAR(em.prior, prior, 0.01);
    for (std::size_t c = 0; c < kM.size(); ++c)
      for (std::size_t level = 1; level < kM[c].size(); ++level)
        EXPECT_NEAR(em.m[c][level], kM[c][level], 0.02)
            << "prior " << prior << " comparison " << c << " level " << level;
  }
}

TEST(JointEm, recovers_m_within_sampling_error) {
  const PatternSpace space({4, 3, 5, 3});
  constexpr double prior = 0.3;
  constexpr std::uint64_t num_pairs = 400'000;
  const auto em =
      run_from(space, counts_of(simulate(space, kM, kU, prior, num_pairs)), {kStart, 0.1, {}}, {500, 1e-9, {}, {}});
  // The standard error of a share among known matches with a value (nine of ten). Not knowing which pairs match less
  // than doubles it here.
  const double known = prior * num_pairs * 0.9;
  for (std::size_t c = 0; c < kM.size(); ++c)
    for (std::size_t level = 1; level < kM[c].size(); ++level)
      EXPECT_NEAR(em.m[c][level], kM[c][level], 4 * 2 * std::sqrt(kM[c][level] * (1 - kM[c][level]) / known))
          << c << " " << level;
  EXPECT_NEAR(em.prior, prior, 4 * 2 * std::sqrt(prior * (1 - prior) / num_pairs));
}

// The last comparison says little: two of five random pairs agree, such as records of one country.
const LevelTable kWeakU = {{0, 0.002, 0.05, 0.948}, {0, 0.01, 0.99}, {0, 0.001, 0.02, 0.07, 0.909}, {0, 0.4, 0.6}};

// The pairs of a rule on comparison `key`: all agree there, and the first `num_matches` match.
std::vector<PatternCount> pairs_of_rule(const PatternSpace& space, std::size_t key, std::uint64_t num_matches,
                                        std::uint64_t num_pairs) {
  PatternCounter counter;
  for (std::uint64_t pair = 0; pair < num_pairs; ++pair) {
    const auto number = [&](std::uint64_t n) { return test::uniform(9 + key, pair * 100 + n); };
    const bool match = pair < num_matches;
    Pattern pattern = 0;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c)
      pattern += space.stride(c) * (c == key ? 1 : test::draw(match ? kM[c] : kWeakU[c], number(1 + c)));
    counter.add(pattern);
  }
  return counter.sorted();
}

TEST(JointEm, finds_the_few_matches_among_many_pairs_that_share_a_key) {
  const PatternSpace space({4, 3, 5, 3});
  // 2,000 matches. Random pairs agree on the keys as often as kWeakU says.
  TrainingCounts counts;
  counts.num_all_pairs = 400'000'000;
  const auto third = pairs_of_rule(space, 2, 1'800, 400'000);
  const auto first = pairs_of_rule(space, 0, 1'700, 800'000);
  counts.rules.push_back({"third", {true, true, false, true}, third, third, 1});
  // The rule "third" also proposes nearly all matches of the rule "first". They must not count twice in the prior.
  counts.rules.push_back({"first", {false, true, true, true}, first, {}, 1});
  const std::vector<JointEmStart> starts = {{kStart, 1e-5, {}}};
  const auto em = run_joint_em(space, counts, kWeakU, starts, {500, 1e-8, {}, {}});
  EXPECT_NEAR(em.of_rule[0].expected_matches, 1'800, 400);
  EXPECT_NEAR(em.of_rule[1].expected_matches, 1'700, 400);
  for (std::size_t c = 0; c < kM.size(); ++c) EXPECT_NEAR(em.m[c][1], kM[c][1], 0.12) << c;
}

TEST(JointEm, relatives_are_told_from_matches) {
  const PatternSpace space({4, 3, 5, 3});
  // Relatives agree on the second and fourth comparison as matches do, and on the others as random pairs do.
  const LevelTable r = {kU[0], kM[1], kU[2], kM[3]};
  PatternCounter counter;
  for (std::uint64_t pair = 0; pair < 600'000; ++pair) {
    const auto number = [&](std::uint64_t n) { return test::uniform(13, pair * 100 + n); };
    const auto& table = number(0) < 0.01 ? kM : number(0) < 0.04 ? r : kU;
    Pattern pattern = 0;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c)
      pattern += space.stride(c) * test::draw(table[c], number(1 + c));
    counter.add(pattern);
  }
  const auto counts = counts_of(counter.sorted());
  JointEmOptions options{1000, 1e-8, {}, {true, false, true, false}};
  const auto three = run_from(space, counts, {kStart, 0.01, {0.01, {kU[0], kStart[1], kU[2], kStart[3]}}}, options);
  EXPECT_NEAR(three.prior, 0.01, 0.001);
  EXPECT_NEAR(three.related.prior, 0.03, 0.003);
  EXPECT_EQ(three.related.r[0], kU[0]);
  EXPECT_NEAR(three.related.r[1][1], kM[1][1], 0.05);
  EXPECT_NEAR(three.m[0][1], kM[0][1], 0.03);
  // With two classes only, they are taken for matches.
  const auto two = run_from(space, counts, {kStart, 0.01, {}}, options);
  EXPECT_LT(two.m[0][1], kM[0][1] - 0.1);
}

// Given name, surname, date of birth, address, postcode: of matches, of random pairs, and where EM starts.
const LevelTable kPersonM = {{0, 0.85, 0.15}, {0, 0.9, 0.1}, {0, 0.95, 0.05}, {0, 0.8, 0.2}, {0, 0.9, 0.1}};
const LevelTable kPersonU = {{0, 0.01, 0.99}, {0, 0.005, 0.995}, {0, 1e-3, 0.999}, {0, 1e-3, 0.999}, {0, 0.005, 0.995}};
const LevelTable kPersonStart = {{0, 0.8, 0.2}, {0, 0.8, 0.2}, {0, 0.8, 0.2}, {0, 0.8, 0.2}, {0, 0.8, 0.2}};

// Relatives share surname, address and postcode; `twins` of them the date of birth.
LevelTable relatives_with(double twins) {
  LevelTable r = {kPersonU[0], {0, 0.85, 0.15}, kPersonU[2], {0, 0.9, 0.1}, {0, 0.95, 0.05}};
  set_exact_share(r[2], twins);
  return r;
}
// Neighbours share the postcode, and seldom the address.
const LevelTable kNeighbours = {kPersonU[0], kPersonU[1], kPersonU[2], {0, 0.1, 0.9}, {0, 0.98, 0.02}};

struct Share {
  double share;
  const LevelTable& table;
};

// Pairs of several classes; the rest are random pairs. `key`: a comparison on which only pairs that agree are kept.
std::vector<PatternCount> pairs_of_classes(const PatternSpace& space, std::uint64_t num_pairs,
                                           const std::vector<Share>& classes, std::optional<std::size_t> key = {}) {
  PatternCounter counter;
  for (std::uint64_t pair = 0; pair < num_pairs; ++pair) {
    const auto number = [&](std::uint64_t n) { return test::uniform(29, pair * 100 + n); };
    double drawn = number(0);
    const LevelTable* table = &kPersonU;
    for (const auto& of : classes) {
      if (drawn >= 0 && drawn < of.share) table = &of.table;
      drawn -= of.share;
    }
    Pattern pattern = 0;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c)
      pattern += space.stride(c) * test::draw((*table)[c], number(1 + c));
    if (!key || space.level(pattern, *key) == 1) counter.add(pattern);
  }
  return counter.sorted();
}

const PatternSpace kPersonSpace({3, 3, 3, 3, 3});
const std::vector<bool> kPersonHeld = {true, true, true, false, false};

JointEmResult run_on_persons(const TrainingCounts& counts, const Related& neighbours, double start_of_matches = 0.01,
                             double start_of_relatives = 0.01) {
  JointEmOptions options{1000, 1e-8, {}, kPersonHeld};
  options.place = {false, false, false, true, true};
  options.exact_share = {std::nullopt, kFamilyNames, kTwins, std::nullopt, std::nullopt};
  const Related related{
      start_of_relatives,
      {kPersonU[0], kPersonStart[1], relatives_with(kTwins.least)[2], kPersonStart[3], kPersonStart[4]}};
  const std::vector<JointEmStart> starts = {{kPersonStart, start_of_matches, related, neighbours}};
  return run_joint_em(kPersonSpace, counts, kPersonU, starts, options);
}

TrainingCounts counts_of_persons(std::vector<PatternCount> pairs) {
  return counts_of(std::move(pairs), std::vector<bool>(5, true));
}

TEST(JointEm, neighbours_do_not_count_as_relatives) {
  const LevelTable relatives = relatives_with(0.01);
  const auto counts = counts_of_persons(
      pairs_of_classes(kPersonSpace, 600'000, {{0.01, kPersonM}, {0.01, relatives}, {0.10, kNeighbours}}));
  const Related neighbours{0.01, {kPersonU[0], kPersonU[1], kPersonU[2], kPersonStart[3], kPersonStart[4]}};
  const auto with = run_on_persons(counts, neighbours);
  EXPECT_NEAR(with.prior, 0.01, 0.001);
  EXPECT_NEAR(with.related.prior, 0.01, 0.002);
  EXPECT_NEAR(with.neighbours.prior, 0.10, 0.01);
  EXPECT_EQ(with.neighbours.r[1], kPersonU[1]);
  EXPECT_NEAR(with.neighbours.r[3][1], 0.1, 0.02);
  // Without a class of their own they pass for relatives.
  EXPECT_GT(run_on_persons(counts, {}).related.prior, 0.05);
}

TEST(JointEm, relatives_that_no_rule_proposes_are_counted_too) {
  // A rule on the second comparison, on which relatives agree in four pairs of five, and one that proposes all pairs:
  // the prior of the first counts the fifth that it leaves out.
  const LevelTable relatives = {kPersonU[0], {0, 0.8, 0.2}, kPersonU[2], {0, 0.9, 0.1}, {0, 0.95, 0.05}};
  const std::vector<Share> classes = {{0.01, kPersonM}, {0.03, relatives}};
  auto of_rule = counts_of_persons(pairs_of_classes(kPersonSpace, 600'000, classes, 1));
  of_rule.num_all_pairs = 600'000;
  of_rule.rules[0].free_comparisons[1] = false;
  const double all = run_on_persons(of_rule, {}).related.prior;
  EXPECT_NEAR(all, 0.03 * 0.8 / kPersonStart[1][1], 0.002);
}

TEST(JointEm, twins_among_relatives_are_learnt_within_bounds) {
  std::vector<double> dates = {0, 0.001, 0.099, 0.9};
  set_exact_share(dates, 0.01);
  EXPECT_EQ(dates[1], 0.01);
  EXPECT_NEAR(dates[2], 0.099 * 0.99 / 0.999, 1e-12);
  EXPECT_NEAR(dates[1] + dates[2] + dates[3], 1, 1e-12);
  const auto learnt = [&](double twins) {
    const LevelTable relatives = relatives_with(twins);
    const auto counts =
        counts_of_persons(pairs_of_classes(kPersonSpace, 600'000, {{0.01, kPersonM}, {0.03, relatives}}));
    return run_on_persons(counts, {}).related.r[2][1];
  };
  EXPECT_NEAR(learnt(0.03), 0.03, 0.006);
  EXPECT_EQ(learnt(0.2), kTwins.most);
  EXPECT_EQ(learnt(0.002), kTwins.least);
}

/// One pair in a hundred is of the class `some`.
std::vector<PatternCount> pairs_drawn_from(const PatternSpace& space, const LevelTable& others,
                                           const LevelTable& some) {
  PatternCounter counter;
  for (std::uint64_t pair = 0; pair < 100'000; ++pair) {
    Pattern pattern = 0;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c)
      pattern += space.stride(c) * test::draw(pair % 100 == 0 ? some[c] : others[c], test::uniform(22, pair * 10 + c));
    counter.add(pattern);
  }
  return counter.sorted();
}

TEST(JointEm, a_class_that_agrees_in_hardly_anything_is_not_that_of_matches) {
  // A file without duplicates. Some pairs agree in two attributes of few values that go together, and in nothing else.
  const PatternSpace space({3, 3, 3, 3, 3, 3});
  const LevelTable u = {{0, 0.001, 0.999}, {0, 0.001, 0.999}, {0, 0.001, 0.999},
                        {0, 0.001, 0.999}, {0, 0.25, 0.75},   {0, 0.25, 0.75}};
  const LevelTable start(6, {0, 0.8, 0.2});
  const auto pairs = [&](bool go_together) {
    PatternCounter counter;
    for (std::uint64_t pair = 0; pair < 300'000; ++pair) {
      const auto number = [&](std::uint64_t n) { return test::uniform(21, pair * 100 + n); };
      Pattern pattern = 0;
      for (std::size_t c = 0; c < space.num_comparisons(); ++c)
        pattern += space.stride(c) * test::draw(u[c], number(go_together && c == 5 ? 4 : c));
      counter.add(pattern);
    }
    return counter.sorted();
  };
  const auto em = run_joint_em(space, counts_of(pairs(true), std::vector<bool>(6, true)), u,
                               std::vector<JointEmStart>{{start, 0.1, {}}}, {});
  EXPECT_LT(em.m[0][1], 0.1);
  EXPECT_GT(em.m[5][1], 0.9);
  EXPECT_TRUE(em.switched);
}

TEST(JointEm, a_class_that_agrees_in_nothing_personal_is_not_that_of_matches) {
  // Contacts of companies, nobody twice: colleagues agree in three attributes and not in the first one, a given name.
  const PatternSpace space({3, 3, 3, 3});
  const LevelTable u = {{0, 0.001, 0.999}, {0, 0.001, 0.999}, {0, 0.001, 0.999}, {0, 0.001, 0.999}};
  const LevelTable colleagues = {{0, 0.001, 0.999}, {0, 0.9, 0.1}, {0, 0.9, 0.1}, {0, 0.9, 0.1}};
  const LevelTable start(4, {0, 0.8, 0.2});
  const auto counts = counts_of(pairs_drawn_from(space, u, colleagues));
  const auto run = [&](std::vector<bool> personal) {
    JointEmOptions options;
    options.personal = std::move(personal);
    return run_joint_em(space, counts, u, std::vector<JointEmStart>{{start, 0.1, {}}}, options);
  };
  EXPECT_FALSE(run({}).switched);
  EXPECT_TRUE(run({true, false, false, false}).switched);
}

TEST(JointEm, holds_the_m_that_it_is_told_to) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = counts_of(simulate(space, kM, kU, 0.3, 50'000));
  const auto em = run_from(space, counts, {kStart, 0.1, {}}, {200, 1e-6, {false, false, true, false}, {}});
  EXPECT_EQ(em.m[2], kStart[2]);
  EXPECT_NE(em.m[1], kStart[1]);
}

TEST(EmStarts, are_different_and_always_the_same) {
  const std::vector<std::uint32_t> num_levels = {4, 3, 5, 3};
  const auto starts = em_starts(num_levels, 8, 1);
  const auto again = em_starts(num_levels, 8, 1);
  ASSERT_EQ(starts.size(), 8u);
  for (std::size_t s = 0; s < starts.size(); ++s) {
    EXPECT_EQ(starts[s].m, again[s].m);
    EXPECT_GT(starts[s].lambda, 0);
    EXPECT_LT(starts[s].lambda, 1);
    for (std::size_t other = 0; other < s; ++other)
      EXPECT_TRUE(starts[s].m != starts[other].m || starts[s].lambda != starts[other].lambda) << s << " " << other;
    for (std::size_t c = 0; c < num_levels.size(); ++c) {
      double sum = 0;
      for (std::size_t level = 1; level < num_levels[c]; ++level) {
        EXPECT_GT(starts[s].m[c][level], 0);
        sum += starts[s].m[c][level];
      }
      EXPECT_NEAR(sum, 1, 1e-12);
    }
  }
}

TEST(JointEm, of_several_starts_the_likeliest_result_wins_unless_its_labels_are_switched) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = counts_of(simulate(space, kM, kU, 0.3, 50'000));
  // Starts with "matches" that agree on nothing, and stops after one iteration.
  const LevelTable upside_down = {
      {0, 1e-6, 1e-6, 1 - 2e-6}, {0, 1e-6, 1 - 1e-6}, {0, 1e-6, 1e-6, 1e-6, 1 - 3e-6}, {0, 1e-6, 1 - 1e-6}};
  const JointEmOptions one_iteration{1, 1e-9, {}, {}};
  ASSERT_TRUE(run_from(space, counts, {upside_down, 0.49, {}}, one_iteration).switched);
  const std::vector<JointEmStart> starts = {{upside_down, 0.49, {}}, {kStart, 0.01, {}}, {kM, 0.3, {}}};
  const auto best = run_joint_em(space, counts, kU, starts, one_iteration);
  EXPECT_FALSE(best.switched);
  EXPECT_EQ(best.start, 2u);  // this start is the truth, so no other is likelier
  EXPECT_GT(best.log_likelihood, run_from(space, counts, starts[1], one_iteration).log_likelihood);
  // Of equal results, that of the first start wins.
  const std::vector<JointEmStart> twice = {{kStart, 0.1, {}}, {kStart, 0.1, {}}};
  EXPECT_EQ(run_joint_em(space, counts, kU, twice, {500, 1e-8, {}, {}}).start, 0u);
}

TEST(JointEm, log_likelihood_rises_with_every_iteration) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = counts_of(simulate(space, kM, kU, 0.1, 50'000));
  double before = -1e300;
  for (std::uint32_t iterations = 2; iterations < 30; ++iterations) {
    const auto em = run_from(space, counts, {kStart, 0.1, {}}, {iterations, 1e-15, {}, {}});
    // Smoothing by half a pair may reduce the likelihood slightly.
    EXPECT_GT(em.log_likelihood, before - 1e-1) << iterations;
    before = em.log_likelihood;
  }
}

TEST(JointEm, reads_m_only_from_rules_that_leave_the_comparison_free) {
  const PatternSpace space({4, 3, 5, 3});
  const auto counts = counts_of(simulate(space, kM, kU, 0.3, 50'000), {true, false, true, true});
  const auto em = run_from(space, counts, {kStart, 0.1, {}}, {});
  EXPECT_EQ(em.m[1], kStart[1]);
  EXPECT_NEAR(em.prior, 0.3, 0.02);
}

TEST(JointEm, m_of_present_levels_sum_to_one_and_stay_above_zero) {
  const PatternSpace space({4, 3, 5, 3});
  // Only one pattern: most levels never occur.
  const auto em = run_from(space, counts_of({{1 + 4 * (1 + 3 * (1 + 5 * 1)), 1000}}), {kStart, 0.1, {}}, {});
  for (const auto& levels : em.m) {
    double sum = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) {
      EXPECT_GT(levels[level], 0);
      sum += levels[level];
    }
    EXPECT_NEAR(sum, 1, 1e-12);
  }
}

TEST(JointEm, of_no_pairs_keeps_the_m_of_the_start) {
  const PatternSpace space({4, 3, 5, 3});
  const auto em = run_from(space, {}, {kStart, 0.1, {}}, {});
  EXPECT_EQ(em.m, kStart);
  EXPECT_FALSE(em.switched);
}

TEST(PatternSpace, levels_come_back_out_of_a_pattern) {
  const PatternSpace space({4, 3, 5, 3});
  for (Pattern pattern = 0; pattern < 4 * 3 * 5 * 3; ++pattern) {
    Pattern again = 0;
    for (std::size_t c = 0; c < 4; ++c) again += space.stride(c) * space.level(pattern, c);
    EXPECT_EQ(again, pattern);
  }
}

TEST(PatternCounts, merging_sums_equal_patterns_in_ascending_order) {
  EXPECT_EQ(merge_counts({{5, 1}, {2, 3}, {5, 4}, {0, 1}}), (std::vector<PatternCount>{{0, 1}, {2, 3}, {5, 5}}));
  EXPECT_TRUE(merge_counts({}).empty());
}

}  // namespace
}  // namespace onefold::model
