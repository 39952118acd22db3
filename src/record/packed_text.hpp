// Packs a short text of digits and punctuation into one integer: dates, phone numbers, amounts, numeric identifiers.
//
// Up to 16 characters of "0123456789+-. /", one nibble (1 .. 15) per character, from the most significant nibble down;
// unused nibbles are zero. The empty text is 0. Equal texts give equal integers, and unpack_text restores the text. The
// order of texts is not kept.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold {

inline constexpr std::size_t kMaxPackedChars = 16;
inline constexpr std::string_view kPackedAlphabet = "0123456789+-. /";

namespace detail {

constexpr std::array<std::uint8_t, 256> make_packed_nibbles() {
  std::array<std::uint8_t, 256> nibbles{};
  for (std::size_t i = 0; i < kPackedAlphabet.size(); ++i)
    nibbles[static_cast<unsigned char>(kPackedAlphabet[i])] = static_cast<std::uint8_t>(i + 1);
  return nibbles;
}
inline constexpr auto kPackedNibbles = make_packed_nibbles();

}  // namespace detail

/// Nothing if the text is longer than 16 characters or holds a character outside the alphabet.
[[nodiscard]] constexpr std::optional<std::uint64_t> pack_text(std::string_view text) {
  if (text.size() > kMaxPackedChars) return std::nullopt;
  std::uint64_t packed = 0;
  int shift = 60;
  for (const char c : text) {
    const std::uint64_t nibble = detail::kPackedNibbles[static_cast<unsigned char>(c)];
    if (nibble == 0) return std::nullopt;
    packed |= nibble << shift;
    shift -= 4;
  }
  return packed;
}

/// Writes the text to `buffer` and returns a view of it.
[[nodiscard]] constexpr std::string_view unpack_text(std::uint64_t packed, std::array<char, kMaxPackedChars>& buffer) {
  std::size_t size = 0;
  for (; packed != 0; packed <<= 4) buffer[size++] = kPackedAlphabet[(packed >> 60) - 1];
  return {buffer.data(), size};
}

}  // namespace onefold
