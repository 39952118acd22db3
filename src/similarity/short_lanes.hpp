// The batch kernels, written once for any `Lanes`: a vector of kCount numbers, one per pair of texts. A number has one
// bit per possible character of a text (16 or 32). Each instruction set includes this file in one source file;
// everything here has internal linkage.
//
// 1. For each pair, find the positions of each character of the shorter text in the longer one, as masks. One
//    instruction compares one or more characters with all positions. There is no table of letters, so any alphabet
//    works.
// 2. Transpose the masks, so that vector i holds the masks of the i-th character of all pairs.
// 3. Run the bit-parallel algorithms of jaro_winkler.cpp and edit_distance.cpp on all pairs of a vector at once.
//
// Myers, JACM 46 (1999) 395-415; Hyyro, Nordic Journal of Computing 10 (2003) 29-39.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "similarity/short_kernels.hpp"

namespace onefold::similarity::detail {
namespace {

/// Big-endian words compare in the order of their bytes.
inline std::uint64_t load_big_endian(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  return __builtin_bswap64(word);
}

/// Whether text `a` comes before `b` in the order of (length, bytes), or is equal to it.
inline bool in_order(std::uint64_t order_a, std::uint64_t order_b, const char* a, const char* b,
                     std::size_t max_length) {
  if (order_a != order_b) [[likely]]
    return order_a < order_b;
  // Lengths and the first seven characters are equal.
  for (std::size_t at = 0; at < max_length; at += 8)
    if (const std::uint64_t word_a = load_big_endian(a + at), word_b = load_big_endian(b + at); word_a != word_b)
      return word_a < word_b;
  return true;
}

/// The pairs of texts in one vector.
template <class Lanes>
struct Group {
  using Number = typename Lanes::Number;
  alignas(64) Number shorter_length[Lanes::kCount];
  alignas(64) Number longer_length[Lanes::kCount];
  const char* shorter[Lanes::kCount];
  const char* longer[Lanes::kCount];
  std::size_t longest_shorter = 0;  ///< largest of shorter_length

  Group(const PaddedPairs& pairs, std::size_t first) {
    for (std::size_t k = 0; k < Lanes::kCount; ++k) {
      // The last pair is repeated to fill the last vector.
      const std::size_t at = first + k < pairs.count ? first + k : pairs.count - 1;
      const std::uint32_t left = pairs.left[at];
      const std::uint32_t right = pairs.right[at];
      const char* left_bytes = pairs.bytes + Lanes::kMaxLength * left;
      const char* right_bytes = pairs.bytes + Lanes::kMaxLength * right;
      const std::uint64_t left_order = pairs.order[left];
      const std::uint64_t right_order = pairs.order[right];
      const bool keep = in_order(left_order, right_order, left_bytes, right_bytes, Lanes::kMaxLength);
      shorter[k] = keep ? left_bytes : right_bytes;
      longer[k] = keep ? right_bytes : left_bytes;
      const std::uint64_t shorter_order = keep ? left_order : right_order;
      const std::uint64_t longer_order = keep ? right_order : left_order;
      shorter_length[k] = static_cast<Number>(shorter_order >> 56);
      longer_length[k] = static_cast<Number>(longer_order >> 56);
      longest_shorter = shorter_length[k] > longest_shorter ? shorter_length[k] : longest_shorter;
    }
  }
};

/// masks[i] holds, for each pair, the positions of the i-th character of the shorter text in the longer text; i runs to
/// the length of the longest shorter text.
template <class Lanes>
struct Masks {
  using Vector = typename Lanes::Vector;
  static constexpr std::size_t kChunk = 128 / Lanes::kMaxLength;         ///< number of masks in 128 bits: 8 or 4
  static constexpr std::size_t kNumChunks = Lanes::kMaxLength / kChunk;  ///< 2 or 8
  static constexpr std::size_t kColumns = sizeof(Vector) / 16;           ///< number of 128-bit parts of a vector
  Vector masks[Lanes::kMaxLength];

