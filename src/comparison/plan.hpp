// The levels of a comparison, prepared for the inner loop: thresholds as integers, and for each kernel what all levels
// together want of it.
#pragma once

#include <cstdint>
#include <vector>

#include "comparison/decimal.hpp"
#include "onefold/comparison/comparison.hpp"

namespace onefold::comparison {

/// One listed level.
struct Step {
  config::Measure measure = config::Measure::exact;
  bool holds_when_equal = true;      ///< not asked of measures that are not decided by equality
  std::uint32_t limit = 0;           ///< ten-thousandths, edits, days or code points, as the measure wants
  DifferenceThreshold difference{0}; ///< of difference and relative_difference
};

struct Comparison::Plan {
  explicit Plan(const std::vector<config::Level>& levels);

  std::vector<Step> steps;
  std::uint32_t lowest_jaro_winkler = 0;
  std::uint32_t lowest_email_jaro_winkler = 0;
  std::uint32_t most_levenshtein = 0;
  std::uint32_t most_damerau_levenshtein = 0;
};

}  // namespace onefold::comparison
