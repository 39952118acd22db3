// What this process has used since it began, for the budget of a stage.
#pragma once

#include <cstdint>

namespace onefold {

struct StageUsage {
  std::uint64_t processor_microseconds = 0;  ///< in the program and in the system
  std::uint64_t page_faults = 0;             ///< pages that were touched first; a huge page counts once
  std::uint64_t bytes_read = 0;              ///< by system calls, whether a disk was needed or not
  std::uint64_t bytes_written = 0;
};

/// Local. Bytes are 0 where the system does not tell them.
[[nodiscard]] StageUsage usage_so_far();

}  // namespace onefold
