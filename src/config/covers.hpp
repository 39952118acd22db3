// Finds comparison levels that can never hold first.
#pragma once

#include "onefold/expressions/level.hpp"

namespace onefold::config {

/// Whether every pair of values that satisfies `later` also satisfies `earlier`, so that `later` never holds first.
/// Follows single measures, `and` and `or`; may return false for pairs of levels where this is true.
[[nodiscard]] bool covers(const Level& earlier, const Level& later);

}  // namespace onefold::config
