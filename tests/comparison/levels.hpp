// Comparisons for tests, without a job file.
#pragma once

#include <initializer_list>
#include <string_view>

#include "onefold/comparison/comparison.hpp"

namespace onefold::test {

using config::Level;
using config::Measure;

inline comparison::Comparison comparison_of(std::vector<Level> levels, AttributeType type = AttributeType::text) {
  config::ComparisonConfig config;
  config.name = "tested";
  config.levels = std::move(levels);
  return {config, type};
}

/// Whether a single level holds; checks on the way that the order of the values does not matter.
inline bool holds(const Level& level, std::string_view left, std::string_view right) {
  const comparison::Comparison one = comparison_of({level});
  const auto there = one.level({.left = left, .right = right});
  const auto back = one.level({.left = right, .right = left});
  if (there != back) throw std::logic_error("not symmetric");
  return there == 1;
}

}  // namespace onefold::test
