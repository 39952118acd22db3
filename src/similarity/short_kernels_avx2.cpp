// Compiled for AVX2. Call it only if is_supported(Simd::avx2).
#include "similarity/short_lanes.hpp"

#if defined(__AVX2__)
#include <immintrin.h>

namespace onefold::similarity::detail {
namespace {

/// Operations on 32-bit numbers, and operations that do not depend on the width of numbers.
struct Avx2 {
  using Vector = __m256i;
  using Mask = __m256i;  ///< all bits of a lane are equal

  static Vector load(const void* from) { return _mm256_load_si256(static_cast<const Vector*>(from)); }
  static Vector both(Vector a, Vector b) { return _mm256_and_si256(a, b); }
  static Vector either(Vector a, Vector b) { return _mm256_or_si256(a, b); }
  static Vector differ(Vector a, Vector b) { return _mm256_xor_si256(a, b); }
  static Vector without(Vector a, Vector b) { return _mm256_andnot_si256(b, a); }
  static Mask all() { return _mm256_set1_epi8(-1); }
  static Mask and_mask(Mask a, Mask b) { return _mm256_and_si256(a, b); }

  static Vector interleave_low_16(Vector a, Vector b) { return _mm256_unpacklo_epi16(a, b); }
  static Vector interleave_high_16(Vector a, Vector b) { return _mm256_unpackhi_epi16(a, b); }
  static Vector interleave_low_32(Vector a, Vector b) { return _mm256_unpacklo_epi32(a, b); }
  static Vector interleave_high_32(Vector a, Vector b) { return _mm256_unpackhi_epi32(a, b); }
  static Vector interleave_low_64(Vector a, Vector b) { return _mm256_unpacklo_epi64(a, b); }
  static Vector interleave_high_64(Vector a, Vector b) { return _mm256_unpackhi_epi64(a, b); }

  static Vector set_32(int number) { return _mm256_set1_epi32(number); }
  static Vector add_32(Vector a, Vector b) { return _mm256_add_epi32(a, b); }
  static Vector subtract_32(Vector a, Vector b) { return _mm256_sub_epi32(a, b); }
  static Vector multiply_32(Vector a, Vector b) { return _mm256_mullo_epi32(a, b); }
  static Vector max_32(Vector a, Vector b) { return _mm256_max_epi32(a, b); }
  /// x > y ? a : b
  static Vector select_greater_32(Vector x, Vector y, Vector a, Vector b) {
    return _mm256_blendv_epi8(b, a, _mm256_cmpgt_epi32(x, y));
  }
  /// count + (x >= y)
  static Vector count_unless_less_32(Vector count, Vector x, Vector y) {
    return _mm256_add_epi32(_mm256_add_epi32(count, _mm256_set1_epi32(1)), _mm256_cmpgt_epi32(y, x));
  }
  /// Stores 32-bit numbers as bytes.
  static void store_bytes(Vector numbers, std::uint8_t* out) {
    alignas(32) std::uint32_t wide[8];
    _mm256_store_si256(reinterpret_cast<Vector*>(wide), numbers);
    for (std::size_t k = 0; k < 8; ++k) out[k] = static_cast<std::uint8_t>(wide[k]);
  }
};

struct ShortLanes : Avx2 {
  using Number = std::uint16_t;
  static constexpr std::size_t kCount = 16;
  static constexpr std::size_t kMaxLength = 16;

