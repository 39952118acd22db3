#include "memory/memory_budget.hpp"

#include <fmt/format.h>

#include "onefold/record/error.hpp"
#include "record/memory.hpp"

namespace onefold::memory {

void MemoryBudget::release_if_short() const {
  // If less than a quarter of the limit is in use, it is better to keep free memory for the next allocation.
  if (resident_bytes() > limit_bytes_ / 4) release_free_memory();
}

std::uint64_t MemoryBudget::available_bytes(const char* stage, std::uint64_t least_bytes) const {
  release_if_short();
  const std::uint64_t held = world_.max(resident_bytes()) + kReserveBytes;
  if (held + least_bytes > limit_bytes_)
    throw Error(
        ExitCode::limit,
        fmt::format("memory_per_rank = {} MiB is too little: {} MiB are held when {} begins, which needs {} MiB more. "
                    "Raise it to {} MiB, or use more ranks",
                    limit_bytes_ >> 20, held >> 20, stage, (least_bytes >> 20) + 1, ((held + least_bytes) >> 20) + 1));
  return limit_bytes_ - held;
}

}  // namespace onefold::memory
