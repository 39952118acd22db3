// Large arrays on huge pages: at the first touch a page of 4 KiB costs a fault each, and millions of them were measured to take a tenth
// of a run on a virtual machine. All std::vector come through here. Small allocations are malloc's.
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;
// Below this the rounding to whole huge pages would waste too much of what a rank may use.
constexpr std::size_t kLarge = 4 * kHugePage;

void* allocate(std::size_t size) noexcept {
  if (size < kLarge) return std::malloc(size == 0 ? 1 : size);
  void* const memory = std::aligned_alloc(kHugePage, (size + kHugePage - 1) / kHugePage * kHugePage);
  // Advice that a system may ignore.
  if (memory != nullptr) madvise(memory, size / kHugePage * kHugePage, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  for (;;) {
    if (void* const memory = allocate(size)) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
