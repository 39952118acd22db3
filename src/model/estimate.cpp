#include "model/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "model/describe.hpp"
#include "model/estimate_candidates.hpp"
#include "model/estimate_dependence.hpp"
#include "model/estimate_m.hpp"
#include "model/estimate_u.hpp"
#include "model/flat_levels.hpp"

namespace onefold::model {

namespace {

// Each round computes m given u, the prior given both, and u without the matches among the random pairs.
constexpr int kEstimateRounds = 4;
constexpr int kPriorIterations = 50;
// A class with fewer related pairs per match is made of matches with errors: it is given up.
constexpr double kFewestRelated = 0.1;
// Matches and related pairs together are less than this share of all pairs; the rest are random pairs.
constexpr double kMostExplained = 0.95;

// Expected matches among the candidate pairs of all rules, each pair once, divided by all pairs of the input.
double expected_prior(const TrainingCounts& counts, const PatternSpace& space, const ClassParameters& parameters,
                      const std::vector<Correction>& corrections) {
  double matches = 0;
  for (const auto& rule : counts.rules) {
    if (rule.sampled_share <= 0) continue;
    double in_sample = 0;
    for (const auto& [pattern, count] : rule.new_pairs)
      in_sample += static_cast<double>(count) * class_probabilities(space, pattern, parameters, corrections).match;
    matches += in_sample / rule.sampled_share;
  }
  return matches / static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1));
}

// The same without corrections, for a prior that changes `num_iterations` times: each is bounded and used for the next.
double iterate_prior(const TrainingCounts& counts, const PatternSpace& space, const ClassParameters& parameters,
                     int num_iterations, const std::function<double(double)>& bounded) {
  std::vector<FlatPatterns> patterns;
  for (const auto& rule : counts.rules) patterns.emplace_back(space, parameters.u, rule.new_pairs);
  double prior = parameters.prior;
  for (int i = 0; i < num_iterations; ++i) {
    const FlatLevels levels({parameters.m, parameters.u, prior, parameters.related, parameters.neighbours});
    double matches = 0;
    for (std::size_t r = 0; r < patterns.size(); ++r) {
      if (counts.rules[r].sampled_share <= 0) continue;
      double in_sample = 0;
      for (std::size_t p = 0; p < patterns[r].size(); ++p)
        in_sample += patterns[r].count(p) * levels.classes_of(patterns[r].cells(p)).match;
      matches += in_sample / counts.rules[r].sampled_share;
    }
    const double next = bounded(matches / static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1)));
    // What does not change any more stays.
    if (next == prior) break;
    prior = next;
  }
  return prior;
}

// The prior of the job file; 0 if the job leaves it to training.
double model_prior_given(const config::Job& job) {
  return job.model.prior.kind == config::PriorConfig::Kind::fixed ? job.model.prior.probability : 0;
}

}  // namespace

Model estimate_model(const config::Job& job, const TrainingCounts& counts) {
  if (job.model.train == config::Training::candidates) return estimate_from_candidates(job, counts);
  Model model = empty_model(job);
  const PatternSpace space = model.pattern_space();
  std::vector<std::uint32_t> num_levels;
  for (const auto& comparison : model.comparisons)
    num_levels.push_back(static_cast<std::uint32_t>(comparison.levels.size()));
  auto starts = em_starts(num_levels, job.model.starts, job.seed);
  for (auto& start : starts) hold_given(job, start.m);
  std::vector<RuleProgress> progress(counts.rules.size());

  const double num_all_pairs = static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1));
  const auto bounded = [&](double prior) { return std::clamp(prior, 0.1 / num_all_pairs, 0.5); };
  const LevelTable observed = observed_u(job, counts, model);
  LevelTable u = observed;
  CombinedM combined;
  model.prior = bounded(1e-4);
  double expected = model.prior;
  // About one match per record, whatever their number.
  auto joint_starts = joint_em_starts(job, starts, u, bounded(1 / std::sqrt(2 * num_all_pairs)));
  const JointEmOptions options = joint_em_options(job);
  JointEmResult em;
  for (int round = 0; round < kEstimateRounds; ++round) {
    const std::uint32_t start = em.start;
    em = run_joint_em(space, counts, u, joint_starts, options);
    if (em.related.prior > 0 && em.related.prior < kFewestRelated * em.prior) {
      for (auto& joint : joint_starts) joint.related = joint.neighbours = {};
      em = run_joint_em(space, counts, u, joint_starts, options);
    }
    if (round > 0) em.start = start;
    // Pairs of a known prior are not shared out among more classes than there is room for.
    if (em.switched || model_prior_given(job) + em.related.prior + em.neighbours.prior >= kMostExplained)
      em.related = em.neighbours = {};
    // The next round continues from this result, so it needs few iterations.
    joint_starts = {{em.m, em.prior, em.related, em.neighbours}};
    combined = combine_m(job, counts, space, em, starts.front().m, progress);
    expected =
        iterate_prior(counts, space, {combined.m, u, expected, em.related, em.neighbours}, kPriorIterations, bounded);
    switch (job.model.prior.kind) {
      case config::PriorConfig::Kind::fixed:
        model.prior = job.model.prior.probability;
        model.prior_origin = "job file";
        break;
      case config::PriorConfig::Kind::rules:
        model.prior =
            bounded(static_cast<double>(counts.num_prior_rule_pairs) / job.model.prior.recall / num_all_pairs);
        model.prior_origin = fmt::format("{} pairs by deterministic rules with a recall of {}",
                                         counts.num_prior_rule_pairs, job.model.prior.recall);
        break;
      case config::PriorConfig::Kind::estimated:
        model.prior = expected;
        model.prior_origin = "expected matches among the candidate pairs";
        break;
    }
    u = u_of_others(job, observed, combined.m, model.prior);
    // The defaults are used; another round would only start from the wrong class.
    if (em.switched) break;
  }
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    for (std::size_t level = 1; level < model.comparisons[c].levels.size(); ++level) {
      model.comparisons[c].levels[level].m = combined.m[c][level];
      model.comparisons[c].levels[level].u = u[c][level];
      if (em.related.prior > 0) model.comparisons[c].levels[level].r = em.related.r[c][level];
      if (em.neighbours.prior > 0) model.comparisons[c].levels[level].neighbour = em.neighbours.r[c][level];
    }
  model.related_prior = em.related.prior;
  model.neighbour_prior = em.neighbours.prior;
  // Subtracts agreement that two comparisons share, so that it does not count twice.
  if (job.model.dependence == config::Dependence::estimated) {
    const auto corrections = estimate_dependence(counts, space, {combined.m, u, model.prior, em.related, em.neighbours},
                                                 job.model.dependence_minimum);
    for (int i = 0; i < kPriorIterations; ++i)
      expected =
          bounded(expected_prior(counts, space, {combined.m, u, expected, em.related, em.neighbours}, corrections));
    if (job.model.prior.kind == config::PriorConfig::Kind::estimated) model.prior = expected;
    for (const auto& pair : corrections) {
      Dependence& dependence = model.dependence.emplace_back(Dependence{pair.first, pair.second, pair.bits, {}});
      for (const double correction : pair.log2) dependence.correction.push_back(to_fixed(correction));
    }
  }
  describe_training(job, counts, combined, progress, model);
  describe_prior(job, counts, expected, model);
  model.update_weights();
  return model;
}

}  // namespace onefold::model
