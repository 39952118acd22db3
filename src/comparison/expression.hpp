// Levels that combine measures of several attributes. Leaves are decided one after the other, until the level is
// decided.
//
// There are three truth values, as in SQL. A leaf is unknown if it reads a missing value, or a part that a value lacks
// (the part of an email before the @). `not` of unknown is unknown. `and` is the smallest of its parts and `or` the
// largest, where no < unknown < yes. A level holds only if its expression is true.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "comparison/comparison.hpp"

namespace onefold::comparison {

enum class Truth : std::uint8_t { no, unknown, yes };

constexpr Truth operator!(Truth truth) { return static_cast<Truth>(2 - static_cast<int>(truth)); }

/// Immutable after construction.
class Expression {
 public:
  /// `level` is a combined level or a leaf. `others` are the attributes that the comparison reads besides its own.
  Expression(const config::Level& level, const config::ComparisonConfig& config, AttributeType type,
             std::span<const AttributeIndex> others);

  [[nodiscard]] Truth truth(const PairValues& pair) const;
  [[nodiscard]] bool holds(const PairValues& pair) const { return truth(pair) == Truth::yes; }
  /// The truth value for all pairs with equal values of the comparison's own attribute; nothing if it depends on other
  /// attributes.
  [[nodiscard]] std::optional<Truth> when_equal() const;

 private:
  [[nodiscard]] Truth truth_of_leaf(const PairValues& pair) const;

  config::Measure measure_;
  config::Combination combination_;
  std::vector<Expression> parts_;  ///< for a combined level
  std::size_t slot_ = 0,
              other_slot_ = 0;        ///< for a leaf: the slot that it compares, and the other slot of swapped(...)
  std::optional<Comparison> single_;  ///< for a leaf that reads one attribute: a comparison by its measure only
};

}  // namespace onefold::comparison
