#include "csv/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace onefold::csv {

ByteKinds byte_kinds(std::string_view bytes) {
  ByteKinds kinds;
  std::size_t i = 0;
#if defined(__SSE2__)
  __m128i nul = _mm_setzero_si128();
  __m128i high = _mm_setzero_si128();
  for (; i + 16 <= bytes.size(); i += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + i));
    nul = _mm_or_si128(nul, _mm_cmpeq_epi8(block, _mm_setzero_si128()));
    high = _mm_or_si128(high, block);
  }
  kinds.has_nul = _mm_movemask_epi8(nul) != 0;
  kinds.has_non_ascii = _mm_movemask_epi8(high) != 0;
#endif
  for (; i < bytes.size(); ++i) {
    kinds.has_nul |= bytes[i] == '\0';
    kinds.has_non_ascii |= (static_cast<unsigned char>(bytes[i]) & 0x80U) != 0;
  }
  return kinds;
}

bool is_valid_utf8(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  std::size_t i = 0;
  while (i < bytes.size()) {
    if (i + 8 <= bytes.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, sizeof word);
      if ((word & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    const unsigned char lead = at(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    // The second byte decides what the lead byte alone cannot: overlong forms, surrogates, code points above U+10FFFF.
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    } else {
      return false;
    }
    if (bytes.size() - i < length || at(i + 1) < low || at(i + 1) > high) return false;
    for (std::size_t k = 2; k < length; ++k)
      if ((at(i + k) & 0xC0U) != 0x80U) return false;
    i += length;
  }
  return true;
}

}  // namespace onefold::csv
