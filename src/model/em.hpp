// Expectation maximisation for m on the pattern counts of one blocking rule, u held fixed.
//
// Pairs that share a rule's key agree on the attributes of the key by construction, so comparisons of these say nothing
// there: they are left out, and estimated from other rules (as Splink does: Linacre et al., IJPDS 7(3), 2022).
// Dempster, Laird, Rubin 1977; Winkler 1988 for record linkage. Missing levels are ignored: a comparison that misses a
// value multiplies by 1 on both sides.
//
// EM climbs to the next hill, which need not be the highest: it is run from several starts, and the likeliest end wins.
// An end at which the "matches" agree less than random pairs do has the labels switched and never wins.
//
// Input counts are exact integers, equal on all ranks, in ascending order of pattern: every rank finds the same bits.
// Cost: O(starts * iterations * patterns * comparisons).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.hpp"

namespace onefold::model {

/// Probabilities [comparison][level]; entry 0 (missing) is unused.
using LevelTable = std::vector<std::vector<double>>;

struct EmOptions {
  std::uint32_t max_iterations = 200;
  double convergence = 1e-6;    ///< largest change of any m or of lambda at which it stops
  std::vector<bool> held = {};  ///< [comparison] whose m stay as they are at the start; empty: none
};

struct EmResult {
  double lambda = 0;  ///< share of matches among the counted pairs
  LevelTable m;
  LevelTable expected;  ///< expected matches at each level
  double expected_matches = 0;
  double log_likelihood = 0;  ///< natural logarithm, of the counts under the last m and lambda but one
  std::uint32_t iterations = 0;
  bool converged = false;
  bool switched = false;    ///< most comparisons agree fully less often among "matches" than among others
  std::uint32_t start = 0;  ///< index of the start that led here
};

/// Where EM begins.
struct EmStart {
  LevelTable m;
  double lambda = 0.3;
};

/// `free_comparisons[c]`: whether comparison c takes part. `start` gives the first m.
[[nodiscard]] EmResult run_em(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                              const std::vector<bool>& free_comparisons, const LevelTable& start, double start_lambda,
                              const EmOptions& options);

/// From all starts, of which there is at least one: the likeliest result that is not switched; the earlier of equal
/// ones (relative difference below 1e-9). When all are switched, the likeliest of these.
[[nodiscard]] EmResult run_em_from(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                                   const std::vector<bool>& free_comparisons, std::span<const EmStart> starts,
                                   const EmOptions& options);

/// `num_starts` different starts, always the same ones: matches mostly agree fully; then flatter, steeper, with few
/// matches; further ones are drawn by hash(seed, number). `num_levels[c]` counts missing and else.
[[nodiscard]] std::vector<EmStart> em_starts(std::span<const std::uint32_t> num_levels, std::uint32_t num_starts,
                                             std::uint64_t seed);

}  // namespace onefold::model
