#include "memory/memory_budget.hpp"

#include <fmt/format.h>

#include "onefold/record/error.hpp"
#include "record/memory.hpp"

namespace onefold::memory {

void release_if_short(const Context& context) {
  // Far from the limit what is free is better kept, to be used again.
  if (resident_bytes() > context.job.memory_per_rank_bytes / 4) release_free_memory();
}

std::uint64_t available_bytes(const Context& context, const char* stage, std::uint64_t least_bytes) {
  const std::uint64_t limit = context.job.memory_per_rank_bytes;
  release_if_short(context);
  const std::uint64_t held = context.world.max(resident_bytes()) + kReserveBytes;
  if (held + least_bytes > limit)
    throw Error(
        ExitCode::limit,
        fmt::format("memory_per_rank = {} MiB is too little: {} MiB are held when {} begins, which needs {} MiB more. "
                    "Raise it to {} MiB, or use more ranks",
                    limit >> 20, held >> 20, stage, (least_bytes >> 20) + 1, ((held + least_bytes) >> 20) + 1));
  return limit - held;
}

}  // namespace onefold::memory
