// What /customers/lineage/ATTRIBUTE says of a golden value.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold::result {

/// The numbers of /customers/lineage/ATTRIBUTE/rule. They are part of the file format.
enum class LineageRule : std::int8_t {
  none = 0,  ///< there is no value
  most_recent = 1,
  most_frequent = 2,
  longest = 3,
  source_priority = 4,
  all_elements = 5,  ///< union
  first = 6,
  min = 7,
  max = 8,
  any = 9,
  trust = 10,
  override_by_steward = 11,
};
inline constexpr std::string_view kLineageRuleNames[] = {
    "",      "most_recent", "most_frequent", "longest", "source_priority", "union",
    "first", "min",         "max",           "any",     "trust",           "override"};

}  // namespace onefold::result
