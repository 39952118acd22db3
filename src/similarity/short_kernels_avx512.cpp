// Compiled for AVX-512 F, BW, DQ and VL. Call it only if is_supported(Simd::avx512).
#include "similarity/short_lanes.hpp"

#if defined(__AVX512BW__) && defined(__AVX512VL__)
#include <immintrin.h>

namespace onefold::similarity::detail {
namespace {

/// Operations on 32-bit numbers, and operations that do not depend on the width of numbers.
struct Avx512 {
  using Vector = __m512i;

  static Vector load(const void* from) { return _mm512_load_si512(from); }
  static Vector both(Vector a, Vector b) { return _mm512_and_si512(a, b); }
  static Vector either(Vector a, Vector b) { return _mm512_or_si512(a, b); }
  static Vector differ(Vector a, Vector b) { return _mm512_xor_si512(a, b); }
  static Vector without(Vector a, Vector b) { return _mm512_andnot_si512(b, a); }

  static Vector interleave_low_16(Vector a, Vector b) { return _mm512_unpacklo_epi16(a, b); }
  static Vector interleave_high_16(Vector a, Vector b) { return _mm512_unpackhi_epi16(a, b); }
  static Vector interleave_low_32(Vector a, Vector b) { return _mm512_unpacklo_epi32(a, b); }
  static Vector interleave_high_32(Vector a, Vector b) { return _mm512_unpackhi_epi32(a, b); }
  static Vector interleave_low_64(Vector a, Vector b) { return _mm512_unpacklo_epi64(a, b); }
  static Vector interleave_high_64(Vector a, Vector b) { return _mm512_unpackhi_epi64(a, b); }

  static Vector set_32(int number) { return _mm512_set1_epi32(number); }
  static Vector add_32(Vector a, Vector b) { return _mm512_add_epi32(a, b); }
  static Vector subtract_32(Vector a, Vector b) { return _mm512_sub_epi32(a, b); }
  static Vector multiply_32(Vector a, Vector b) { return _mm512_mullo_epi32(a, b); }
  static Vector max_32(Vector a, Vector b) { return _mm512_max_epi32(a, b); }
  /// x > y ? a : b
  static Vector select_greater_32(Vector x, Vector y, Vector a, Vector b) {
    return _mm512_mask_blend_epi32(_mm512_cmpgt_epi32_mask(x, y), b, a);
  }
  /// count + (x >= y)
  static Vector count_unless_less_32(Vector count, Vector x, Vector y) {
    return _mm512_mask_add_epi32(count, _mm512_cmpge_epi32_mask(x, y), count, _mm512_set1_epi32(1));
  }
  /// Stores 32-bit numbers as bytes.
  static void store_bytes(Vector numbers, std::uint8_t* out) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm512_cvtepi32_epi8(numbers));
  }
};

struct ShortLanes : Avx512 {
  using Number = std::uint16_t;
  using Mask = __mmask32;
  static constexpr std::size_t kCount = 32;
  static constexpr std::size_t kMaxLength = 16;

  /// Compares four characters with all positions of the other text at once. Writes eight masks to `out`, and if there
  /// is a second chunk eight more, one vector's rows further on.
  static void compare_places(const char* shorter, const char* longer, std::size_t num_chunks, char* out) {
    const Vector wanted = _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(shorter)));
    const Vector places = _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(longer)));
    const Vector first_four =
        _mm512_set_epi32(0x03030303, 0x03030303, 0x03030303, 0x03030303, 0x02020202, 0x02020202, 0x02020202, 0x02020202,
                         0x01010101, 0x01010101, 0x01010101, 0x01010101, 0, 0, 0, 0);
    const auto put = [&](char first, char* to) {
      const Vector characters = _mm512_shuffle_epi8(wanted, _mm512_add_epi8(first_four, _mm512_set1_epi8(first)));
      const std::uint64_t masks = _mm512_cmpeq_epi8_mask(characters, places);
      std::memcpy(to, &masks, sizeof(masks));
    };
    put(0, out);
    put(4, out + 8);
    if (num_chunks < 2) return;
    put(8, out + kCount * 16);
    put(12, out + kCount * 16 + 8);
  }

  static Vector set(int number) { return _mm512_set1_epi16(static_cast<short>(number)); }
  static Vector add(Vector a, Vector b) { return _mm512_add_epi16(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm512_sub_epi16(a, b); }
  static Vector max(Vector a, Vector b) { return _mm512_max_epi16(a, b); }
  static Vector min(Vector a, Vector b) { return _mm512_min_epi16(a, b); }
  static Vector shift_right_1(Vector a) { return _mm512_srli_epi16(a, 1); }
  static Vector shift_one_left_by(Vector n) { return _mm512_sllv_epi16(_mm512_set1_epi16(1), n); }

  static Mask all() { return ~Mask{0}; }
  static Mask and_mask(Mask a, Mask b) { return a & b; }
  static Mask not_zero(Vector a) { return _mm512_test_epi16_mask(a, a); }
  static Mask zero_among(Mask mask, Vector a) { return _mm512_mask_testn_epi16_mask(mask, a, a); }
  static Mask greater(Vector a, Vector b) { return _mm512_cmpgt_epi16_mask(a, b); }
  static Vector add_where(Mask mask, Vector a, Vector b) { return _mm512_mask_add_epi16(a, mask, a, b); }
  static Vector subtract_where(Mask mask, Vector a, Vector b) { return _mm512_mask_sub_epi16(a, mask, a, b); }

  static Vector widen_low(Vector a) { return _mm512_cvtepu16_epi32(_mm512_castsi512_si256(a)); }
  static Vector widen_high(Vector a) { return _mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64(a, 1)); }
};

