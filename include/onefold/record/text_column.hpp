// A column of strings: all bytes in one buffer, the end of each value in another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold {

/// Rows are 0 .. size() - 1. An empty value means missing. Memory: bytes + 8 per row.
class TextColumn {
 public:
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] bool empty() const { return ends_.empty(); }
  [[nodiscard]] std::size_t num_bytes() const { return bytes_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    const std::uint64_t begin = row == 0 ? 0 : ends_[row - 1];
    return {bytes_.data() + begin, static_cast<std::size_t>(ends_[row] - begin)};
  }
  void push_back(std::string_view value) {
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    ends_.push_back(bytes_.size());
  }
  void reserve(std::size_t rows, std::size_t bytes) {
    ends_.reserve(rows);
    bytes_.reserve(bytes);
  }
  void clear() {
    ends_.clear();
    bytes_.clear();
  }
  /// Frees the memory too.
  void release() {
    std::vector<std::uint64_t>().swap(ends_);
    std::vector<char>().swap(bytes_);
  }
  [[nodiscard]] std::span<const char> bytes() const { return bytes_; }
  /// ends()[row] is where value `row` ends in bytes().
  [[nodiscard]] std::span<const std::uint64_t> ends() const { return ends_; }

 private:
  std::vector<char> bytes_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace onefold
