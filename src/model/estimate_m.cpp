#include "model/estimate_m.hpp"

#include <algorithm>
#include <utility>

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

CombinedM estimate_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space,
                     const LevelTable& u, const LevelTable& defaults, std::vector<RuleProgress>& progress) {
  CombinedM combined{defaults, defaults, std::vector<std::uint32_t>(space.num_comparisons(), 0),
                     std::vector<double>(space.num_comparisons(), 0)};
  for (auto& levels : combined.expected) std::fill(levels.begin(), levels.end(), 0.0);
  EmOptions options{job.model.max_iterations, job.model.convergence, {}};
  for (const auto& comparison : job.comparisons) options.held.push_back(!comparison.m.empty());
  for (std::size_t r = 0; r < counts.rules.size(); ++r) {
    const RuleCounts& rule = counts.rules[r];
    RuleProgress& state = progress[r];
    state.has_pairs = !rule.all_pairs.empty() && std::find(rule.free_comparisons.begin(), rule.free_comparisons.end(),
                                                           true) != rule.free_comparisons.end();
    if (!state.has_pairs) continue;
    const auto start = state.em.start;
    state.em = run_em_from(space, rule.all_pairs, u, rule.free_comparisons, state.starts, options);
    if (state.starts.size() == 1) state.em.start = start;
    // The next round continues from this result, so it needs few iterations.
    state.starts = {{state.em.m, state.em.lambda}};
    state.used = !state.em.switched && state.em.expected_matches >= kFewMatches;
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
    if (present < kFewMatches) continue;  // keep the default
    const double per_level = 0.5 / static_cast<double>(combined.m[c].size() - 1);
    for (std::size_t level = 1; level < combined.m[c].size(); ++level)
      combined.m[c][level] = (combined.expected[c][level] + per_level) / (present + 0.5);
  }
  learn_from_known_matches(counts, space, combined);
  hold_given(job, combined.m);
  return combined;
}

}  // namespace onefold::model
