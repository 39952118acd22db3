// Comparisons for tests, without a job file.
#pragma once

#include <initializer_list>
#include <string_view>

#include "comparison/comparison.hpp"

namespace onefold::test {

using config::Level;
using config::Measure;

inline comparison::Comparison comparison_of(std::vector<Level> levels, AttributeType type = AttributeType::text) {
  config::ComparisonConfig config;
  config.name = "tested";
  config.levels = std::move(levels);
  return {config, type};
}

inline Level combined(config::Combination combination, std::vector<Level> parts) {
  Level level{.measure = Measure::combined};
  level.combination = combination;
  level.parts = std::move(parts);
  return level;
}
inline Level all(std::vector<Level> parts) { return combined(config::Combination::all, std::move(parts)); }
inline Level any(std::vector<Level> parts) { return combined(config::Combination::any, std::move(parts)); }
inline Level negation(Level part) { return combined(config::Combination::negation, {std::move(part)}); }
/// A leaf that reads another attribute.
inline Level of(AttributeIndex attribute, Level leaf) {
  leaf.attribute = attribute;
  return leaf;
}

/// Whether a single level holds. Also checks that the order of the values does not matter.
inline bool holds(const Level& level, std::string_view left, std::string_view right) {
  const comparison::Comparison one = comparison_of({level});
  const auto there = one.level({.left = left, .right = right});
  const auto back = one.level({.left = right, .right = left});
  if (there != back) throw std::logic_error("not symmetric");
  return there == 1;
}

}  // namespace onefold::test
