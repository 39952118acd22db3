// Texts in other encodings, for tests that read them. Without ICU, so that nothing is tested with itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::test {

/// Calls visit(code point) for each character of well-formed UTF-8.
template <typename Visit>
void for_each_character(std::string_view utf8, const Visit& visit) {
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) code = (code << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    visit(code);
    i += length;
  }
}

[[nodiscard]] inline std::string as_utf16(std::string_view utf8, bool big_endian) {
  std::string out;
  const auto add = [&](std::uint32_t unit) {
    const char low = static_cast<char>(unit & 0xFFU);
    const char high = static_cast<char>(unit >> 8U);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  for_each_character(utf8, [&](std::uint32_t code) {
    if (code < 0x10000) return add(code);
    add(0xD800 + ((code - 0x10000) >> 10U));
    add(0xDC00 + ((code - 0x10000) & 0x3FFU));
  });
  return out;
}

[[nodiscard]] inline std::string as_utf32_little(std::string_view utf8) {
  std::string out;
  for_each_character(utf8, [&](std::uint32_t code) {
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((code >> shift) & 0xFFU);
  });
  return out;
}

/// Characters up to U+00FF, which Latin-1 and most of windows-1252 number as Unicode does.
[[nodiscard]] inline std::string as_latin1(std::string_view utf8) {
  std::string out;
  for_each_character(utf8, [&](std::uint32_t code) { out += static_cast<char>(code); });
  return out;
}

}  // namespace onefold::test
