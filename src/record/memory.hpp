// What this process holds in memory, as the kernel counts it: code, heap, buffers of MPI and HDF5, shared windows
// included.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onefold {

/// Resident bytes at this moment (VmRSS); 0 when the system does not tell. Some microseconds.
[[nodiscard]] std::uint64_t resident_bytes();
/// The largest that resident_bytes() has been (VmHWM).
[[nodiscard]] std::uint64_t peak_resident_bytes();
/// Gives freed heap memory back to the system, so that it does not count against the limit. Some milliseconds.
void release_free_memory();

/// Like std::realloc of a buffer whose first `used_bytes` matter, but large ones lie on huge pages, and are copied
/// rather than remapped: remapping breaks huge pages up, and random reading of gigabytes in pages of 4 KiB was measured
/// to be a thousand times slower on a virtual machine with shadowed page tables. Freed by std::free. Throws
/// std::bad_alloc.
[[nodiscard]] void* grow_buffer(void* buffer, std::size_t used_bytes, std::size_t num_bytes);

}  // namespace onefold
