// The memory that a rank may still use under memory_per_rank.
#pragma once

#include <algorithm>
#include <cstdint>

#include "scratch/context.hpp"

namespace onefold::memory {

/// The memory limit of a run, and how much of it is left. Its communicator must outlive it.
class MemoryBudget {
 public:
  /// Memory for buffers of MPI and of files, for stacks, and for free memory that the allocator keeps.
  static constexpr std::uint64_t kReserveBytes = 48 << 20;
  /// Rows of the result that a rank makes at a time, unless memory is short.
  static constexpr std::uint64_t kMaxWindowRowsPerRank = 4 << 20;

  explicit MemoryBudget(const Context& context)
      : world_(context.world), limit_bytes_(context.job.memory_per_rank_bytes) {}

  [[nodiscard]] std::uint64_t limit_bytes() const { return limit_bytes_; }
  /// Memory for rows before they are sorted and written as a run: a 16th of the limit, at most 128 MiB. A larger run is
  /// not sorted faster, and the system would have to provide its memory first.
  [[nodiscard]] static constexpr std::uint64_t run_bytes(std::uint64_t limit_bytes) {
    return std::min<std::uint64_t>(limit_bytes / 16, 128 << 20);
  }
  [[nodiscard]] std::uint64_t run_bytes() const { return run_bytes(limit_bytes_); }

  /// Collective. Bytes that the rank with the most memory in use may still allocate: the limit minus its resident
  /// memory and the reserve. Throws Error(limit), which states the need of `stage`, if that is less than `least_bytes`.
  [[nodiscard]] std::uint64_t available_bytes(const char* stage, std::uint64_t least_bytes) const;
  /// Local. Returns free heap memory to the system once a quarter of the limit is in use. Call before a large
  /// allocation.
  void release_if_short() const;

 private:
  const mpi::Communicator& world_;
  std::uint64_t limit_bytes_;
};

}  // namespace onefold::memory
