// Expectation maximisation for m, on the pattern counts of one blocking rule, with u fixed.
//
// Pairs of a rule agree on the attributes of its key by construction. Comparisons of these attributes are left out
// here, and estimated from other rules (as Splink does: Linacre et al., IJPDS 7(3), 2022). Dempster, Laird, Rubin 1977;
// Winkler 1988 for record linkage. A comparison with a missing value has no influence: it contributes a factor of 1 to
// both likelihoods.
//
// EM finds a local maximum. It therefore runs from several starts, and the likeliest result wins. If the "matches" of a
// result agree less often than random pairs, the labels are switched; such a result wins only if all are switched.
//
// Input counts are exact integers, equal on all ranks, ascending by pattern, so every rank computes the same bits.
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
  double convergence = 1e-6;    ///< EM stops if no m and not lambda changes by more
  std::vector<bool> held = {};  ///< [comparison] whether its m stay at their initial values; empty: none do
};

struct EmResult {
  double lambda = 0;  ///< share of matches among the counted pairs
  LevelTable m;
  LevelTable expected;  ///< expected number of matches at each level
  double expected_matches = 0;
  double log_likelihood = 0;  ///< natural logarithm, under the m and lambda before the last step
  std::uint32_t iterations = 0;
  bool converged = false;
  bool switched = false;    ///< most comparisons agree fully less often among "matches" than among other pairs
  std::uint32_t start = 0;  ///< index of the start that led to this result
};

/// Initial values of EM.
struct EmStart {
  LevelTable m;
  double lambda = 0.3;
};

/// `free_comparisons[c]` says whether comparison c takes part.
[[nodiscard]] EmResult run_em(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                              const std::vector<bool>& free_comparisons, const EmStart& start,
                              const EmOptions& options);

/// Runs EM from all starts (at least one) and returns the likeliest result that is not switched. Among equally likely
/// ones (relative difference below 1e-9) the earlier wins. If all are switched, returns the likeliest of these.
[[nodiscard]] EmResult run_em_from(const PatternSpace& space, std::span<const PatternCount> counts, const LevelTable& u,
                                   const std::vector<bool>& free_comparisons, std::span<const EmStart> starts,
                                   const EmOptions& options);

/// Returns `num_starts` different starts, always the same ones. In the first, matches mostly agree fully; the next are
/// flatter, steeper, and with few matches; further ones are drawn from hash(seed, number). `num_levels[c]` includes
/// missing and else.
[[nodiscard]] std::vector<EmStart> em_starts(std::span<const std::uint32_t> num_levels, std::uint32_t num_starts,
                                             std::uint64_t seed);

}  // namespace onefold::model
