// Memory of this process as the kernel counts it. The count includes code, heap, buffers of MPI and HDF5, and shared
// windows.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onefold {

/// Resident bytes now (VmRSS); 0 if the system does not say. Takes a few microseconds.
[[nodiscard]] std::uint64_t resident_bytes();
/// Highest value that resident_bytes() has reached (VmHWM).
[[nodiscard]] std::uint64_t peak_resident_bytes();
/// Returns freed heap memory to the system, so that it does not count against the limit. Takes a few milliseconds.
void release_free_memory();

/// Grows a buffer like std::realloc, and keeps its first `used_bytes`. Large buffers are placed on huge pages and
/// copied, because remapping splits huge pages: on a virtual machine with shadowed page tables, random reads of
/// gigabytes in 4 KiB pages were a thousand times slower. Free the buffer with std::free. Throws std::bad_alloc.
[[nodiscard]] void* grow_buffer(void* buffer, std::size_t used_bytes, std::size_t num_bytes);

}  // namespace onefold
