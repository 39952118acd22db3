// Expectation maximisation for m on the pattern counts of one blocking rule, u held fixed.
//
// Pairs that share a rule's key agree on the attributes of the key by construction, so comparisons of these say nothing there:
// they are left out, and estimated from other rules (as Splink does: Linacre et al., IJPDS 7(3), 2022). Dempster, Laird, Rubin 1977;
// Winkler 1988 for record linkage. Missing levels are ignored: a comparison that misses a value multiplies by 1 on both sides.
//
// Input counts are exact integers, equal on all ranks, in ascending order of pattern: every rank finds the same bits.
// Cost: O(iterations * patterns * comparisons).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/model/model.hpp"

namespace onefold::model {

/// Probabilities [comparison][level]; entry 0 (missing) is unused.
using LevelTable = std::vector<std::vector<double>>;

struct EmOptions {
  std::uint32_t max_iterations = 200;
  double convergence = 1e-6;    ///< largest change of any m or of lambda at which it stops
};

struct EmResult {
  double lambda = 0;                       ///< share of matches among the counted pairs
  LevelTable m;
  LevelTable expected;                     ///< expected matches at each level
  double expected_matches = 0;
  std::uint32_t iterations = 0;
  bool converged = false;
};

/// `free_comparisons[c]`: whether comparison c takes part. `start` gives the first m.
[[nodiscard]] EmResult run_em(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                              const std::vector<bool>& free_comparisons, const LevelTable& start, double start_lambda,
                              const EmOptions& options);

}  // namespace onefold::model
