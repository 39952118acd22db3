#include "cluster/huge_pages.hpp"

#include <sys/mman.h>

namespace onefold::cluster {

void advise_huge_pages([[maybe_unused]] void* begin, [[maybe_unused]] std::uint64_t num_bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kPage = std::uintptr_t{1} << 21;
  // Advises whole huge pages only, because memory around the array belongs to others.
  const auto first = (reinterpret_cast<std::uintptr_t>(begin) + kPage - 1) / kPage * kPage;
  const auto end = (reinterpret_cast<std::uintptr_t>(begin) + num_bytes) / kPage * kPage;
  if (first < end) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
}

}  // namespace onefold::cluster
