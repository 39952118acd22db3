// Compares many pairs of short texts at once: Jaro-Winkler against thresholds, and edit distances up to a bound.
//
// A short text has at most 16 characters, a medium text at most 32; all are ASCII and none is NUL. Names, dates, phone
// numbers, postcodes and the part of an email before the @ are such texts. One instruction compares a character of one
// text with all positions of the other. The following steps run for 8 to 32 pairs at once, in vectors of AVX2 or
// AVX-512: 16-bit numbers for short texts, 32-bit numbers for medium ones. Pairs are given as row numbers, so that
// callers need not copy the texts of undecided pairs. Results equal those of jaro_winkler_at_least, levenshtein_up_to
// and damerau_levenshtein_up_to on every instruction set, because all decisions use integers.
//
// Memory: 24 bytes per row of short texts, 40 bytes per row of medium texts.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/similarity/simd.hpp"

namespace onefold::similarity {

/// Texts by row. Rows are set one by one, as they are needed.
template <std::size_t kMax>
class PaddedTexts {
 public:
  static constexpr std::size_t kMaxLength = kMax;

  /// Clears all rows and makes room for `num_rows`.
  void reset(std::size_t num_rows) {
    order_.assign(num_rows, kNotSet);
    if (bytes_.size() < num_rows) bytes_.resize(num_rows);
  }
  [[nodiscard]] bool is_set(std::size_t row) const { return order_[row] != kNotSet; }
  /// Stores the text if it fits; otherwise records that it does not.
  void set(std::size_t row, std::string_view text);
  /// Whether the text of the row has at most kMaxLength ASCII characters, none of them NUL.
  [[nodiscard]] bool fits(std::size_t row) const { return order_[row] < kDoesNotFit; }
  [[nodiscard]] bool is_empty(std::size_t row) const { return order_[row] == 0; }
  /// The text of a row that fits.
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return {bytes_[row].data(), static_cast<std::size_t>(order_[row] >> 56)};
  }

  /// Data for the kernels. bytes(): kMaxLength bytes per row, padded with zeros. order(): length * 2^56 + the first
  /// seven bytes; kernels process texts in ascending order of it.
  [[nodiscard]] const char* bytes() const { return bytes_.data()->data(); }
  [[nodiscard]] const std::uint64_t* order() const { return order_.data(); }

 private:
  static constexpr std::uint64_t kNotSet = ~0ULL;
  static constexpr std::uint64_t kDoesNotFit = ~0ULL - 1;
  struct alignas(kMax) Bytes : std::array<char, kMax> {};
  std::vector<Bytes> bytes_;
  std::vector<std::uint64_t> order_;
};
using ShortTexts = PaddedTexts<16>;
using MediumTexts = PaddedTexts<32>;

/// Sets grades[k] to the number of `thresholds_e4` that the Jaro-Winkler similarity of rows left[k] and right[k]
/// reaches. Thresholds ascend. All texts must fit and must not be empty.
void jaro_winkler_grades(Simd simd, const ShortTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades);
void jaro_winkler_grades(Simd simd, const MediumTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades);

enum class Edits { levenshtein, damerau_levenshtein };
/// A kind of distance, and the largest distance of interest.
struct EditBound {
  Edits kind = Edits::levenshtein;
  std::uint32_t bound = 0;  ///< at most 16
};
/// Sets distances[k] to the distance of rows left[k] and right[k] if it is at most edits.bound, otherwise to
/// edits.bound + 1. All texts must fit and must not be empty. There is no kernel for medium texts: lengths and the
/// common beginning and end already decide most of their pairs, and levenshtein_up_to checks these one pair after the
/// other.
void edit_distances(Simd simd, EditBound edits, const ShortTexts& texts, std::span<const std::uint32_t> left,
                    std::span<const std::uint32_t> right, std::uint8_t* distances);

}  // namespace onefold::similarity
