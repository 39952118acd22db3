// What a run may be told besides its job. It never changes the result.
#pragma once

#include <cstdint>

namespace onefold::config {

struct RunOptions {
  // Limits that a test makes small. 0: derive the limit from memory_per_rank.
  std::uint64_t window_rows = 0;    ///< rows of a window of the output, all ranks together; at most 4 Mi per rank
  std::uint64_t max_wave_rows = 0;  ///< records with a key in a wave, all ranks together
  bool strict = false;              ///< whether warnings are an error: no result is written
};

}  // namespace onefold::config
