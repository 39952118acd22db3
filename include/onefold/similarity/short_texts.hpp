// Many pairs of short texts at once: Jaro-Winkler against thresholds, and edit distances up to a bound.
//
// A text is short if it has at most 16 characters, all ASCII and none of them NUL: names, dates, phones, postcodes. The
// characters of one text are looked up among those of the other by comparing all 16 places in one instruction; what
// follows runs for 16 (AVX2) or 32 (AVX-512) pairs side by side. Pairs are given by rows, so that lists of pairs that
// are still undecided need not be gathered first. Results are those of jaro_winkler_at_least, levenshtein_up_to and
// damerau_levenshtein_up_to, bit for bit, whatever the instructions: all is decided in integers.
//
// Cost a pair, measured: 4 to 6 ns with AVX-512, 8 to 12 with AVX2, 30 to 40 portable. Memory: 24 bytes a row.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/similarity/simd.hpp"

namespace onefold::similarity {

/// Texts by row, set one by one as they are needed.
class ShortTexts {
 public:
  static constexpr std::size_t kMaxLength = 16;

  /// Forgets everything; no row is set.
  void reset(std::size_t num_rows) {
    order_.assign(num_rows, kNotSet);
    if (bytes_.size() < num_rows) bytes_.resize(num_rows);
  }
  [[nodiscard]] bool is_set(std::size_t row) const { return order_[row] != kNotSet; }
  /// Keeps a short text; of a longer one only that it is not short.
  void set(std::size_t row, std::string_view text);
  [[nodiscard]] bool is_short(std::size_t row) const { return order_[row] < kNotShort; }
  [[nodiscard]] bool is_empty(std::size_t row) const { return order_[row] == 0; }
  /// Of a short text.
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return {bytes_[row].data(), static_cast<std::size_t>(order_[row] >> 56)};
  }

  /// What kernels read: 16 bytes a row, zeros behind the text; and length * 2^56 + first seven bytes, by which texts
  /// ascend as the kernels want them.
  [[nodiscard]] const char* bytes() const { return bytes_.data()->data(); }
  [[nodiscard]] const std::uint64_t* order() const { return order_.data(); }

 private:
  static constexpr std::uint64_t kNotSet = ~0ULL;
  static constexpr std::uint64_t kNotShort = ~0ULL - 1;
  struct alignas(16) Bytes : std::array<char, kMaxLength> {};
  std::vector<Bytes> bytes_;
  std::vector<std::uint64_t> order_;
};

/// grades[k] = how many of `thresholds_e4`, ascending, the Jaro-Winkler similarity of rows left[k] and right[k] reaches.
/// All texts are short and not empty.
void jaro_winkler_grades(Simd simd, const ShortTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades);

/// distances[k] = the distance of rows left[k] and right[k] if it is at most `bound`, else bound + 1; bound <= 16.
/// All texts are short and not empty.
enum class Edits { levenshtein, damerau_levenshtein };
void edit_distances(Simd simd, Edits edits, const ShortTexts& texts, std::span<const std::uint32_t> left,
                    std::span<const std::uint32_t> right, std::uint32_t bound, std::uint8_t* distances);

}  // namespace onefold::similarity
