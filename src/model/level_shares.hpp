// The M step of EM for one comparison. Local.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace onefold::model {

/// Half a pair, distributed over the levels, keeps every share above 0.
inline constexpr double kSmoothing = 0.5;

/// Computes the shares of the levels from the expected number of pairs at each, without missing values. Raises `change`
/// to the largest change of a share.
inline void update_shares(const std::vector<double>& expected, std::vector<double>& shares, double& change) {
  double present = 0;
  for (std::size_t level = 1; level < shares.size(); ++level) present += expected[level];
  const double per_level = kSmoothing / static_cast<double>(shares.size() - 1);
  for (std::size_t level = 1; level < shares.size(); ++level) {
    const double updated = (expected[level] + per_level) / (present + kSmoothing);
    change = std::max(change, std::abs(updated - shares[level]));
    shares[level] = updated;
  }
}

}  // namespace onefold::model
