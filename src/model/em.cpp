#include "model/em.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "model/level_shares.hpp"
#include "record/hash.hpp"

namespace onefold::model {

namespace {

constexpr std::uint64_t kStartStream = 0x7374617274ULL;

// Initial m: a share `full` of matches agree fully; each further level takes the share `next` of what the levels before
// it leave.
std::vector<double> falling_m(std::size_t num_levels, double full, double next) {
  std::vector<double> m(num_levels, 0.0);
  double left = 1.0;
  for (std::size_t level = 1; level + 1 < num_levels; ++level) {
    m[level] = left * (level == 1 ? full : next);
    left -= m[level];
  }
  m[num_levels - 1] = left;
  return m;
}

bool is_switched(const EmResult& result, const LevelTable& u, const std::vector<bool>& free_comparisons) {
  std::size_t num_seen = 0, num_below = 0;
  for (std::size_t c = 0; c < u.size(); ++c) {
    double seen = 0;
    for (std::size_t level = 1; level < u[c].size(); ++level) seen += result.expected[c][level];
    if (!free_comparisons[c] || seen < 1) continue;
    ++num_seen;
    num_below += result.m[c][1] < u[c][1];
  }
  return 2 * num_below > num_seen;
}

}  // namespace

EmResult run_em(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                const std::vector<bool>& free_comparisons, const EmStart& start, const EmOptions& options) {
  const std::size_t num_comparisons = space.num_comparisons();
  // Levels of each pattern, decoded once.
  std::vector<comparison::LevelNumber> levels(counts.size() * num_comparisons);
  std::uint64_t num_pairs = 0;
  for (std::size_t p = 0; p < counts.size(); ++p) {
    num_pairs += counts[p].count;
    for (std::size_t c = 0; c < num_comparisons; ++c)
      levels[p * num_comparisons + c] = free_comparisons[c] ? space.level(counts[p].pattern, c) : comparison::kMissing;
  }
  EmResult result;
  result.m = start.m;
  result.lambda = start.lambda;
  if (num_pairs == 0) return result;

  for (result.iterations = 0; result.iterations < options.max_iterations;) {
    ++result.iterations;
    // E step: expected matches at each level.
    result.expected = result.m;
    for (auto& comparison : result.expected) std::fill(comparison.begin(), comparison.end(), 0.0);
    result.expected_matches = 0;
    result.log_likelihood = 0;
    for (std::size_t p = 0; p < counts.size(); ++p) {
      double match = result.lambda;
      double other = 1 - result.lambda;
      for (std::size_t c = 0; c < num_comparisons; ++c) {
        const auto level = levels[p * num_comparisons + c];
        if (level == comparison::kMissing) continue;
        match *= result.m[c][level];
        other *= u[c][level];
      }
      const double expected = static_cast<double>(counts[p].count) * match / (match + other);
      result.expected_matches += expected;
      result.log_likelihood += static_cast<double>(counts[p].count) * std::log(match + other);
      for (std::size_t c = 0; c < num_comparisons; ++c) result.expected[c][levels[p * num_comparisons + c]] += expected;
    }
    // M step: shares of the levels, without missing values.
    double change = std::abs(result.expected_matches / static_cast<double>(num_pairs) - result.lambda);
    // EM could never leave a lambda of exactly 0 or 1.
    result.lambda = std::clamp(result.expected_matches / static_cast<double>(num_pairs), 1e-12, 1 - 1e-9);
    for (std::size_t c = 0; c < num_comparisons; ++c) {
      if (!free_comparisons[c] || (!options.held.empty() && options.held[c])) continue;
      update_shares(result.expected[c], result.m[c], change);
    }
    if (change < options.convergence) {
      result.converged = true;
      break;
    }
  }
  result.switched = is_switched(result, u, free_comparisons);
  return result;
}

EmResult run_em_from(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                     const std::vector<bool>& free_comparisons, std::span<const EmStart> starts,
                     const EmOptions& options) {
  EmResult best;
  for (std::uint32_t s = 0; s < starts.size(); ++s) {
    EmResult result = run_em(space, counts, u, free_comparisons, starts[s], options);
    result.start = s;
    const double margin = 1e-9 * std::abs(best.log_likelihood);
    const bool better =
        result.switched != best.switched ? best.switched : result.log_likelihood > best.log_likelihood + margin;
    if (s == 0 || better) best = std::move(result);
  }
  return best;
}

std::vector<EmStart> em_starts(std::span<const std::uint32_t> num_levels, std::uint32_t num_starts,
                               std::uint64_t seed) {
  struct Shape {
    double full, next, lambda;
  };
  constexpr Shape shapes[] = {{0.85, 0.6, 0.3}, {0.5, 0.5, 0.1}, {0.97, 0.6, 0.7}, {0.85, 0.6, 0.01}};
  std::vector<EmStart> starts;
  for (std::uint32_t s = 0; s < num_starts; ++s) {
    const auto drawn = [&](std::uint64_t n) {
      return static_cast<double>(mix(mix(seed, kStartStream + s), n) >> 11) * 0x1p-53;
    };
    EmStart& start = starts.emplace_back();
    start.lambda = s < std::size(shapes) ? shapes[s].lambda : std::exp2(-10 * drawn(0));
    for (std::size_t c = 0; c < num_levels.size(); ++c)
      start.m.push_back(s < std::size(shapes)
                            ? falling_m(num_levels[c], shapes[s].full, shapes[s].next)
                            : falling_m(num_levels[c], 0.4 + 0.58 * drawn(2 * c + 1), 0.2 + 0.7 * drawn(2 * c + 2)));
  }
  return starts;
}

}  // namespace onefold::model
