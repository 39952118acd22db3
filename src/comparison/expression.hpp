// Levels that combine measures of several attributes, decided leaf by leaf and only as far as needed.
//
// Truth has three values, as in SQL: a leaf that looks at a missing value is unknown, and so is one that asks for a
// part that a value does not have (the part of an email before the @). `not` of unknown is unknown; `and` is the least,
// `or` the greatest of its parts. A level holds if it is true; unknown does not hold.
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
  /// `level` is combined, or a leaf. `others` are the attributes that the comparison reads besides its own.
  Expression(const config::Level& level, const config::ComparisonConfig& config, AttributeType type,
             std::span<const AttributeIndex> others);

  [[nodiscard]] Truth truth(const PairValues& pair) const;
  [[nodiscard]] bool holds(const PairValues& pair) const { return truth(pair) == Truth::yes; }
  /// What it is for all pairs with equal values of the comparison's own attribute; nothing: that depends on others.
  [[nodiscard]] std::optional<Truth> when_equal() const;

 private:
  [[nodiscard]] Truth truth_of_leaf(const PairValues& pair) const;

  config::Measure measure_;
  config::Combination combination_;
  std::vector<Expression> parts_;          ///< of a combined level
  std::size_t slot_ = 0, other_slot_ = 0;  ///< of a leaf: whose values it compares, and the other one's of swapped(...)
  std::optional<Comparison> single_;       ///< of a leaf that looks at one attribute: the measure alone
};

}  // namespace onefold::comparison
