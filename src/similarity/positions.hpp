// Positions of a character in a text of up to 64 characters, as a bit mask. All bit-parallel kernels need it once per
// character of the other text. Comparing all positions at once is faster than a table of masks per character, which
// would have to be filled and cleared for each pair: names have 5 to 15 letters.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace onefold::similarity {

/// Characters that one bit mask can hold.
inline constexpr std::size_t kMaxMaskLength = 64;

/// The low `n` bits, n = 0 .. 64.
constexpr std::uint64_t low_bits(std::size_t n) { return n >= 64 ? ~0ULL : (1ULL << n) - 1; }

/// The bytes of a text of at most 16 bytes in two registers, padded with zeros. It uses overlapping loads: a memcpy of
/// variable length is a call, and a wide load after two narrow stores stalls.
inline std::array<std::uint64_t, 2> up_to_16_bytes(std::string_view text) {
  static_assert(std::endian::native == std::endian::little);
  const auto load = [](const char* from, auto word) {
    std::memcpy(&word, from, sizeof(word));
    return static_cast<std::uint64_t>(word);
  };
  const char* bytes = text.data();
  const std::size_t size = text.size();
  if (size > 8) return {load(bytes, std::uint64_t{}), load(bytes + size - 8, std::uint64_t{}) >> (8 * (16 - size))};
  if (size >= 4)
    return {load(bytes, std::uint32_t{}) | (load(bytes + size - 4, std::uint32_t{}) << (8 * (size - 4))), 0};
  if (size == 0) return {0, 0};
  // For one to three bytes: the first, the middle and the last, which may coincide.
  const std::size_t middle = size / 2;
  const std::size_t last = size - 1;
  return {load(bytes, std::uint8_t{}) | load(bytes + middle, std::uint8_t{}) << (8 * middle) |
              load(bytes + last, std::uint8_t{}) << (8 * last),
          0};
}

/// Positions in a text of at most 16 * kBlocks bytes. Bits beyond the text are undefined; the caller masks them.
template <int kBlocks>
class BytePositions {
 public:
  explicit BytePositions(std::string_view text) {
    if constexpr (kBlocks == 1) {
      const std::array<std::uint64_t, 2> words = up_to_16_bytes(text);
#if defined(__SSE2__)
      blocks_[0] = _mm_set_epi64x(static_cast<long long>(words[1]), static_cast<long long>(words[0]));
#else
      std::memcpy(bytes_, words.data(), 16);
#endif
    } else {
      alignas(16) unsigned char padded[16 * kBlocks] = {};
      std::memcpy(padded, text.data(), text.size());
#if defined(__SSE2__)
      for (int block = 0; block < kBlocks; ++block)
        blocks_[block] = _mm_load_si128(reinterpret_cast<const __m128i*>(padded + 16 * block));
#else
      std::memcpy(bytes_, padded, sizeof(bytes_));
#endif
    }
  }

  [[nodiscard]] std::uint64_t operator()(char character) const {
    std::uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8(character);
    for (int block = 0; block < kBlocks; ++block)
      mask |= static_cast<std::uint64_t>(
                  static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(blocks_[block], wanted))))
              << (16 * block);
#else
    for (int i = 0; i < 16 * kBlocks; ++i)
      mask |= static_cast<std::uint64_t>(bytes_[i] == static_cast<unsigned char>(character)) << i;
#endif
    return mask;
  }

 private:
#if defined(__SSE2__)
  __m128i blocks_[kBlocks];
#else
  unsigned char bytes_[16 * kBlocks];
#endif
};

/// Positions in a text of at most 64 code points.
class CodePointPositions {
 public:
  explicit CodePointPositions(std::span<const char32_t> text) : text_(text) {}
  [[nodiscard]] std::uint64_t operator()(char32_t character) const {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) mask |= static_cast<std::uint64_t>(text_[i] == character) << i;
    return mask;
  }

 private:
  std::span<const char32_t> text_;
};

/// Calls `kernel` with the positions object for `text`, which has at most 64 bytes.
template <class Kernel>
auto with_positions(std::string_view text, const Kernel& kernel) {
  if (text.size() <= 16) return kernel(BytePositions<1>(text));
  if (text.size() <= 32) return kernel(BytePositions<2>(text));
  return kernel(BytePositions<4>(text));
}
template <class Kernel>
auto with_positions(std::span<const char32_t> text, const Kernel& kernel) {
  return kernel(CodePointPositions(text));
}

}  // namespace onefold::similarity
