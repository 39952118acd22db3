// Which levels can never be the first to hold.
#pragma once

#include "onefold/config/level.hpp"

namespace onefold::config {

/// Whether everything that satisfies `later` satisfies `earlier`, so that `later` can never be the first that holds.
/// Sees what follows from single measures and from and, or; not everything that logic would give.
[[nodiscard]] bool covers(const Level& earlier, const Level& later);

}  // namespace onefold::config
