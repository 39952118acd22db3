// UTF-8 as a sequence of code points. Total: a byte that is not part of well-formed UTF-8 counts as one code point of its
// own, in the range of lone surrogates (U+DC80 .. U+DCFF), so that decoding never fails, and that different bytes give
// different code points.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::similarity {

/// Whether all bytes are below 128. Then bytes are code points, and the fast kernels apply.
[[nodiscard]] inline bool is_ascii(std::string_view text) {
  const char* next = text.data();
  std::size_t left = text.size();
  std::uint64_t seen = 0;
  for (; left >= 8; next += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, next, 8);
    seen |= word;
  }
  for (; left > 0; ++next, --left) seen |= static_cast<unsigned char>(*next);
  return (seen & 0x8080808080808080ULL) == 0;
}

/// Takes the first code point off `text`, which must not be empty.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

[[nodiscard]] std::u32string decode(std::string_view text);
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// The first n code points, or all of a shorter text.
[[nodiscard]] std::string_view prefix(std::string_view text, std::size_t n);
/// The last n code points, or all of a shorter text.
[[nodiscard]] std::string_view suffix(std::string_view text, std::size_t n);

/// Decoded text for the length of a call: up to 128 code points live on the stack.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text);
  CodePoints(const CodePoints&) = delete;
  CodePoints& operator=(const CodePoints&) = delete;
  [[nodiscard]] std::span<const char32_t> span() const { return span_; }

 private:
  std::array<char32_t, 128> short_text_;
  std::vector<char32_t> long_text_;
  std::span<const char32_t> span_;
};

}  // namespace onefold::similarity