  explicit Masks(const Group<Lanes>& group) {
    constexpr std::size_t kChunkBytes = Lanes::kCount * 16;
    alignas(64) char rows[kNumChunks * kChunkBytes];
    const std::size_t num_chunks = (group.longest_shorter + kChunk - 1) / kChunk;
    for (std::size_t k = 0; k < Lanes::kCount; ++k) {
      // Places pair k so that the transposition below moves it to lane k.
      const std::size_t place = 16 * ((k % kChunk) * kColumns + k / kChunk);
      Lanes::compare_places(group.shorter[k], group.longer[k], num_chunks, rows + place);
    }
    for (std::size_t c = 0; c < num_chunks; ++c) transpose(rows + c * kChunkBytes, masks + c * kChunk);
  }

  /// Transposes in each 128-bit part: eight rows of eight 16-bit numbers, or four rows of four 32-bit numbers.
  static void transpose(const char* rows, Vector* columns) {
    Vector row[kChunk];
    for (std::size_t r = 0; r < kChunk; ++r) row[r] = Lanes::load(rows + r * sizeof(Vector));
    if constexpr (kChunk == 8) {
      Vector pairs[8], fours[8];
      for (std::size_t r = 0; r < 4; ++r) {
        pairs[2 * r] = Lanes::interleave_low_16(row[2 * r], row[2 * r + 1]);
        pairs[2 * r + 1] = Lanes::interleave_high_16(row[2 * r], row[2 * r + 1]);
      }
      for (std::size_t r = 0; r < 2; ++r) {
        for (std::size_t half = 0; half < 2; ++half) {
          fours[4 * r + 2 * half] = Lanes::interleave_low_32(pairs[4 * r + half], pairs[4 * r + 2 + half]);
          fours[4 * r + 2 * half + 1] = Lanes::interleave_high_32(pairs[4 * r + half], pairs[4 * r + 2 + half]);
        }
      }
      for (std::size_t c = 0; c < 4; ++c) {
        columns[2 * c] = Lanes::interleave_low_64(fours[c], fours[4 + c]);
        columns[2 * c + 1] = Lanes::interleave_high_64(fours[c], fours[4 + c]);
      }
    } else {
      const Vector low[2] = {Lanes::interleave_low_32(row[0], row[1]), Lanes::interleave_low_32(row[2], row[3])};
      const Vector high[2] = {Lanes::interleave_high_32(row[0], row[1]), Lanes::interleave_high_32(row[2], row[3])};
      columns[0] = Lanes::interleave_low_64(low[0], low[1]);
      columns[1] = Lanes::interleave_high_64(low[0], low[1]);
      columns[2] = Lanes::interleave_low_64(high[0], high[1]);
      columns[3] = Lanes::interleave_high_64(high[0], high[1]);
    }
  }
};

/// The low n bits, for n = 0 .. kMaxLength in each lane.
template <class Lanes>
typename Lanes::Vector low_bits_of(typename Lanes::Vector n) {
  return Lanes::subtract(Lanes::shift_one_left_by(n), Lanes::set(1));
}

/// The numbers from which Jaro-Winkler is computed, per pair of texts: lengths, matches, transpositions, length of the
/// prefix.
template <class Lanes>
struct MatchCounts {
  typename Lanes::Vector a, b, matches, transpositions, prefix;
};

struct Thresholds {
  const std::uint32_t* e4;  ///< ten-thousandths
  std::size_t count;
};

/// Grades of matches with 32-bit counts. All products are below 2^31: 10,001 * 3 * 32^3 is 983,138,304.
template <class Lanes>
typename Lanes::Vector grade_wide(const MatchCounts<Lanes>& match, Thresholds thresholds) {
  using L = Lanes;
  const auto product = L::multiply_32(match.a, match.b);
  const auto jaro = L::add_32(L::multiply_32(L::multiply_32(match.matches, match.matches), L::add_32(match.a, match.b)),
                              L::multiply_32(L::subtract_32(match.matches, match.transpositions), product));
  const auto three_products = L::add_32(product, L::add_32(product, product));
  // Without a match the similarity is 0 of 1, which reaches only the threshold 0.
  const auto denominator = L::max_32(L::multiply_32(three_products, match.matches), L::set_32(1));
  const auto ten_jaro = L::multiply_32(jaro, L::set_32(10));
  const auto boosted = L::add_32(L::multiply_32(jaro, L::subtract_32(L::set_32(10), match.prefix)),
                                 L::multiply_32(denominator, match.prefix));
  const auto numerator = L::select_greater_32(ten_jaro, L::multiply_32(denominator, L::set_32(7)), boosted, ten_jaro);
  const auto scaled = L::multiply_32(numerator, L::set_32(1000));
  auto grade = L::set_32(0);
  for (std::size_t t = 0; t < thresholds.count; ++t)
    grade = L::count_unless_less_32(grade, scaled,
                                    L::multiply_32(denominator, L::set_32(static_cast<int>(thresholds.e4[t]))));
  return grade;
}

/// Stores the grades of all pairs of a group as bytes.
template <class Lanes>
void store_grades(const MatchCounts<Lanes>& match, Thresholds thresholds, std::uint8_t* out) {
  using L = Lanes;
  if constexpr (sizeof(typename L::Number) == 4) {
    L::store_bytes(grade_wide<L>(match, thresholds), out);
  } else {
    const MatchCounts<L> low = {L::widen_low(match.a), L::widen_low(match.b), L::widen_low(match.matches),
                                L::widen_low(match.transpositions), L::widen_low(match.prefix)};
    const MatchCounts<L> high = {L::widen_high(match.a), L::widen_high(match.b), L::widen_high(match.matches),
                                 L::widen_high(match.transpositions), L::widen_high(match.prefix)};
    L::store_bytes(grade_wide<L>(low, thresholds), out);
    L::store_bytes(grade_wide<L>(high, thresholds), out + L::kCount / 2);
  }
}

template <class Lanes>
void store_results(const std::uint8_t* results, std::size_t first, std::size_t count, std::uint8_t* out) {
  if (count - first >= Lanes::kCount) {
    std::memcpy(out + first, results, Lanes::kCount);
  } else {
    std::memcpy(out + first, results, count - first);
  }
}

template <class Lanes>
void jaro_winkler_grades_in(const PaddedPairs& pairs, const std::uint32_t* thresholds_e4, std::size_t num_thresholds,
                            std::uint8_t* grades) {
  using L = Lanes;
  using Vector = typename L::Vector;
  const Vector zero = L::set(0), one = L::set(1);
  for (std::size_t first = 0; first < pairs.count; first += L::kCount) {
    const Group<L> group(pairs, first);
    const Masks<L> table(group);
    const Vector* masks = table.masks;
    const Vector a = L::load(group.shorter_length);
    const Vector b = L::load(group.longer_length);
    const Vector window = L::subtract(L::max(L::shift_right_1(b), one), one);
    const Vector inside = low_bits_of<L>(b);

    // Each character takes the first free position within the window. Positions after the end of a shorter text are
    // zeros, which match only positions after the end of the longer text; those are outside the window.
    Vector reachable = low_bits_of<L>(L::add(window, one));
    Vector free = inside;
    typename L::Mask found[L::kMaxLength];
    Vector matches = zero;
    for (std::size_t i = 0; i < group.longest_shorter; ++i) {
      const Vector candidates = L::both(masks[i], L::both(reachable, free));
      const Vector taken = L::both(candidates, L::subtract(zero, candidates));
      free = L::differ(free, taken);
      found[i] = L::not_zero(candidates);
      matches = L::add_where(found[i], matches, one);
      // The window slides. Its lower end stays at the beginning for the first `window` steps.
      const auto grows = L::greater(window, L::set(static_cast<int>(i)));
      reachable = L::add_where(grows, L::add(reachable, reachable), one);
    }

    // Compares the k-th matched character of one text with the k-th of the other, for all k.
    Vector left_over = L::without(inside, free);
    Vector out_of_order = zero;
    for (std::size_t i = 0; i < group.longest_shorter; ++i) {
      const Vector next = L::both(left_over, L::subtract(zero, left_over));
      out_of_order = L::add_where(L::zero_among(found[i], L::both(masks[i], next)), out_of_order, one);
      left_over = L::subtract_where(found[i], left_over, next);
    }
    const Vector transpositions = L::shift_right_1(out_of_order);

    auto running = L::all();
    Vector prefix = zero;
    for (std::size_t i = 0; i < 4 && i < group.longest_shorter; ++i) {
      const Vector here = L::both(L::both(masks[i], inside), L::set(static_cast<int>(1 << i)));
      running = L::and_mask(running, L::not_zero(here));
      prefix = L::add_where(running, prefix, one);
    }

    alignas(64) std::uint8_t results[L::kCount];
    store_grades<L>({a, b, matches, transpositions, prefix}, {thresholds_e4, num_thresholds}, results);
    store_results<L>(results, first, pairs.count, grades);
  }
}

/// Rows of the distance table belong to characters of the shorter text; columns to positions of the longer text, held
/// as vertical differences in two vectors. Bits above the longer text are undefined, and never move down.
template <class Lanes, bool kExchange>
void edit_distances_in(const PaddedPairs& pairs, std::uint32_t bound, std::uint8_t* distances) {
  using L = Lanes;
  using Vector = typename L::Vector;
  const Vector zero = L::set(0), one = L::set(1), ones = L::set(-1);
  const Vector too_many = L::set(static_cast<int>(bound + 1));
  for (std::size_t first = 0; first < pairs.count; first += L::kCount) {
    const Group<L> group(pairs, first);
    const Masks<L> table(group);
    const Vector length = L::load(group.shorter_length);
    const Vector pattern_length = L::load(group.longer_length);
    const Vector inside = low_bits_of<L>(pattern_length);
    const Vector last = L::shift_one_left_by(L::subtract(pattern_length, one));
    Vector distance = pattern_length;
    Vector one_more = ones, one_less = zero, diagonal = zero, equal_before = zero;
    for (std::size_t i = 0; i < group.longest_shorter; ++i) {
      const Vector equal = L::both(table.masks[i], inside);
      Vector free =
          L::either(L::either(L::differ(L::add(L::both(equal, one_more), one_more), one_more), equal), one_less);
      if constexpr (kExchange) {
        // Two neighbours are exchanged: the characters are equal here and, crosswise, one step back, and the diagonal
        // was not free.
        const Vector crosswise = L::without(equal, diagonal);
        free = L::either(free, L::both(L::add(crosswise, crosswise), equal_before));
        equal_before = equal;
        diagonal = free;
      }
      Vector right_more = L::either(one_less, L::without(ones, L::either(free, one_more)));
      Vector right_less = L::both(free, one_more);
      // A text that has ended keeps its distance.
      const auto active = L::greater(length, L::set(static_cast<int>(i)));
      distance = L::add_where(L::and_mask(active, L::not_zero(L::both(right_more, last))), distance, one);
      distance = L::subtract_where(L::and_mask(active, L::not_zero(L::both(right_less, last))), distance, one);
      right_more = L::either(L::add(right_more, right_more), one);
      right_less = L::add(right_less, right_less);
      one_more = L::either(right_less, L::without(ones, L::either(free, right_more)));
      one_less = L::both(right_more, free);
    }
    const Vector capped = L::min(distance, too_many);
    alignas(64) std::uint8_t results[L::kCount];
    if constexpr (sizeof(typename L::Number) == 4) {
      L::store_bytes(capped, results);
    } else {
      L::store_bytes(L::widen_low(capped), results);
      L::store_bytes(L::widen_high(capped), results + L::kCount / 2);
    }
    store_results<L>(results, first, pairs.count, distances);
  }
}

}  // namespace
}  // namespace onefold::similarity::detail
