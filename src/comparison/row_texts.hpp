// The texts of a window's rows in the form that string kernels read. Each text is prepared on first use.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "comparison/row_features.hpp"
#include "record/columns.hpp"
#include "similarity/short_texts.hpp"

namespace onefold::comparison {

/// Prepares whole values, or the part of an email before the @.
class RowTexts {
 public:
  enum class Part : std::uint8_t { whole, email_local };
  using Buffer = std::array<char, kMaxPackedChars>;

  explicit RowTexts(Part part) : part_(part) {}

  /// Opens a window: row r now means row first + r of the column.
  void open(const Column& column, std::uint64_t first, std::size_t num_rows);
  /// The text; empty if the value lacks the part. Written to `buffer` if the column does not store it as text.
  [[nodiscard]] std::string_view text(std::uint32_t row, Buffer& buffer) const;

  /// Whether the row's text, prepared now if necessary, fits in short_texts() or medium_texts(). Empty texts never do.
  [[nodiscard]] bool fits_short(std::uint32_t row) { return fits(short_, row); }
  [[nodiscard]] bool fits_medium(std::uint32_t row) { return fits(medium_, row); }
  [[nodiscard]] const similarity::ShortTexts& short_texts() const { return short_; }
  [[nodiscard]] const similarity::MediumTexts& medium_texts() const { return medium_; }
  /// The bag of the row's text; see similarity/letter_bag.hpp.
  [[nodiscard]] std::uint64_t letter_bag(std::uint32_t row);
  /// Prepares all rows that have a value in short_texts(). False if one of them does not fit. Runs once per window.
  [[nodiscard]] bool all_fit_short();

 private:
  template <class Texts>
  [[nodiscard]] bool fits(Texts& texts, std::uint32_t row) {
    if (!texts.is_set(row)) [[unlikely]] {
      Buffer buffer;
      texts.set(row, text(row, buffer));
    }
    return texts.fits(row) && !texts.is_empty(row);
  }

  Part part_;
  const Column* column_ = nullptr;
  std::uint64_t first_ = 0;
  std::size_t num_rows_ = 0;
  similarity::ShortTexts short_;
  similarity::MediumTexts medium_;
  std::vector<std::uint64_t> bags_;  ///< kNotComputed until a pair needs it
  bool all_tried_ = false, all_fit_ = false;
};

}  // namespace onefold::comparison
