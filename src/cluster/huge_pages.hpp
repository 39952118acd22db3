// Large pages for large arrays with random access: with small pages nearly every access would also miss the TLB.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace onefold::cluster {

/// Local. Asks the system for large pages in [begin, begin + num_bytes). Call before the first use; may have no effect.
void advise_huge_pages(void* begin, std::uint64_t num_bytes);

/// Local. An array of `size` elements equal to `value`, in large pages if it is large.
template <typename T>
[[nodiscard]] std::vector<T> array_in_huge_pages(std::uint64_t size, T value = T{}) {
  std::vector<T> array;
  array.reserve(size);
  advise_huge_pages(array.data(), size * sizeof(T));
  array.resize(size, value);
  return array;
}

/// Uninitialised bytes, in large pages if there are many. Bytes that are never written take up no memory.
class Scratch {
 public:
  explicit Scratch(std::uint64_t size) : bytes_(std::make_unique_for_overwrite<unsigned char[]>(size)) {
    advise_huge_pages(bytes_.get(), size);
  }
  [[nodiscard]] unsigned char* data() const { return bytes_.get(); }

 private:
  std::unique_ptr<unsigned char[]> bytes_;
};

}  // namespace onefold::cluster
