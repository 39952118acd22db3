// The levels of a comparison, prepared for the inner loop: thresholds as integers, and per kernel the loosest limit of
// all levels, so that one call serves them all.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "comparison/comparison.hpp"
#include "comparison/decimal.hpp"
#include "comparison/expression.hpp"
#include "similarity/alias_table.hpp"

namespace onefold::comparison {

/// Whether a level holds for equal values; `varies` if it depends on the values.
enum class WhenEqual : std::uint8_t { yes, no, varies };

/// One listed level.
struct Step {
  config::Measure measure = config::Measure::exact;
  WhenEqual when_equal = WhenEqual::yes;
  std::uint32_t limit = 0;            ///< ten-thousandths, edits, days or code points, depending on the measure
  DifferenceThreshold difference{0};  ///< for difference and relative_difference
  std::int64_t chord = 0;             ///< for kilometres
  std::size_t other_slot = 0;         ///< for swapped and crossed
  std::shared_ptr<const Expression> expression = {};  ///< for combined levels
};

struct Comparison::Plan {
  /// `others` are the attributes that levels read besides the comparison's own, ascending.
  Plan(const config::ComparisonConfig& config, AttributeType type, std::span<const AttributeIndex> others);

  std::vector<Step> steps;
  std::shared_ptr<const similarity::AliasTable> aliases;
  std::uint32_t lowest_jaro_winkler = 0;
  std::uint32_t lowest_email_jaro_winkler = 0;
  std::uint32_t most_levenshtein = 0;
  std::uint32_t most_damerau_levenshtein = 0;
};

}  // namespace onefold::comparison
