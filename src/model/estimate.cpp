#include "onefold/model/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onefold::model {

namespace {

// Rounds of "m given u, prior given both, u freed of the matches among the random pairs".
constexpr int kRounds = 4;
// At most this share of an observed u is taken for matches among the random pairs: the rest is never explained away.
constexpr double kLargestMatchShare = 0.9;
// A level whose expected number of matches is below this was not seen: its m is a default.
constexpr double kFewMatches = 1.0;

// Before anything is known: matches mostly agree exactly, and the better the level the likelier.
std::vector<double> default_m(std::size_t num_levels) {
  std::vector<double> m(num_levels, 0.0);
  const std::size_t listed = num_levels - 2;
  double left = 1.0;
  for (std::size_t level = 1; level <= listed; ++level) {
    m[level] = left * (level == 1 ? 0.85 : 0.6);
    left -= m[level];
  }
  m[num_levels - 1] = left;
  return m;
}

// Shares of the levels among random pairs with both values present.
LevelTable observed_u(const TrainingCounts& counts, const config::Job& job, Model& model) {
  LevelTable u;
  for (std::size_t c = 0; c < counts.random_levels.size(); ++c) {
    const auto& levels = counts.random_levels[c];
    double present = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) present += static_cast<double>(levels[level]);
    auto& shares = u.emplace_back(levels.size(), 0.0);
    const double smoothing = 0.5 / static_cast<double>(levels.size() - 1);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      shares[level] = (static_cast<double>(levels[level]) + smoothing) / (present + 0.5);
      auto& origin = model.comparisons[c].levels[level].u_origin;
      origin = fmt::format("{} of {:.0f} random pairs", levels[level], present);
    }
    // The exact level is known better from the value counts of all records.
    const auto exact = exact_level(job.comparisons[c]);
    if (exact == 1 && counts.exact_collision[c] >= 0) {
      const double before = shares[exact];
      const double known = std::clamp(counts.exact_collision[c], 1e-12, 1 - 1e-6);
      for (std::size_t level = 2; level < levels.size(); ++level) shares[level] *= (1 - known) / (1 - before);
      shares[exact] = known;
      model.comparisons[c].levels[exact].u_origin = "value counts of all records";
    }
    if (present == 0)
      model.notes.push_back(fmt::format("comparison {}: no random pair has both values; its u are guesses", model.comparisons[c].name));
  }
  return u;
}

// Random pairs hold a share `prior` of matches: u is what the others show.
LevelTable without_matches(const LevelTable& observed, const LevelTable& m, double prior) {
  LevelTable u = observed;
  for (std::size_t c = 0; c < u.size(); ++c) {
    double sum = 0;
    for (std::size_t level = 1; level < u[c].size(); ++level) {
      const double freed = (observed[c][level] - prior * m[c][level]) / (1 - prior);
      u[c][level] = std::max(freed, (1 - kLargestMatchShare) * observed[c][level]);
      sum += u[c][level];
    }
    for (std::size_t level = 1; level < u[c].size(); ++level) u[c][level] /= sum;
  }
  return u;
}

// Matches among the candidate pairs of all rules, each pair once, over all pairs of the input.
double expected_prior(const TrainingCounts& counts, const PatternSpace& space, const LevelTable& m, const LevelTable& u,
                      double prior) {
  double matches = 0;
  for (const auto& rule : counts.rules) {
    double in_sample = 0;
    for (const auto& [pattern, count] : rule.new_pairs) {
      double match = prior;
      double other = 1 - prior;
      for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
        const auto level = space.level(pattern, c);
        if (level == comparison::kMissing) continue;
        match *= m[c][level];
        other *= u[c][level];
      }
      in_sample += static_cast<double>(count) * match / (match + other);
    }
    if (rule.sampled_share > 0) matches += in_sample / rule.sampled_share;
  }
  return matches / static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1));
}

// m of every comparison: expected matches at each level, summed over the rules in which the comparison is free.
struct CombinedM {
  LevelTable m;
  LevelTable expected;
  std::vector<int> num_rules;
};

