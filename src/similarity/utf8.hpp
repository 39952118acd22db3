// UTF-8 as a sequence of code points. Decoding never fails: a byte that is not part of well-formed UTF-8 becomes one
// code point in the range of lone surrogates (U+DC80 .. U+DCFF), so different bytes give different code points.
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

/// Whether all bytes are below 128. Then each byte is a code point, and the fast kernels can be used.
[[nodiscard]] inline bool is_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  const char* bytes = text.data();
  const std::size_t size = text.size();
  const auto load = [bytes](std::size_t at, auto word) {
    std::memcpy(&word, bytes + at, sizeof(word));
    return static_cast<std::uint64_t>(word);
  };
  // The last word overlaps the one before it. This avoids a loop over single bytes, whose length branch prediction
  // cannot guess.
  std::uint64_t seen = 0;
  if (size >= 8) {
    for (std::size_t i = 0; i + 8 < size; i += 8) seen |= load(i, std::uint64_t{});
    seen |= load(size - 8, std::uint64_t{});
  } else if (size >= 4) {
    seen = load(0, std::uint32_t{}) | load(size - 4, std::uint32_t{});
  } else if (size > 0) {
    seen = load(0, std::uint8_t{}) | load(size / 2, std::uint8_t{}) | load(size - 1, std::uint8_t{});
  }
  return (seen & kHighBits) == 0;
}

/// Removes the first code point from `text`, which must not be empty, and returns it.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

[[nodiscard]] std::u32string decode(std::string_view text);
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// The first n code points, or all if the text has fewer.
[[nodiscard]] std::string_view prefix(std::string_view text, std::size_t n);
/// The last n code points, or all if the text has fewer.
[[nodiscard]] std::string_view suffix(std::string_view text, std::size_t n);

/// Decodes a text for the duration of a call. Up to 128 code points are held on the stack.
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
