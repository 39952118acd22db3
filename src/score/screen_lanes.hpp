// The only implementation of the screen; the compiler vectorises its loops. A source file per instruction set includes
// it; everything here is local to that file.
#pragma once

#include "score/screen.hpp"

#if defined(__AVX512VL__)
#include <immintrin.h>
#endif

namespace onefold::score {
namespace {

/// The state of the pairs of a task. Lanes after the last pair hold arbitrary values.
struct Lanes {
  alignas(64) std::int32_t bound[kMaxScreened];
  alignas(64) std::uint32_t bits[kMaxScreened];
  alignas(64) std::uint32_t claimed[kMaxScreened];  ///< all ones or zero
  alignas(64) std::uint32_t excluded[kMaxScreened];
};

template <typename Id>
inline void add_column(const ScreenColumn& column, const Id* ids, std::size_t num_lanes, Lanes& lanes) {
  const auto left = static_cast<Id>(column.left_id);
  const std::int32_t if_equal = column.if_equal, if_different = column.if_different;
  const std::uint32_t bits_if_equal = column.bits_if_equal, bits_if_different = column.bits_if_different;
  for (std::size_t k = 0; k < num_lanes; ++k) {
    const std::int32_t weight = ids[k] == left ? if_equal : if_different;
    const std::uint32_t bits = ids[k] == left ? bits_if_equal : bits_if_different;
    lanes.bound[k] += ids[k] == 0 ? 0 : weight;
    lanes.bits[k] |= ids[k] == 0 ? 0 : bits;
  }
}

/// Settles the pairs whose texts are certainly more than kEdits edits apart. A character that is neither replaced nor
/// inserted occurs in the other text at most kEdits places further left or right, even if it was exchanged with its
/// neighbour. Characters of the right text without such a counterpart are counted. (The shifted Hamming distance: Xin
/// et al., Bioinformatics 31 (2015) 1553-1560.)
template <int kEdits>
inline void settle_far_texts(const ScreenColumn& column, std::size_t begin, std::size_t num_lanes, std::int32_t* weight,
                             std::uint32_t* bits) {
  alignas(64) std::uint64_t far[kMaxScreened];
  constexpr std::uint64_t kLow = 0x7777777777777777ULL, kTop = 0x8888888888888888ULL;
  std::uint64_t shifted[2 * kEdits + 1];
  for (int s = -kEdits; s <= kEdits; ++s)
    shifted[s + kEdits] = s < 0 ? column.left_packed >> (-4 * s) : column.left_packed << (4 * s);
  const std::uint64_t* packed = column.packed + begin;
  for (std::size_t k = 0; k < num_lanes; ++k) {
    const std::uint64_t text = packed[k];
    // The top bit of each nibble that is not zero: there is a character, and it differs from all possible counterparts.
    std::uint64_t alone = (((text & kLow) + kLow) | text) & kTop;
    for (int s = 0; s <= 2 * kEdits; ++s) {
      const std::uint64_t difference = text ^ shifted[s];
      alone &= ((difference & kLow) + kLow) | difference;
    }
    for (int edit = 0; edit < kEdits; ++edit) alone &= alone - 1;
    far[k] = alone;
  }
  // One loop per width of numbers.
  const std::int32_t if_beyond = column.if_beyond;
  for (std::size_t k = 0; k < num_lanes; ++k) {
    const std::uint32_t near = far[k] == 0 ? ~0u : 0u;
    weight[k] = static_cast<std::int32_t>((static_cast<std::uint32_t>(weight[k]) & near) |
                                          (static_cast<std::uint32_t>(if_beyond) & ~near));
    bits[k] &= near;
  }
}

template <typename Id>
inline void add_column_with_parts(const ScreenColumn& column, const Id* ids, std::size_t begin, std::size_t num_lanes,
                                  Lanes& lanes) {
  alignas(64) std::int32_t weight[kMaxScreened];
  alignas(64) std::uint32_t bits[kMaxScreened];
  for (std::size_t k = 0; k < num_lanes; ++k) {
    weight[k] = column.if_different;
    bits[k] = column.bits_if_different;
  }
  // The parts are visited backwards, so that the first level that holds is written last.
  for (std::size_t p = column.num_parts; p-- > 0;) {
    const std::uint64_t* numbers = column.parts[p].numbers + begin;
    const std::uint64_t left = column.parts[p].left_number;
    const std::int32_t part_weight = column.parts[p].weight;
    for (std::size_t k = 0; k < num_lanes; ++k) {
      weight[k] = numbers[k] == left ? part_weight : weight[k];
      bits[k] = numbers[k] == left ? 0 : bits[k];
    }
  }
  if (column.packed != nullptr && column.most_edits == 1) settle_far_texts<1>(column, begin, num_lanes, weight, bits);
  if (column.packed != nullptr && column.most_edits == 2) settle_far_texts<2>(column, begin, num_lanes, weight, bits);
  const auto left = static_cast<Id>(column.left_id);
  const std::int32_t if_equal = column.if_equal;
  const std::uint32_t bits_if_equal = column.bits_if_equal;
  for (std::size_t k = 0; k < num_lanes; ++k) {
    const std::int32_t present_weight = ids[k] == left ? if_equal : weight[k];
    const std::uint32_t present_bits = ids[k] == left ? bits_if_equal : bits[k];
    lanes.bound[k] += ids[k] == 0 ? 0 : present_weight;
    lanes.bits[k] |= ids[k] == 0 ? 0 : present_bits;
  }
}

template <typename Id>
inline void add_any_column(const ScreenColumn& column, const Id* ids, std::size_t begin, std::size_t num_lanes,
                           Lanes& lanes) {
  if (column.num_parts == 0 && column.packed == nullptr) {
    add_column(column, ids + begin, num_lanes, lanes);
  } else {
    add_column_with_parts(column, ids + begin, begin, num_lanes, lanes);
  }
}

/// Appends the remaining pairs of 16 lanes; only the first `num_pairs` lanes hold pairs.
inline void keep_lanes(const ScreenTask& task, const Lanes& lanes, std::size_t first, std::size_t num_pairs,
                       PairColumns& out) {
#if defined(__AVX512VL__)
  const auto load = [&](const void* from) { return _mm512_load_si512(from); };
  const __m512i bound = load(lanes.bound + first);
  const __m512i shut_out = _mm512_or_si512(load(lanes.excluded + first),
                                           task.keep_claimed ? _mm512_setzero_si512() : load(lanes.claimed + first));
  const __mmask16 kept = _mm512_mask_cmpge_epi32_mask(
      _mm512_mask_testn_epi32_mask(static_cast<__mmask16>((1u << num_pairs) - 1), shut_out, shut_out), bound,
      _mm512_set1_epi32(task.threshold));
  if (kept == 0) return;
  const __m512i rows = _mm512_add_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                                        _mm512_set1_epi32(static_cast<int>(task.begin + first)));
  _mm512_storeu_si512(out.right + out.size, _mm512_maskz_compress_epi32(kept, rows));
  _mm512_storeu_si512(out.bound + out.size, _mm512_maskz_compress_epi32(kept, bound));
  _mm512_storeu_si512(out.bits + out.size, _mm512_maskz_compress_epi32(kept, load(lanes.bits + first)));
  out.size += static_cast<std::size_t>(__builtin_popcount(kept));
#else
  std::uint32_t any = 0;
  for (std::size_t k = first; k < first + 16; ++k) any |= static_cast<std::uint32_t>(lanes.bound[k] >= task.threshold);
  if (any == 0) return;
  const std::uint32_t claimed_counts = task.keep_claimed ? 0 : ~0u;
  std::size_t size = out.size;
  for (std::size_t k = first; k < first + num_pairs; ++k) {
    out.right[size] = task.begin + static_cast<std::uint32_t>(k);
    out.bound[size] = lanes.bound[k];
    out.bits[size] = lanes.bits[k];
    const bool open = (lanes.excluded[k] | (lanes.claimed[k] & claimed_counts)) == 0;
    size += static_cast<std::size_t>(open & (lanes.bound[k] >= task.threshold));
  }
  out.size = size;
#endif
}

#if defined(__AVX512VL__)
inline __mmask16 first_lanes(std::size_t num_lanes) {
  return static_cast<__mmask16>(num_lanes >= 16 ? 0xFFFF : (1u << num_lanes) - 1);
}
#endif

inline std::size_t select_in_lanes(const PairColumns& pairs, std::uint32_t bit, std::uint32_t* left,
                                   std::uint32_t* right) {
  std::size_t size = 0;
#if defined(__AVX512VL__)
  const __m512i wanted = _mm512_set1_epi32(static_cast<int>(bit));
  for (std::size_t k = 0; k < pairs.size; k += 16) {
    const __mmask16 has_bit =
        _mm512_mask_test_epi32_mask(first_lanes(pairs.size - k), _mm512_loadu_si512(pairs.bits + k), wanted);
    _mm512_storeu_si512(left + size, _mm512_maskz_compress_epi32(has_bit, _mm512_loadu_si512(pairs.left + k)));
    _mm512_storeu_si512(right + size, _mm512_maskz_compress_epi32(has_bit, _mm512_loadu_si512(pairs.right + k)));
    size += static_cast<std::size_t>(__builtin_popcount(has_bit));
  }
#else
  for (std::size_t k = 0; k < pairs.size; ++k) {
    left[size] = pairs.left[k];
    right[size] = pairs.right[k];
    size += (pairs.bits[k] & bit) != 0;
  }
#endif
  return size;
}

inline void settle_in_lanes(PairColumns& pairs, std::uint32_t bit, const std::int32_t* changes,
                            std::int32_t threshold) {
  std::size_t kept = 0;
#if defined(__AVX512VL__)
  const __m512i wanted = _mm512_set1_epi32(static_cast<int>(bit));
  for (std::size_t k = 0; k < pairs.size; k += 16) {
    const __mmask16 lanes = first_lanes(pairs.size - k);
    const __m512i bits = _mm512_loadu_si512(pairs.bits + k);
    const __mmask16 has_bit = _mm512_mask_test_epi32_mask(lanes, bits, wanted);
    const __m512i change = _mm512_maskz_expand_epi32(has_bit, _mm512_loadu_si512(changes));
    changes += __builtin_popcount(has_bit);
    const __m512i bound = _mm512_add_epi32(_mm512_loadu_si512(pairs.bound + k), change);
    const __mmask16 stays = _mm512_mask_cmpge_epi32_mask(lanes, bound, _mm512_set1_epi32(threshold));
    // Each element is written at or before the position from which it was read.
    const __m512i left = _mm512_loadu_si512(pairs.left + k), right = _mm512_loadu_si512(pairs.right + k);
    _mm512_storeu_si512(pairs.left + kept, _mm512_maskz_compress_epi32(stays, left));
    _mm512_storeu_si512(pairs.right + kept, _mm512_maskz_compress_epi32(stays, right));
    _mm512_storeu_si512(pairs.bound + kept, _mm512_maskz_compress_epi32(stays, bound));
    _mm512_storeu_si512(pairs.bits + kept, _mm512_maskz_compress_epi32(stays, bits));
    kept += static_cast<std::size_t>(__builtin_popcount(stays));
  }
#else
  std::uint32_t* const left = pairs.left;
  std::uint32_t* const right = pairs.right;
  std::int32_t* const bound = pairs.bound;
  std::uint32_t* const all_bits = pairs.bits;
  for (std::size_t k = 0; k < pairs.size; ++k) {
    const std::uint32_t bits = all_bits[k];
    const bool has_bit = (bits & bit) != 0;
    const std::int32_t now = bound[k] + (has_bit ? *changes : 0);
    changes += has_bit;
    left[kept] = left[k];
    right[kept] = right[k];
    bound[kept] = now;
    all_bits[kept] = bits;
    kept += now >= threshold;
  }
#endif
  pairs.size = kept;
}

inline void screen_in_lanes(const ScreenTask& task, PairColumns& out, ScreenCounts& counts) {
  constexpr std::size_t kStep = 16;
  Lanes lanes;
  // Whole vectors, so that the loops have no remainders.
  const std::size_t num_lanes = (task.count + kStep - 1) / kStep * kStep;
  for (std::size_t k = 0; k < num_lanes; ++k) {
    lanes.bound[k] = task.base;
    lanes.bits[k] = 0;
    lanes.claimed[k] = 0;
    lanes.excluded[k] = 0;
  }
  std::size_t num_excluded = 0;
  if (task.sources != nullptr) {
    const std::uint32_t* sources = task.sources + task.begin;
    for (std::size_t k = 0; k < num_lanes; ++k) lanes.excluded[k] = sources[k] == task.left_source ? ~0u : 0u;
    for (std::size_t k = 0; k < task.count; ++k) num_excluded += lanes.excluded[k] & 1;
  }
  std::size_t num_claimed = 0;
  if (task.repeated != nullptr) {
    const std::uint32_t* repeated = task.repeated + task.begin;
    for (std::size_t k = 0; k < task.count; ++k) num_claimed += repeated[k] & ~lanes.excluded[k] & 1;
    for (std::size_t k = 0; k < num_lanes; ++k) lanes.excluded[k] |= repeated[k];
  }
  if (task.claimed != nullptr) {
    const std::uint32_t* claimed = task.claimed + task.begin;
    for (std::size_t k = 0; k < num_lanes; ++k) lanes.claimed[k] = claimed[k];
  }
  if (task.num_earlier > 0 || task.claimed != nullptr) {
    for (std::size_t r = 0; r < task.num_earlier; ++r) {
      const std::uint64_t* keys = task.earlier[r].keys + task.begin;
      const std::uint64_t left = task.earlier[r].left_key;
      for (std::size_t k = 0; k < num_lanes; ++k) lanes.claimed[k] |= keys[k] == left ? ~0u : 0u;
    }
    for (std::size_t k = 0; k < num_lanes; ++k) {
      lanes.claimed[k] &= ~lanes.excluded[k];
      lanes.bits[k] |= lanes.claimed[k] & task.claimed_bit;
    }
    for (std::size_t k = 0; k < task.count; ++k) num_claimed += lanes.claimed[k] & 1;
  }
  counts.num_claimed += num_claimed;
  counts.num_new += task.count - num_excluded - num_claimed;

  for (std::size_t c = 0; c < task.num_columns; ++c) {
    const ScreenColumn& column = task.columns[c];
    if (column.ids_32 != nullptr) {
      add_any_column(column, column.ids_32, task.begin, num_lanes, lanes);
    } else {
      add_any_column(column, column.ids_64, task.begin, num_lanes, lanes);
    }
  }
  for (std::size_t first = 0; first < task.count; first += kStep)
    keep_lanes(task, lanes, first, task.count - first < kStep ? task.count - first : kStep, out);
}

}  // namespace
}  // namespace onefold::score
