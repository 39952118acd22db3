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
// Rounds in which the number of matches per record is estimated again; it may grow by this factor in all.
constexpr int kMatchesRounds = 6;
constexpr double kMostGrowth = 4;
constexpr double kMatchesConverged = 0.05;
constexpr int kTiltIterations = 60;
constexpr double kTiltPrecision = 1e-6;

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

// The smallest tilt t >= 1 with sum of w / (t + w) <= `most`, by Newton's method within brackets.
double tilt_for(const std::vector<double>& odds, double most) {
  const auto expected = [&](double tilt) {
    double sum = 0;
    for (const double w : odds) sum += w / (tilt + w);
    return sum;
  };
  if (static_cast<double>(odds.size()) <= most || expected(1) <= most) return 1;
  double low = 0, high = std::log(*std::ranges::max_element(odds) * static_cast<double>(odds.size()) + 2);
  double at = low;
  for (int i = 0; i < kTiltIterations && high - low > kTiltPrecision; ++i) {
    const double tilt = std::exp(at);
    const double excess = expected(tilt) - most;
    (excess > 0 ? low : high) = at;
    double slope = 0;
    for (const double w : odds) slope -= w * tilt / ((tilt + w) * (tilt + w));
    at = slope < 0 ? at - excess / slope : low;
    if (!(at > low && at < high)) at = (low + high) / 2;
  }
  return std::exp(high);
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
  std::vector<double> of_record;
  for (std::size_t begin = 0; begin < pairs.size();) {
    std::size_t end = begin;
    double sum = 0;
    for (; end < pairs.size() && pairs[end].record == pairs[begin].record; ++end) sum += odds[patterns.of_pair[end]];
    if (matches_per_record > 1) {
      of_record.clear();
      for (std::size_t i = begin; i < end; ++i) of_record.push_back(odds[patterns.of_pair[i]]);
      const double tilt = tilt_for(of_record, matches_per_record);
      for (std::size_t i = begin; i < end; ++i) {
        const double w = of_record[i - begin];
        matches[patterns.of_pair[i]] += w / (tilt + w);
        log_likelihood += std::log1p(-lambda) + std::log1p(w / tilt);
      }
      log_likelihood += matches_per_record * std::log(tilt);
      begin = end;
      continue;
    }
    for (std::size_t i = begin; i < end; ++i) {
      const double w = odds[patterns.of_pair[i]];
      matches[patterns.of_pair[i]] += w / (1 + (matches_per_record > 0 ? sum : w));
      if (matches_per_record == 0) log_likelihood += std::log1p(-lambda) + std::log1p(w);
    }
    if (matches_per_record > 0) log_likelihood += std::log1p(-taken) + std::log1p(sum);
    begin = end;
  }
  return log_likelihood;
}

// [pattern] m over u.
void compute_ratios(const PatternSpace& space, const Patterns& patterns, const LevelTable& m, const LevelTable& u,
                    std::vector<double>& ratios, double& log_likelihood_of_others) {
  log_likelihood_of_others = 0;
  for (std::size_t p = 0; p < ratios.size(); ++p) {
    double match = 1, other = 1;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      const auto level = space.level(patterns.distinct[p], c);
      if (level == comparison::kMissing) continue;
      match *= m[c][level];
      other *= u[c][level];
    }
    ratios[p] = match / other;
    log_likelihood_of_others += patterns.count[p] * std::log(other);
  }
}

// Mean number of matches, without competition, of the records that probably have one.
double mean_matches(std::span<const CandidatePair> pairs, const Patterns& patterns, const std::vector<double>& ratios,
                    double lambda) {
  double matches = 0, num_records = 0;
  for (std::size_t begin = 0; begin < pairs.size();) {
    double sum = 0;
    std::size_t end = begin;
    for (; end < pairs.size() && pairs[end].record == pairs[begin].record; ++end) {
      const double odds = lambda / (1 - lambda) * ratios[patterns.of_pair[end]];
      sum += odds < kMostOdds ? odds / (1 + odds) : 1;
    }
    if (sum >= 0.5) ++num_records, matches += sum;
    begin = end;
  }
  return num_records > 0 ? matches / num_records : 0;
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
    compute_ratios(space, patterns, em.m, result.u, ratios, em.log_likelihood);
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
  // A comparison counts by the share of matches in which it is present: attributes that are nearly always missing have
  // no majority.
  double present = 0, below = 0;
  for (std::size_t c = 0; c < num_comparisons; ++c) {
    double present_here = 0;
    for (std::size_t level = 1; level < em.expected[c].size(); ++level) present_here += em.expected[c][level];
    present += present_here;
    if (em.m[c][1] < result.u[c][1]) below += present_here;
  }
  em.switched = 2 * below > present;
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
  // The number of matches per record is an estimate too: the one that agrees with what the model then expects.
  best.matches_per_record = options.expected_matches_per_record;
  if (options.expected_matches_per_record <= 1 || best.em.switched) return best;
  CandidateEmOptions refined = options;
  std::vector<double> ratios(patterns.distinct.size());
  for (int round = 0; round < kMatchesRounds; ++round) {
    double unused = 0;
    compute_ratios(space, patterns, best.em.m, best.u, ratios, unused);
    const double expected =
        std::clamp(mean_matches(pairs, patterns, ratios, best.em.lambda), options.expected_matches_per_record,
                   kMostGrowth * options.expected_matches_per_record);
    if (std::abs(expected / refined.expected_matches_per_record - 1) < kMatchesConverged) break;
    refined.expected_matches_per_record = expected;
    auto result = run_from(space, pairs, patterns, best.u, {best.em.m, best.em.lambda}, refined);
    if (result.em.switched) break;
    result.em.start = best.em.start;
    result.matches_per_record = expected;
    best = std::move(result);
  }
  return best;
}

}  // namespace onefold::model
