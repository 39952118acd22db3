// What a rank may still hold.
#pragma once

#include <cstdint>

#include "scratch/context.hpp"

namespace onefold::memory {

/// Buffers of MPI and of files, stacks, and what the allocator keeps.
inline constexpr std::uint64_t kReserveBytes = 48 << 20;

/// What the edges of a rank may take before they are sorted and written as a run: a part of the memory, and no more
/// than this. More would not be sorted faster, and is memory that the system has to find first.
inline constexpr std::uint64_t kRunsPerMemory = 16;
inline constexpr std::uint64_t kMaxRunBytes = 128 << 20;
/// Rows of the result that a rank makes at a time, unless memory is short.
inline constexpr std::uint64_t kMaxWindowRowsPerRank = 4 << 20;

/// Collective. What the rank that holds most may still take, by its resident memory now, with a reserve for what the
/// system and the libraries add. Throws Error(limit), saying what `stage` needs, when that is less than `least_bytes`.
[[nodiscard]] std::uint64_t available_bytes(const Context& context, const char* stage, std::uint64_t least_bytes);

/// Local. Gives back what is free, unless the limit is far: before much is taken that was asked for long ago.
void release_if_short(const Context& context);

}  // namespace onefold::memory