  /// Compares two characters with all positions of the other text at once. Writes eight masks to `out`, and if there is
  /// a second chunk eight more, one vector's rows further on.
  static void compare_places(const char* shorter, const char* longer, std::size_t num_chunks, char* out) {
    const Vector wanted = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(shorter)));
    const Vector places = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(longer)));
    const Vector first_two = _mm256_set_epi64x(0x0101010101010101, 0x0101010101010101, 0, 0);
    const auto put = [&](char first, char* to) {
      const Vector characters = _mm256_shuffle_epi8(wanted, _mm256_add_epi8(first_two, _mm256_set1_epi8(first)));
      const int masks = _mm256_movemask_epi8(_mm256_cmpeq_epi8(characters, places));
      std::memcpy(to, &masks, sizeof(masks));
    };
    put(0, out);
    put(2, out + 4);
    put(4, out + 8);
    put(6, out + 12);
    if (num_chunks < 2) return;
    put(8, out + kCount * 16);
    put(10, out + kCount * 16 + 4);
    put(12, out + kCount * 16 + 8);
    put(14, out + kCount * 16 + 12);
  }

  static Vector set(int number) { return _mm256_set1_epi16(static_cast<short>(number)); }
  static Vector add(Vector a, Vector b) { return _mm256_add_epi16(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm256_sub_epi16(a, b); }
  static Vector max(Vector a, Vector b) { return _mm256_max_epi16(a, b); }
  static Vector min(Vector a, Vector b) { return _mm256_min_epi16(a, b); }
  static Vector shift_right_1(Vector a) { return _mm256_srli_epi16(a, 1); }
  /// Shifts by n = 0 .. 16. AVX2 cannot shift each 16-bit lane by its own amount; powers of two are looked up,
  /// separately for the low and the high byte.
  static Vector shift_one_left_by(Vector n) {
    const Vector powers = _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64,
                                           -128, 0, 0, 0, 0, 0, 0, 0, 0);
    // An index whose top bit is set gives 0. The low byte looks up n, the high byte n - 8; 16 and indices below 0 give
    // 0.
    const Vector low = _mm256_or_si256(n, _mm256_slli_epi16(_mm256_and_si256(n, _mm256_set1_epi16(16)), 3));
    const Vector high = _mm256_slli_epi16(_mm256_sub_epi16(n, _mm256_set1_epi16(8)), 8);
    return _mm256_shuffle_epi8(powers, _mm256_or_si256(_mm256_and_si256(low, _mm256_set1_epi16(0xFF)), high));
  }

  static Mask not_zero(Vector a) { return _mm256_andnot_si256(_mm256_cmpeq_epi16(a, _mm256_setzero_si256()), all()); }
  static Mask zero_among(Mask mask, Vector a) {
    return _mm256_and_si256(mask, _mm256_cmpeq_epi16(a, _mm256_setzero_si256()));
  }
  static Mask greater(Vector a, Vector b) { return _mm256_cmpgt_epi16(a, b); }
  static Vector add_where(Mask mask, Vector a, Vector b) { return _mm256_add_epi16(a, _mm256_and_si256(mask, b)); }
  static Vector subtract_where(Mask mask, Vector a, Vector b) { return _mm256_sub_epi16(a, _mm256_and_si256(mask, b)); }

  static Vector widen_low(Vector a) { return _mm256_cvtepu16_epi32(_mm256_castsi256_si128(a)); }
  static Vector widen_high(Vector a) { return _mm256_cvtepu16_epi32(_mm256_extracti128_si256(a, 1)); }
};

struct MediumLanes : Avx2 {
  using Number = std::uint32_t;
  static constexpr std::size_t kCount = 8;
  static constexpr std::size_t kMaxLength = 32;

  /// Compares one character with all positions of the other text at once. Writes four masks per chunk; each chunk is
  /// one vector's rows after the previous one.
  static void compare_places(const char* shorter, const char* longer, std::size_t num_chunks, char* out) {
    const Vector places = _mm256_load_si256(reinterpret_cast<const Vector*>(longer));
    for (std::size_t chunk = 0; chunk < num_chunks; ++chunk) {
      for (std::size_t i = 0; i < 4; ++i) {
        const int mask = _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_set1_epi8(shorter[4 * chunk + i]), places));
        std::memcpy(out + 4 * i, &mask, sizeof(mask));
      }
      out += kCount * 16;
    }
  }

  static Vector set(int number) { return _mm256_set1_epi32(number); }
  static Vector add(Vector a, Vector b) { return _mm256_add_epi32(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm256_sub_epi32(a, b); }
  static Vector max(Vector a, Vector b) { return _mm256_max_epi32(a, b); }
  static Vector min(Vector a, Vector b) { return _mm256_min_epi32(a, b); }
  static Vector shift_right_1(Vector a) { return _mm256_srli_epi32(a, 1); }
  static Vector shift_one_left_by(Vector n) { return _mm256_sllv_epi32(_mm256_set1_epi32(1), n); }

  static Mask not_zero(Vector a) { return _mm256_andnot_si256(_mm256_cmpeq_epi32(a, _mm256_setzero_si256()), all()); }
  static Mask zero_among(Mask mask, Vector a) {
    return _mm256_and_si256(mask, _mm256_cmpeq_epi32(a, _mm256_setzero_si256()));
  }
  static Mask greater(Vector a, Vector b) { return _mm256_cmpgt_epi32(a, b); }
  static Vector add_where(Mask mask, Vector a, Vector b) { return _mm256_add_epi32(a, _mm256_and_si256(mask, b)); }
  static Vector subtract_where(Mask mask, Vector a, Vector b) { return _mm256_sub_epi32(a, _mm256_and_si256(mask, b)); }
};

}  // namespace

const PaddedKernels kPaddedAvx2{jaro_winkler_grades_in<ShortLanes>, jaro_winkler_grades_in<MediumLanes>,
                                edit_distances_in<ShortLanes, false>, edit_distances_in<ShortLanes, true>};

}  // namespace onefold::similarity::detail
#endif