CombinedM estimate_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space, const LevelTable& u,
                     const LevelTable& start, const LevelTable& defaults, std::vector<std::string>* notes) {
  CombinedM combined{defaults, defaults, std::vector<int>(space.num_comparisons(), 0)};
  for (auto& levels : combined.expected) std::fill(levels.begin(), levels.end(), 0.0);
  const EmOptions options{job.model.max_iterations, job.model.convergence};
  for (const auto& rule : counts.rules) {
    if (rule.all_pairs.empty() || std::none_of(rule.free_comparisons.begin(), rule.free_comparisons.end(), [](bool b) { return b; })) {
      if (notes != nullptr) notes->push_back(fmt::format("rule {}: no pairs to train on", rule.rule));
      continue;
    }
    const EmResult em = run_em(space, rule.all_pairs, u, rule.free_comparisons, start, 0.3, options);
    if (notes != nullptr && !em.converged)
      notes->push_back(fmt::format("rule {}: EM did not converge in {} iterations", rule.rule, em.iterations));
    if (em.expected_matches < kFewMatches) {
      if (notes != nullptr) notes->push_back(fmt::format("rule {}: no matches found among its pairs; not used for m", rule.rule));
      continue;
    }
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      if (!rule.free_comparisons[c]) continue;
      ++combined.num_rules[c];
      for (std::size_t level = 1; level < em.expected[c].size(); ++level) combined.expected[c][level] += em.expected[c][level];
    }
  }
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    double present = 0;
    for (const double e : combined.expected[c]) present += e;
    if (present < kFewMatches) continue;   // the default stays
    const double per_level = 0.5 / static_cast<double>(combined.m[c].size() - 1);
    for (std::size_t level = 1; level < combined.m[c].size(); ++level)
      combined.m[c][level] = (combined.expected[c][level] + per_level) / (present + 0.5);
  }
  return combined;
}

void describe_m(const CombinedM& combined, Model& model) {
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    auto& comparison = model.comparisons[c];
    double present = 0;
    for (const double e : combined.expected[c]) present += e;
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      auto& l = comparison.levels[level];
      if (present < kFewMatches) {
        l.m_origin = "default: no rule leaves this comparison free";
      } else if (combined.expected[c][level] < kFewMatches) {
        l.m_origin = "half a pair: hardly a match shows this level";
        model.notes.push_back(fmt::format("comparison {}: level \"{}\" hardly occurs among matches; its m is a guess of {:.2g}",
                                          comparison.name, l.text, l.m));
      } else {
        l.m_origin = fmt::format("EM on {} rules, {:.0f} expected matches", combined.num_rules[c], combined.expected[c][level]);
      }
    }
    if (present < kFewMatches)
      model.notes.push_back(fmt::format("comparison {}: m could not be estimated, because every rule with matches reads its attribute; "
                                        "defaults are used; add a rule without it", comparison.name));
  }
}

}  // namespace

Model estimate_model(const config::Job& job, const TrainingCounts& counts) {
  Model model = empty_model(job);
  const PatternSpace space = model.pattern_space();
  const LevelTable observed = observed_u(counts, job, model);
  LevelTable start;
  for (const auto& comparison : model.comparisons) start.push_back(default_m(comparison.levels.size()));

  const double num_all_pairs = static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1));
  const auto bounded = [&](double prior) { return std::clamp(prior, 0.1 / num_all_pairs, 0.5); };
  LevelTable u = observed;
  CombinedM combined;
  model.prior = bounded(1e-4);
  for (int round = 0; round < kRounds; ++round) {
    // Each round starts where the one before ended: few iterations are left to do.
    const LevelTable from = round == 0 ? start : combined.m;
    combined = estimate_m(job, counts, space, u, from, start, round + 1 == kRounds ? &model.notes : nullptr);
    switch (job.model.prior.kind) {
      case config::PriorConfig::Kind::fixed:
        model.prior = job.model.prior.probability;
        model.prior_origin = "job file";
        break;
      case config::PriorConfig::Kind::rules:
        model.prior = bounded(static_cast<double>(counts.num_prior_rule_pairs) / job.model.prior.recall / num_all_pairs);
        model.prior_origin = fmt::format("{} pairs by deterministic rules with a recall of {}", counts.num_prior_rule_pairs,
                                         job.model.prior.recall);
        break;
      case config::PriorConfig::Kind::estimated:
        for (int i = 0; i < 50; ++i) model.prior = bounded(expected_prior(counts, space, combined.m, u, model.prior));
        model.prior_origin = "expected matches among the candidate pairs";
        break;
    }
    u = without_matches(observed, combined.m, model.prior);
  }
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    for (std::size_t level = 1; level < model.comparisons[c].levels.size(); ++level) {
      model.comparisons[c].levels[level].m = combined.m[c][level];
      model.comparisons[c].levels[level].u = u[c][level];
    }
  describe_m(combined, model);
  model.update_weights();
  return model;
}

}  // namespace onefold::model
