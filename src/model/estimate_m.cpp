#include "model/estimate_m.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/level_shares.hpp"
#include "model/match_odds.hpp"

namespace onefold::model {

namespace {

// The estimate of EM, or the default, counts like this many known matches: a few labels change little, many decide.
constexpr double kWeightOfEm = 20;

}  // namespace

void learn_from_known_matches(const TrainingCounts& counts, const PatternSpace& space, CombinedM& combined) {
  auto known = count_levels(space, counts.labelled_matches);
  const auto of_truth = count_levels(space, counts.true_matches);
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    for (std::size_t level = 1; level < known[c].size(); ++level) {
      known[c][level] += of_truth[c][level];
      combined.num_known[c] += static_cast<double>(known[c][level]);
    }
    for (std::size_t level = 1; level < known[c].size(); ++level)
      combined.m[c][level] = (static_cast<double>(known[c][level]) + kWeightOfEm * combined.m[c][level]) /
                             (combined.num_known[c] + kWeightOfEm);
  }
}

void hold_given(const config::Job& job, LevelTable& m) {
  for (std::size_t c = 0; c < m.size(); ++c)
    for (std::size_t i = 0; i < job.comparisons[c].m.size(); ++i) m[c][i + 1] = job.comparisons[c].m[i];
}

// One step of joint EM over all rules. A pair counts with the probability that all its evidence gives, keys included,
// under the prior of the whole input; m of a comparison is read from the rules that leave it free.
double joint_step(const TrainingCounts& counts, const PatternSpace& space, const LevelTable& u, const EmOptions& options, LevelTable& m,
                double& prior, std::vector<EmResult>& results) {
  LevelTable expected = m;
  for (auto& levels : expected) std::fill(levels.begin(), levels.end(), 0.0);
  double matches_of_all = 0;
  for (std::size_t r = 0; r < counts.rules.size(); ++r) {
    const RuleCounts& rule = counts.rules[r];
    EmResult& result = results[r];
    result.expected = m;
    for (auto& levels : result.expected) std::fill(levels.begin(), levels.end(), 0.0);
    result.expected_matches = result.log_likelihood = 0;
    for (const auto& [pattern, count] : rule.all_pairs) {
      const double p = match_probability(space, pattern, m, u, prior, {}) * static_cast<double>(count);
      result.expected_matches += p;
      for (std::size_t c = 0; c < space.num_comparisons(); ++c) result.expected[c][space.level(pattern, c)] += p;
    }
    for (std::size_t c = 0; c < space.num_comparisons(); ++c)
      if (rule.free_comparisons[c])
        for (std::size_t level = 1; level < expected[c].size(); ++level) expected[c][level] += result.expected[c][level];
    if (rule.sampled_share > 0) {
      double in_sample = 0;
      for (const auto& [pattern, count] : rule.new_pairs)
        in_sample += match_probability(space, pattern, m, u, prior, {}) * static_cast<double>(count);
      matches_of_all += in_sample / rule.sampled_share;
    }
  }
  const double num_all_pairs = static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1));
  double change = 0;
  const double next = std::clamp(matches_of_all / num_all_pairs, 0.1 / num_all_pairs, 0.5);
  change = std::abs(next / prior - 1);
  prior = next;
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    double present = 0;
    for (const double e : expected[c]) present += e;
    if (present < kFewMatches || (!options.held.empty() && options.held[c])) continue;
    update_shares(expected[c], m[c], change);
  }
  return change;
}

CombinedM estimate_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space,
                     const LevelTable& u, const LevelTable& defaults, std::vector<RuleProgress>& progress) {
  CombinedM combined{defaults, defaults, std::vector<std::uint32_t>(space.num_comparisons(), 0),
                     std::vector<double>(space.num_comparisons(), 0)};
  for (auto& levels : combined.expected) std::fill(levels.begin(), levels.end(), 0.0);
  EmOptions options{job.model.max_iterations, job.model.convergence, {}};
  for (const auto& comparison : job.comparisons) options.held.push_back(!comparison.m.empty());
  std::vector<EmResult> results(counts.rules.size());
  LevelTable m = progress.empty() || progress[0].starts.empty() ? defaults : progress[0].starts.front().m;
  double prior = progress.empty() || progress[0].starts.size() > 1 ? std::exp2(-std::log2(2.0 * static_cast<double>(counts.num_all_pairs) + 2) / 2) : progress[0].starts.front().lambda;
  bool converged = false;
  std::uint32_t iterations = 0;
  while (iterations < job.model.max_iterations && !converged) {
    ++iterations;
    converged = joint_step(counts, space, u, options, m, prior, results) < std::max(1e-4, job.model.convergence);
  }
  for (std::size_t r = 0; r < counts.rules.size(); ++r) {
    const RuleCounts& rule = counts.rules[r];
    RuleProgress& state = progress[r];
    state.has_pairs = !rule.all_pairs.empty() && std::find(rule.free_comparisons.begin(), rule.free_comparisons.end(),
                                                           true) != rule.free_comparisons.end();
    state.starts = {{m, prior}};
    if (!state.has_pairs) continue;
    state.em = results[r];
    state.em.m = m;
    state.em.converged = converged;
    state.em.iterations = iterations;
    state.used = state.em.expected_matches >= kFewMatches;
    if (!state.used) continue;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      if (!rule.free_comparisons[c]) continue;
      ++combined.num_rules[c];
      for (std::size_t level = 1; level < combined.m[c].size(); ++level)
        combined.expected[c][level] += state.em.expected[c][level];
    }
  }
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    double present = 0;
    for (const double e : combined.expected[c]) present += e;
    if (present < kFewMatches) continue;  // the default stays
    const double per_level = 0.5 / static_cast<double>(combined.m[c].size() - 1);
    for (std::size_t level = 1; level < combined.m[c].size(); ++level)
      combined.m[c][level] = (combined.expected[c][level] + per_level) / (present + 0.5);
  }
  learn_from_known_matches(counts, space, combined);
  hold_given(job, combined.m);
  return combined;
}

}  // namespace onefold::model
