// Finds the attributes that a comparison reads.
#include <fmt/format.h>

#include <algorithm>

#include "onefold/config/job.hpp"

namespace onefold::config {

namespace {

std::vector<AttributeIndex> attributes_of(const ComparisonConfig& comparison, bool with_others) {
  std::vector<AttributeIndex> attributes = {comparison.attribute};
  for (const Level& level : comparison.levels)
    for_each_leaf(level, [&](const Level& leaf) {
      attributes.push_back(leaf.attribute.value_or(comparison.attribute));
      if (with_others && reads_other(leaf.measure)) attributes.push_back(leaf.other);
    });
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

}  // namespace

std::vector<AttributeIndex> attributes_compared(const ComparisonConfig& comparison) {
  return attributes_of(comparison, false);
}

std::vector<AttributeIndex> attributes_read(const ComparisonConfig& comparison) {
  return attributes_of(comparison, true);
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): the caller gives up its share
void set_aliases(Job& job, std::shared_ptr<const similarity::AliasTable> aliases, std::uint64_t content_hash) {
  for (ComparisonConfig& comparison : job.comparisons) comparison.aliases = aliases;
  job.digest_toml += fmt::format("\n# aliases read from files: {:016x}\n", content_hash);
}

}  // namespace onefold::config
