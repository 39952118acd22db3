// A short text on the stack, so that generating and changing values needs no allocation.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace onefold::generate {

/// Holds up to kCapacity bytes; the rest is dropped (all values are far shorter).
class Text {
 public:
  static constexpr std::size_t kCapacity = 160;

  Text() = default;
  explicit Text(std::string_view value) { append(value); }
  Text(const Text& other) { append(other.view()); }
  Text& operator=(const Text& other) {
    if (this != &other) assign(other.view());
    return *this;
  }

  [[nodiscard]] std::string_view view() const { return {bytes_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] char* begin() { return bytes_; }
  [[nodiscard]] char* end() { return bytes_ + size_; }
  [[nodiscard]] char& operator[](std::size_t i) { return bytes_[i]; }
  [[nodiscard]] char operator[](std::size_t i) const { return bytes_[i]; }

  void clear() { size_ = 0; }
  void resize_down(std::size_t size) { size_ = std::min(size_, size); }
  void assign(std::string_view value) {
    size_ = 0;
    append(value);
  }
  void append(std::string_view value) {
    const std::size_t count = std::min(value.size(), kCapacity - size_);
    std::memcpy(bytes_ + size_, value.data(), count);
    size_ += count;
  }
  void append(char c) {
    if (size_ < kCapacity) bytes_[size_++] = c;
  }
  /// Appends decimal digits, with leading zeros up to `width`.
  void append_number(std::uint64_t number, int width = 1) {
    char digits[20];
    int count = 0;
    do {
      digits[19 - count++] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0 || (count < width && count < 20));
    append(std::string_view(digits + 20 - count, static_cast<std::size_t>(count)));
  }
  /// Appends `number`, which must be below 100, as two digits.
  void append_two_digits(std::uint64_t number) {
    append(static_cast<char>('0' + number / 10));
    append(static_cast<char>('0' + number % 10));
  }
  void replace(std::size_t at, std::size_t count, std::string_view by) {
    char tail[kCapacity];
    const std::size_t rest = size_ - at - count;
    std::memcpy(tail, bytes_ + at + count, rest);
    size_ = at;
    append(by);
    append(std::string_view(tail, rest));
  }

 private:
  char bytes_[kCapacity];
  std::size_t size_ = 0;
};

/// ASCII, and the two-byte Latin-1 letters of UTF-8 (U+00E0 .. U+00FE without the division sign).
inline void to_upper(Text& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 'a' && c <= 'z') text[i] = static_cast<char>(c - 32);
    if (c == 0xC3 && i + 1 < text.size()) {
      const auto d = static_cast<unsigned char>(text[++i]);
      if (d >= 0xA0 && d <= 0xBE && d != 0xB7) text[i] = static_cast<char>(d - 32);
    }
  }
}

inline void to_lower(Text& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 'A' && c <= 'Z') text[i] = static_cast<char>(c + 32);
    if (c == 0xC3 && i + 1 < text.size()) {
      const auto d = static_cast<unsigned char>(text[++i]);
      if (d >= 0x80 && d <= 0x9E && d != 0x97) text[i] = static_cast<char>(d + 32);
    }
  }
}

}  // namespace onefold::generate
