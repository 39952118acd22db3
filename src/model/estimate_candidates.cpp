#include "model/estimate_candidates.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/describe.hpp"
#include "model/estimate_m.hpp"

namespace onefold::model {

namespace {

// The first start assumes that every second record has a partner; other starts assume more or fewer.
constexpr double kStartShare = 0.5;
constexpr double kMostStartLambda = 0.5;

std::vector<PatternCount> count_patterns(const std::vector<CandidatePair>& pairs) {
  PatternCounter counter;
  for (const auto& pair : pairs) counter.add(pair.pattern);
  return counter.sorted();
}

LevelTable shares_of(const config::Job& job, const PatternSpace& space, std::span<const PatternCount> pairs) {
  LevelTable shares;
  for (const auto& levels : count_levels(space, pairs)) {
    double present = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) present += static_cast<double>(levels[level]);
    auto& of = shares.emplace_back(levels.size(), 0.0);
    for (std::size_t level = 1; level < levels.size(); ++level)
      of[level] = (static_cast<double>(levels[level]) + 0.5 / static_cast<double>(levels.size() - 1)) / (present + 0.5);
    const auto& given = job.comparisons[shares.size() - 1].u;
    std::copy(given.begin(), given.end(), of.begin() + 1);
  }
  return shares;
}

}  // namespace

Model estimate_from_candidates(const config::Job& job, const TrainingCounts& counts) {
  Model model = empty_model(job);
  const PatternSpace space = model.pattern_space();
  const auto& pairs = counts.candidates;
  // Notes about random pairs are about the candidates here.
  TrainingCounts seen;
  seen.random_pairs = count_patterns(pairs);
  seen.labelled_matches = counts.labelled_matches;
  seen.rules.push_back(
      {"all candidate pairs", std::vector<bool>(space.num_comparisons(), true), seen.random_pairs, {}, 1});

  std::uint64_t num_records = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) num_records += i == 0 || pairs[i].record != pairs[i - 1].record;
  std::vector<std::uint32_t> num_levels;
  for (const auto& comparison : model.comparisons)
    num_levels.push_back(static_cast<std::uint32_t>(comparison.levels.size()));
  auto starts = em_starts(num_levels, job.model.starts, job.seed);
  const double first_lambda = starts.front().lambda;
  for (auto& start : starts) {
    start.lambda =
        std::clamp(kStartShare * static_cast<double>(num_records) /
                       static_cast<double>(std::max<std::size_t>(pairs.size(), 1)) * start.lambda / first_lambda,
                   1e-9, kMostStartLambda);
    hold_given(job, start.m);
  }
  CandidateEmOptions options{job.model.max_iterations,
                             job.model.convergence,
                             static_cast<double>(job.model.expected_matches_per_record),
                             {},
                             {}};
  for (const auto& comparison : job.comparisons) {
    options.m_held.push_back(!comparison.m.empty());
    options.u_held.push_back(!comparison.u.empty());
  }
  const LevelTable observed = shares_of(job, space, seen.random_pairs);
  const auto learnt = run_candidate_em(space, pairs, observed, starts, options);

  std::vector<RuleProgress> progress(1);
  progress.front().em = learnt.em;
  progress.front().has_pairs = !pairs.empty();
  progress.front().used = !pairs.empty() && !learnt.em.switched && learnt.em.expected_matches >= kFewMatches;
  // If EM failed, use none of its results. Most candidates are not matches, so the initial values are the best guess.
  const bool is_learnt = progress.front().used;
  CombinedM combined{is_learnt ? learnt.em.m : starts.front().m, learnt.em.expected,
                     std::vector<std::uint32_t>(space.num_comparisons(), 1),
                     std::vector<double>(space.num_comparisons(), 0)};
  if (!is_learnt)
    for (auto& levels : combined.expected) std::fill(levels.begin(), levels.end(), 0.0);
  learn_from_known_matches(seen, space, combined);
  hold_given(job, combined.m);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    for (std::size_t level = 1; level < model.comparisons[c].levels.size(); ++level) {
      auto& l = model.comparisons[c].levels[level];
      l.m = combined.m[c][level];
      l.u = is_learnt ? learnt.u[c][level] : observed[c][level];
      l.u_origin = !job.comparisons[c].u.empty() ? "job file"
                   : is_learnt                   ? fmt::format("EM on the candidates of {} records", num_records)
                                                 : fmt::format("all candidates of {} records", num_records);
    }
  if (job.model.prior.kind == config::PriorConfig::Kind::fixed) {
    model.prior = job.model.prior.probability;
    model.prior_origin = "job file: of a candidate pair";
  } else {
    model.prior = std::clamp(is_learnt ? learnt.em.lambda : starts.front().lambda, 1e-9, 0.5);
    model.prior_origin = is_learnt ? "expected share of matches among the candidate pairs"
                                   : "a guess: every second record has a partner";
  }
  describe_training(job, seen, combined, progress, model);
  if (model.comparisons.size() < 2)
    doubt(model, "one_comparison",
          "train = \"candidates\" needs two or more comparisons: with a single one EM cannot tell which split is the "
          "true one",
          "Compare a second attribute");
  if (is_learnt && learnt.em.lambda > 0.5)
    doubt(model, "prior_at_bound",
          "prior: more than half of the candidate pairs seem to match; it is set to 0.5; do not trust the model",
          "Compare more attributes, or choose rules that propose more pairs");
  model.update_weights();
  return model;
}

}  // namespace onefold::model
