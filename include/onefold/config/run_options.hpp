// Sizes of the pieces that a run works in.
#pragma once

#include <cstdint>

namespace onefold::config {

/// What does not show in the result; a test makes it small.
struct RunOptions {
  std::uint64_t window_rows = 0;  ///< rows that are merged and written at a time, by all ranks together; 0: as many as
                                  ///< memory_per_rank allows, at most 4 Mi a rank
  std::uint64_t max_wave_rows =
      0;  ///< records with a key in a wave, in all ranks together; 0: as many as memory_per_rank allows
};

}  // namespace onefold::config
