// What this process holds in memory, as the kernel counts it: code, heap, buffers of MPI and HDF5, shared windows included.
#pragma once

#include <cstdint>

namespace onefold {

/// Resident bytes at this moment (VmRSS); 0 when the system does not tell. Some microseconds.
[[nodiscard]] std::uint64_t resident_bytes();
/// The largest that resident_bytes() has been (VmHWM).
[[nodiscard]] std::uint64_t peak_resident_bytes();
/// Gives freed heap memory back to the system, so that it does not count against the limit. Some milliseconds.
void release_free_memory();

}  // namespace onefold
