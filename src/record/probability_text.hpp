// Prints probabilities for people. Near 1 it prints the distance from 1, because that is the informative part.
#pragma once

#include <string>

namespace onefold {

/// 0.95 -> "0.95", 0.123456789 -> "0.123457", 0.9999999168 -> "1 - 8.3e-08".
[[nodiscard]] std::string probability_text(double probability);

}  // namespace onefold
