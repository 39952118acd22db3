// Where EM starts, and what it finds. The two kinds of EM are in model/joint_em.hpp (pairs of all blocking rules) and
// model/candidate_em.hpp (candidates of each record).
//
// EM finds a local maximum. It therefore runs from several starts, and the likeliest result wins. A result whose class
// is not that of matches wins only if all results are so.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.hpp"

namespace onefold::model {

/// A level with fewer expected matches counts as not seen.
inline constexpr double kFewMatches = 1.0;

/// Probabilities [comparison][level]; entry 0 (missing) is unused.
using LevelTable = std::vector<std::vector<double>>;

struct EmResult {
  double lambda = 0;  ///< share of matches among the counted pairs
  LevelTable m;
  LevelTable expected;  ///< expected number of matches at each level
  double expected_matches = 0;
  double log_likelihood = 0;  ///< natural logarithm
  std::uint32_t iterations = 0;
  bool converged = false;
  bool switched = false;    ///< the class is not that of matches: it agrees less often than other pairs, or hardly
  std::uint32_t start = 0;  ///< index of the start that led to this result
};

/// Initial values of EM.
struct EmStart {
  LevelTable m;
  double lambda = 0.3;
};

/// `num_starts` different starts, always the same ones. In the first, matches mostly agree fully; the next are flatter,
/// steeper, and with few matches; further ones are drawn from hash(seed, number). `num_levels[c]` includes missing and
/// else.
[[nodiscard]] std::vector<EmStart> em_starts(std::span<const std::uint32_t> num_levels, std::uint32_t num_starts,
                                             std::uint64_t seed);

}  // namespace onefold::model
