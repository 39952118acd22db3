#include "onefold/model/em.hpp"

#include <algorithm>
#include <cmath>

namespace onefold::model {

namespace {

// Half a pair spread over the levels keeps every m above 0.
constexpr double kSmoothing = 0.5;

}  // namespace

EmResult run_em(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                const std::vector<bool>& free_comparisons, const LevelTable& start, double start_lambda,
                const EmOptions& options) {
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
  result.m = start;
  result.lambda = start_lambda;
  if (num_pairs == 0) return result;

  for (result.iterations = 0; result.iterations < options.max_iterations;) {
    ++result.iterations;
    // E: expected matches at each level.
    result.expected = result.m;
    for (auto& comparison : result.expected) std::fill(comparison.begin(), comparison.end(), 0.0);
    result.expected_matches = 0;
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
      for (std::size_t c = 0; c < num_comparisons; ++c) result.expected[c][levels[p * num_comparisons + c]] += expected;
    }
    // M: shares of these, missing values left out.
    double change = std::abs(result.expected_matches / static_cast<double>(num_pairs) - result.lambda);
    // A lambda of exactly 0 or 1 could never move again.
    result.lambda = std::clamp(result.expected_matches / static_cast<double>(num_pairs), 1e-12, 1 - 1e-9);
    for (std::size_t c = 0; c < num_comparisons; ++c) {
      if (!free_comparisons[c]) continue;
      auto& m = result.m[c];
      double present = 0;
      for (std::size_t level = 1; level < m.size(); ++level) present += result.expected[c][level];
      const double per_level = kSmoothing / static_cast<double>(m.size() - 1);
      for (std::size_t level = 1; level < m.size(); ++level) {
        const double updated = (result.expected[c][level] + per_level) / (present + kSmoothing);
        change = std::max(change, std::abs(updated - m[level]));
        m[level] = updated;
      }
    }
    if (change < options.convergence) {
      result.converged = true;
      break;
    }
  }
  return result;
}

}  // namespace onefold::model