struct MediumLanes : Avx512 {
  using Number = std::uint32_t;
  using Mask = __mmask16;
  static constexpr std::size_t kCount = 16;
  static constexpr std::size_t kMaxLength = 32;

  /// Compares two characters with all positions of the other text at once. Writes four masks per chunk; each chunk is
  /// one vector's rows after the previous one.
  static void compare_places(const char* shorter, const char* longer, std::size_t num_chunks, char* out) {
    const Vector places = _mm512_broadcast_i64x4(_mm256_load_si256(reinterpret_cast<const __m256i*>(longer)));
    const Vector first_two = _mm512_inserti64x4(_mm512_setzero_si512(), _mm256_set1_epi8(1), 1);
    for (std::size_t chunk = 0; chunk < num_chunks; ++chunk) {
      // The same four characters in each 128-bit part.
      std::uint32_t four;
      std::memcpy(&four, shorter + 4 * chunk, sizeof(four));
      const Vector wanted = _mm512_set1_epi32(static_cast<int>(four));
      for (int half = 0; half < 2; ++half) {
        const Vector characters =
            _mm512_shuffle_epi8(wanted, _mm512_add_epi8(first_two, _mm512_set1_epi8(static_cast<char>(2 * half))));
        const std::uint64_t masks = _mm512_cmpeq_epi8_mask(characters, places);
        std::memcpy(out + 8 * half, &masks, sizeof(masks));
      }
      out += kCount * 16;
    }
  }

  static Vector set(int number) { return _mm512_set1_epi32(number); }
  static Vector add(Vector a, Vector b) { return _mm512_add_epi32(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm512_sub_epi32(a, b); }
  static Vector max(Vector a, Vector b) { return _mm512_max_epi32(a, b); }
  static Vector min(Vector a, Vector b) { return _mm512_min_epi32(a, b); }
  static Vector shift_right_1(Vector a) { return _mm512_srli_epi32(a, 1); }
  static Vector shift_one_left_by(Vector n) { return _mm512_sllv_epi32(_mm512_set1_epi32(1), n); }

  static Mask all() { return 0xFFFF; }
  static Mask and_mask(Mask a, Mask b) { return a & b; }
  static Mask not_zero(Vector a) { return _mm512_test_epi32_mask(a, a); }
  static Mask zero_among(Mask mask, Vector a) { return _mm512_mask_testn_epi32_mask(mask, a, a); }
  static Mask greater(Vector a, Vector b) { return _mm512_cmpgt_epi32_mask(a, b); }
  static Vector add_where(Mask mask, Vector a, Vector b) { return _mm512_mask_add_epi32(a, mask, a, b); }
  static Vector subtract_where(Mask mask, Vector a, Vector b) { return _mm512_mask_sub_epi32(a, mask, a, b); }
};

}  // namespace

const PaddedKernels kPaddedAvx512{jaro_winkler_grades_in<ShortLanes>, jaro_winkler_grades_in<MediumLanes>,
                                  edit_distances_in<ShortLanes, false>, edit_distances_in<ShortLanes, true>};

}  // namespace onefold::similarity::detail
#endif
