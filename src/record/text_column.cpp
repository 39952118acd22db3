#include "onefold/record/text_column.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace onefold {

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
  madvise(grown, rounded, MADV_HUGEPAGE);  // advice that a system may ignore
  if (used_bytes > 0) std::memcpy(grown, buffer, used_bytes);
  std::free(buffer);
  return grown;
}

}  // namespace onefold
