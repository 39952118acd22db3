#include "record/memory.hpp"

#include <malloc.h>
#include <sys/mman.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <string>
#include <string_view>

namespace onefold {

namespace {

std::uint64_t status_bytes(std::string_view key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(key)) continue;
    const auto digit = line.find_first_of("0123456789");
    std::uint64_t kib = 0;
    if (digit != std::string::npos) std::from_chars(line.data() + digit, line.data() + line.size(), kib);
    return kib * 1024;
  }
  return 0;
}

}  // namespace

std::uint64_t resident_bytes() { return status_bytes("VmRSS:"); }
std::uint64_t peak_resident_bytes() { return status_bytes("VmHWM:"); }
void release_free_memory() { malloc_trim(0); }

void* grow_buffer(void* buffer, std::size_t used_bytes, std::size_t num_bytes) {
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  if (num_bytes < 2 * kHugePage) {
    void* const grown = std::realloc(buffer, num_bytes);
    if (grown == nullptr) throw std::bad_alloc();
    return grown;
  }
  const std::size_t rounded = (num_bytes + kHugePage - 1) / kHugePage * kHugePage;
  void* const grown = std::aligned_alloc(kHugePage, rounded);
  if (grown == nullptr) throw std::bad_alloc();
  madvise(grown, rounded, MADV_HUGEPAGE);  // the system may ignore this advice
  if (used_bytes > 0) std::memcpy(grown, buffer, used_bytes);
  std::free(buffer);
  return grown;
}

}  // namespace onefold
