// Many pairs of short texts at once: Jaro-Winkler against thresholds, and edit distances up to a bound.
//
// A text is short if it has at most 16 characters, medium up to 32, all ASCII and none of them NUL: names, dates,
// phones, postcodes; what stands before the @ of an email. The characters of one text are looked up among those of the
// other by comparing all places in one instruction; what follows runs for 8 to 32 pairs side by side: 16-bit numbers
// for short texts, 32-bit numbers for medium ones, in vectors of AVX2 or AVX-512. Pairs are given by rows, so that
// lists of pairs that are still undecided need not be gathered first. Results are those of jaro_winkler_at_least,
// levenshtein_up_to and damerau_levenshtein_up_to, bit for bit, whatever the instructions: all is decided in integers.
//
// Cost a pair, measured on a core at 2.1 GHz: short texts 6 to 7 ns with AVX-512, 11 to 14 with AVX2, 30 to 50
// portable; Jaro-Winkler of medium texts 18, 32 and 78. Memory: 24 or 40 bytes a row.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/similarity/simd.hpp"

namespace onefold::similarity {

/// Texts by row, set one by one as they are needed.
template <std::size_t kMax>
class PaddedTexts {
 public:
  static constexpr std::size_t kMaxLength = kMax;

  /// Forgets everything; no row is set.
  void reset(std::size_t num_rows) {
    order_.assign(num_rows, kNotSet);
    if (bytes_.size() < num_rows) bytes_.resize(num_rows);
  }
  [[nodiscard]] bool is_set(std::size_t row) const { return order_[row] != kNotSet; }
  /// Keeps a text that fits; of another one only that it does not.
  void set(std::size_t row, std::string_view text);
  /// At most kMaxLength characters of ASCII without NUL.
  [[nodiscard]] bool fits(std::size_t row) const { return order_[row] < kDoesNotFit; }
  [[nodiscard]] bool is_empty(std::size_t row) const { return order_[row] == 0; }
  /// Of a text that fits.
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return {bytes_[row].data(), static_cast<std::size_t>(order_[row] >> 56)};
  }

  /// What kernels read: kMaxLength bytes a row, zeros behind the text; and length * 2^56 + first seven bytes, by which
  /// texts ascend as the kernels want them.
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

/// grades[k] = how many of `thresholds_e4`, ascending, the Jaro-Winkler similarity of rows left[k] and right[k]
/// reaches. All texts fit and are not empty.
void jaro_winkler_grades(Simd simd, const ShortTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades);
void jaro_winkler_grades(Simd simd, const MediumTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades);

/// distances[k] = the distance of rows left[k] and right[k] if it is at most `bound`, else bound + 1; bound <= 16.
/// All texts fit and are not empty. (Longer texts gain little: most pairs are given up after a look at their lengths
/// and their common beginning and end, which levenshtein_up_to does one by one.)
enum class Edits { levenshtein, damerau_levenshtein };
void edit_distances(Simd simd, Edits edits, const ShortTexts& texts, std::span<const std::uint32_t> left,
                    std::span<const std::uint32_t> right, std::uint32_t bound, std::uint8_t* distances);

}  // namespace onefold::similarity
