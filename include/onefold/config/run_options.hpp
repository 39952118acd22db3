// Sizes of the pieces in which a run works. They never change the result.
#pragma once

#include <cstdint>

namespace onefold::config {

/// Limits that a test makes small. 0: derive the limit from memory_per_rank.
struct RunOptions {
  std::uint64_t window_rows = 0;    ///< rows of a window of the output, all ranks together; at most 4 Mi per rank
  std::uint64_t max_wave_rows = 0;  ///< records with a key in a wave, all ranks together
};

}  // namespace onefold::config
