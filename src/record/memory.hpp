// Memory of this process as the kernel counts it. The count includes code, heap, buffers of MPI and HDF5, and shared
// windows.
#pragma once

#include <cstdint>

namespace onefold {

/// Resident bytes now (VmRSS); 0 if the system does not report them. Takes a few microseconds.
[[nodiscard]] std::uint64_t resident_bytes();
/// Highest value that resident_bytes() has reached (VmHWM).
[[nodiscard]] std::uint64_t peak_resident_bytes();
/// Returns freed heap memory to the system, so that it does not count against the limit. Takes a few milliseconds.
void release_free_memory();

}  // namespace onefold
