// Rows of a delimited file in memory, quoted where RFC 4180 asks for it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "generate/text.hpp"

namespace onefold::generate {

class RowBuffer {
 public:
  explicit RowBuffer(char delimiter) : delimiter_(delimiter) {}

  /// Bytes written so far.
  [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), used_}; }
  void clear() { used_ = 0; }

  /// A field whose bytes need no quotes; at most Text::kCapacity of them.
  void add_plain(std::string_view value) {
    reserve_field();
    std::memcpy(bytes_.data() + used_, value.data(), value.size());
    used_ += value.size();
    bytes_[used_++] = delimiter_;
  }
  void add(const Text& value) {
    const std::string_view text = value.view();
    if (!needs_quotes(text)) return add_plain(text);
    reserve_field();
    char* out = bytes_.data() + used_;
    *out++ = '"';
    for (const char c : text) {
      if (c == '"') *out++ = '"';
      *out++ = c;
    }
    *out++ = '"';
    *out++ = delimiter_;
    used_ = static_cast<std::size_t>(out - bytes_.data());
  }
  /// After at least one field.
  void end_row() { bytes_[used_ - 1] = '\n'; }
  /// A whole line, line end included, of any length.
  void add_line(std::string_view line) {
    if (bytes_.size() < used_ + line.size()) bytes_.resize(used_ + line.size());
    std::memcpy(bytes_.data() + used_, line.data(), line.size());
    used_ += line.size();
  }

 private:
  [[nodiscard]] bool needs_quotes(std::string_view text) const {
    // Without an early exit, so that the compiler looks at many bytes at once.
    bool found = false;
    for (const char c : text) found |= (c == delimiter_) | (c == '"') | (c == '\n') | (c == '\r');
    return found;
  }
  /// Room for one field in the worst case: every byte doubled, quotes, delimiter.
  void reserve_field() {
    constexpr std::size_t kRoom = 2 * Text::kCapacity + 3;
    if (bytes_.size() < used_ + kRoom) bytes_.resize(2 * (used_ + kRoom));
  }

  char delimiter_;
  std::vector<char> bytes_;
  std::size_t used_ = 0;
};

}  // namespace onefold::generate
