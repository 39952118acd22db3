// Which attributes a comparison is about.
#include <algorithm>

#include "onefold/config/job.hpp"

namespace onefold::config {

namespace {

bool names_other(const Level& leaf) { return leaf.measure == Measure::swapped; }

std::vector<AttributeIndex> attributes_of(const ComparisonConfig& comparison, bool with_others) {
  std::vector<AttributeIndex> attributes = {comparison.attribute};
  for (const Level& level : comparison.levels)
    for_each_leaf(level, [&](const Level& leaf) {
      attributes.push_back(leaf.attribute.value_or(comparison.attribute));
      if (with_others && names_other(leaf)) attributes.push_back(leaf.other);
    });
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

}  // namespace

std::vector<AttributeIndex> attributes_compared(const ComparisonConfig& comparison) {
  return attributes_of(comparison, false);
}

std::vector<AttributeIndex> attributes_read(const ComparisonConfig& comparison) { return attributes_of(comparison, true); }

}  // namespace onefold::config
