// How a probability is shown to people: near 1 it is the distance from 1 that says something.
#pragma once

#include <string>

namespace onefold {

/// 0.95 -> "0.95", 0.123456789 -> "0.123457", 0.9999999168 -> "1 - 8.3e-08".
[[nodiscard]] std::string probability_text(double probability);

}  // namespace onefold
