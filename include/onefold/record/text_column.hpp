// A column of strings: one buffer holds all bytes, another holds the end of each value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace onefold {

/// Grows a buffer like std::realloc, and keeps its first `used_bytes`. Large buffers are placed on huge pages and
/// copied, because remapping splits huge pages, and random reads of gigabytes in 4 KiB pages can be far slower (on
/// virtual machines with shadowed page tables). Free the buffer with std::free. Throws std::bad_alloc.
[[nodiscard]] void* grow_buffer(void* buffer, std::size_t used_bytes, std::size_t num_bytes);

/// A growing array of trivially copyable values. Unlike std::vector it leaves new elements uninitialised.
template <typename T>
class PlainBuffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  PlainBuffer() = default;
  ~PlainBuffer() { std::free(data_); }
  PlainBuffer(const PlainBuffer& other) { append(other.data_, other.size_); }
  PlainBuffer(PlainBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  PlainBuffer& operator=(PlainBuffer other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }

  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }

  void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    data_ = static_cast<T*>(grow_buffer(data_, size_ * sizeof(T), capacity * sizeof(T)));
    capacity_ = capacity;
  }
  /// Makes room for `count` more elements. Capacity grows by half at least, so that appending n elements one by one
  /// costs O(n).
  void make_room(std::size_t count) {
    if (count > capacity_ - size_) reserve(std::max(size_ + count, capacity_ + capacity_ / 2 + 64 / sizeof(T)));
  }
  /// Appends `count` elements and returns them; the caller writes their values.
  T* extend(std::size_t count) {
    make_room(count);
    T* const added = data_ + size_;
    size_ += count;
    return added;
  }
  void push_back(T value) { *extend(1) = value; }
  void append(const T* values, std::size_t count) {
    if (count > 0) std::memcpy(extend(count), values, count * sizeof(T));
  }
  void clear() { size_ = 0; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Rows are 0 .. size() - 1. An empty value means missing. Memory: the bytes of all values, and 8 bytes per row.
class TextColumn {
 public:
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] bool empty() const { return ends_.size() == 0; }
  [[nodiscard]] std::size_t num_bytes() const { return bytes_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    const std::uint64_t begin = row == 0 ? 0 : ends_[row - 1];
    return {bytes_.data() + begin, static_cast<std::size_t>(ends_[row] - begin)};
  }
  [[gnu::always_inline]] void push_back(std::string_view value) {
    append_short(value);
    ends_.push_back(bytes_.size());
  }
  /// Appends `count` rows without a value.
  void append_missing(std::size_t count) {
    std::uint64_t* const ends = ends_.extend(count);
    std::fill_n(ends, count, bytes_.size());
  }
  /// Appends `count` rows. `bytes` holds their values one after another; end_of(i) is the offset in `bytes` at which
  /// the value of the i-th appended row ends.
  template <typename EndOf>
  void append(std::string_view bytes, std::size_t count, EndOf end_of) {
    const std::uint64_t base = bytes_.size();
    bytes_.append(bytes.data(), bytes.size());
    std::uint64_t* const ends = ends_.extend(count);
    for (std::size_t i = 0; i < count; ++i) ends[i] = base + end_of(i);
  }
  void reserve(std::size_t rows, std::size_t bytes) {
    ends_.reserve(rows);
    bytes_.reserve(bytes);
  }
  /// Makes room for `rows` more rows with `bytes` more bytes.
  void make_room(std::size_t rows, std::size_t bytes) {
    ends_.make_room(rows);
    bytes_.make_room(bytes);
  }
  void clear() {
    ends_.clear();
    bytes_.clear();
  }
  /// Removes all rows and frees the memory.
  void release() { *this = TextColumn(); }
  [[nodiscard]] std::span<const char> bytes() const { return {bytes_.data(), bytes_.size()}; }
  /// ends()[row] is the offset in bytes() at which value `row` ends.
  [[nodiscard]] std::span<const std::uint64_t> ends() const { return {ends_.data(), ends_.size()}; }

 private:
  /// Most values have 4 to 16 bytes. Two copies of fixed size that may overlap avoid a call of memcpy.
  [[gnu::always_inline]] void append_short(std::string_view value) {
    const std::size_t size = value.size();
    char* const to = bytes_.extend(size);
    const char* const from = value.data();
    if (size > 16) {
      std::memcpy(to, from, size);
    } else if (size >= 8) {
      copy<8>(to, from, size);
    } else if (size >= 4) {
      copy<4>(to, from, size);
    } else if (size > 0) {
      to[0] = from[0];
      to[size / 2] = from[size / 2];
      to[size - 1] = from[size - 1];
    }
  }
  template <std::size_t Half>
  static void copy(char* to, const char* from, std::size_t size) {
    char first[Half];
    char last[Half];
    std::memcpy(first, from, Half);
    std::memcpy(last, from + size - Half, Half);
    std::memcpy(to, first, Half);
    std::memcpy(to + size - Half, last, Half);
  }

  PlainBuffer<char> bytes_;
  PlainBuffer<std::uint64_t> ends_;
};

}  // namespace onefold
