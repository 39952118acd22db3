#include "model/candidate_em.hpp"

#include <algorithm>
#include <cmath>

#include "model/level_shares.hpp"

namespace onefold::model {

namespace {

// Odds above this are practically certain; the limit keeps their sums finite.
constexpr double kMostOdds = 1e15;
// Upper bound of the share of records that have a partner.
constexpr double kMostWithPartner = 0.95;

// The distinct patterns of the pairs, and the index of each pair's pattern.
struct Patterns {
  std::vector<Pattern> distinct;
  std::vector<std::uint32_t> of_pair;
  std::vector<double> count;
  std::size_t num_records = 0;  // of the pairs
};

Patterns number_patterns(std::span<const CandidatePair> pairs) {
  Patterns patterns;
  for (const auto& pair : pairs) patterns.distinct.push_back(pair.pattern);
  std::sort(patterns.distinct.begin(), patterns.distinct.end());
  patterns.distinct.erase(std::unique(patterns.distinct.begin(), patterns.distinct.end()), patterns.distinct.end());
  patterns.count.assign(patterns.distinct.size(), 0);
  for (const auto& pair : pairs) {
    const auto at =
        std::lower_bound(patterns.distinct.begin(), patterns.distinct.end(), pair.pattern) - patterns.distinct.begin();
    patterns.of_pair.push_back(static_cast<std::uint32_t>(at));
    ++patterns.count[static_cast<std::size_t>(at)];
  }
  for (std::size_t i = 0; i < pairs.size(); ++i)
    patterns.num_records += i == 0 || pairs[i].record != pairs[i - 1].record;
  return patterns;
}

// Adds to `matches` the expected number of matches among the pairs of each pattern. Returns the log likelihood without
// the terms that depend on u only. `ratios`: [pattern] m over u. `lambda`: share of matches among all pairs.
double compete(std::span<const CandidatePair> pairs, const Patterns& patterns, const std::vector<double>& ratios,
               double lambda, double matches_per_record, std::vector<double>& matches) {
  double log_likelihood = 0;
  // Prior odds of a candidate: chosen so that, after candidates have competed, the share of matches is lambda.
  const double mean_rivals = static_cast<double>(pairs.size()) / static_cast<double>(patterns.num_records) - 1;
  const double taken =
      matches_per_record > 0 ? std::min(kMostWithPartner, lambda * (1 + mean_rivals / matches_per_record)) : lambda;
  const double prior_odds = lambda / (1 - taken);
  std::vector<double> odds(ratios.size());
  for (std::size_t p = 0; p < odds.size(); ++p) odds[p] = std::min(prior_odds * ratios[p], kMostOdds);
  for (std::size_t begin = 0; begin < pairs.size();) {
    std::size_t end = begin;
    double sum = 0;
    for (; end < pairs.size() && pairs[end].record == pairs[begin].record; ++end) sum += odds[patterns.of_pair[end]];
    for (std::size_t i = begin; i < end; ++i) {
      const double w = odds[patterns.of_pair[i]];
      const double rivals = matches_per_record > 0 ? (sum - w) / matches_per_record : 0;
      matches[patterns.of_pair[i]] += w / (1 + w + std::max(rivals, 0.0));
      if (matches_per_record == 0) log_likelihood += std::log1p(-lambda) + std::log1p(w);
    }
    if (matches_per_record > 0)
      log_likelihood += std::log1p(-taken) + matches_per_record * std::log1p(sum / matches_per_record);
    begin = end;
  }
  return log_likelihood;
}

CandidateEmResult run_from(const PatternSpace& space, std::span<const CandidatePair> pairs, const Patterns& patterns,
                           const LevelTable& u, const EmStart& start, const CandidateEmOptions& options) {
  const std::size_t num_comparisons = space.num_comparisons();
  const auto is_held = [](const std::vector<bool>& held, std::size_t c) { return !held.empty() && held[c]; };
  CandidateEmResult result;
  auto& em = result.em;
  em.m = start.m;
  em.lambda = start.lambda;
  result.u = u;
  const auto num_pairs = static_cast<double>(pairs.size());
  std::vector<double> ratios(patterns.distinct.size());
  std::vector<double> matches(patterns.distinct.size());
  LevelTable others = u;
  for (em.iterations = 0; em.iterations < options.max_iterations;) {
    ++em.iterations;
    em.log_likelihood = 0;
    for (std::size_t p = 0; p < ratios.size(); ++p) {
      double match = 1, other = 1;
      for (std::size_t c = 0; c < num_comparisons; ++c) {
        const auto level = space.level(patterns.distinct[p], c);
        if (level == comparison::kMissing) continue;
        match *= em.m[c][level];
        other *= result.u[c][level];
      }
      ratios[p] = match / other;
      em.log_likelihood += patterns.count[p] * std::log(other);
    }
    std::fill(matches.begin(), matches.end(), 0.0);
    em.log_likelihood += compete(pairs, patterns, ratios, em.lambda, options.expected_matches_per_record, matches);

    em.expected = em.m;
    for (auto* table : {&em.expected, &others})
      for (auto& levels : *table) std::fill(levels.begin(), levels.end(), 0.0);
    em.expected_matches = 0;
    for (std::size_t p = 0; p < matches.size(); ++p) {
      em.expected_matches += matches[p];
      for (std::size_t c = 0; c < num_comparisons; ++c) {
        const auto level = space.level(patterns.distinct[p], c);
        em.expected[c][level] += matches[p];
        others[c][level] += patterns.count[p] - matches[p];
      }
    }
    const double lambda = std::clamp(em.expected_matches / num_pairs, 1e-12, 1 - 1e-9);
    double change = std::abs(lambda - em.lambda);
    em.lambda = lambda;
    for (std::size_t c = 0; c < num_comparisons; ++c) {
      if (!is_held(options.m_held, c)) update_shares(em.expected[c], em.m[c], change);
      if (!is_held(options.u_held, c)) update_shares(others[c], result.u[c], change);
    }
    if (change < options.convergence) {
      em.converged = true;
      break;
    }
  }
  std::size_t num_below = 0;
  for (std::size_t c = 0; c < num_comparisons; ++c) num_below += em.m[c][1] < result.u[c][1];
  em.switched = 2 * num_below > num_comparisons;
  return result;
}

}  // namespace

CandidateEmResult run_candidate_em(const PatternSpace& space, std::span<const CandidatePair> pairs, const LevelTable& u,
                                   std::span<const EmStart> starts, const CandidateEmOptions& options) {
  CandidateEmResult best;
  best.em.m = best.em.expected = starts.front().m;
  for (auto& levels : best.em.expected) std::fill(levels.begin(), levels.end(), 0.0);
  best.em.lambda = starts.front().lambda;
  best.u = u;
  if (pairs.empty()) return best;
  const Patterns patterns = number_patterns(pairs);
  for (std::uint32_t s = 0; s < starts.size(); ++s) {
    auto result = run_from(space, pairs, patterns, u, starts[s], options);
    result.em.start = s;
    const double margin = 1e-9 * std::abs(best.em.log_likelihood);
    const bool better = result.em.switched != best.em.switched
                            ? best.em.switched
                            : result.em.log_likelihood > best.em.log_likelihood + margin;
    if (s == 0 || better) best = std::move(result);
  }
  return best;
}

}  // namespace onefold::model
