// Rules whose matches contradict each other: all rules have one m, and the expected matches of each rule alone should
// show it. If two rules disagree strongly, the pairs of at least one of them are something else: noise, households, the
// records of one company.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "model/em.hpp"

namespace onefold::model {

/// The shares of the levels among the expected matches of one rule.
struct RuleEstimate {
  std::size_t rule = 0;
  const LevelTable* m = nullptr;
  const LevelTable* expected = nullptr;  ///< expected matches at each level
  const std::vector<bool>* free_comparisons = nullptr;
};

struct Contradiction {
  std::size_t comparison = 0;
  std::size_t first = 0;  ///< rule
  std::size_t second = 0;
  double distance = 0;  ///< half the sum over levels of the differences of m: 0 equal, 1 no level in common
};

/// Pure. The largest distance between the m of two rules that leave the same comparison free, where both expect enough
/// matches to tell; nothing if no two rules can be compared. Cost: O(rules^2 * levels).
[[nodiscard]] std::optional<Contradiction> largest_contradiction(std::span<const RuleEstimate> estimates);

}  // namespace onefold::model
