// Builds the rows of a CSV file in memory.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "csv/write_field.hpp"
#include "generate/text.hpp"

namespace onefold::generate {

class RowBuffer {
 public:
  explicit RowBuffer(char delimiter) : delimiter_(delimiter) {}

  /// Bytes written so far.
  [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), used_}; }
  void clear() { used_ = 0; }

  /// Adds a field that needs no quotes, of at most Text::kCapacity bytes.
  void add_plain(std::string_view value) {
    reserve_field();
    std::memcpy(bytes_.data() + used_, value.data(), value.size());
    used_ += value.size();
    bytes_[used_++] = delimiter_;
  }
  void add(const Text& value) {
    const std::string_view text = value.view();
    if (!csv::needs_quotes(text, delimiter_)) return add_plain(text);
    reserve_field();
    char* out = csv::write_quoted(bytes_.data() + used_, text);
    *out++ = delimiter_;
    used_ = static_cast<std::size_t>(out - bytes_.data());
  }
  /// Ends a row of at least one field.
  void end_row() { bytes_[used_ - 1] = '\n'; }
  /// Adds a whole line of any length, with its line end.
  void add_line(std::string_view line) {
    if (bytes_.size() < used_ + line.size()) bytes_.resize(used_ + line.size());
    std::memcpy(bytes_.data() + used_, line.data(), line.size());
    used_ += line.size();
  }

 private:
  /// Makes room for the longest field and its delimiter.
  void reserve_field() {
    constexpr std::size_t kRoom = csv::max_quoted_bytes(Text::kCapacity) + 1;
    if (bytes_.size() < used_ + kRoom) bytes_.resize(2 * (used_ + kRoom));
  }

  char delimiter_;
  std::vector<char> bytes_;
  std::size_t used_ = 0;
};

}  // namespace onefold::generate
