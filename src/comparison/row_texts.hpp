// The texts of a window's rows as string kernels want them, each worked out when first asked for.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "comparison/row_features.hpp"
#include "record/columns.hpp"
#include "similarity/short_texts.hpp"

namespace onefold::comparison {

/// Of whole values, or of what stands before the @.
class RowTexts {
 public:
  enum class Part : std::uint8_t { whole, email_local };
  using Buffer = std::array<char, kMaxPackedChars>;

  explicit RowTexts(Part part) : part_(part) {}

  /// Row r stands for row first + r of the column from now on.
  void open(const Column& column, std::uint64_t first, std::size_t num_rows);
  /// Empty if the value has no such part. `buffer` holds it where the column does not.
  [[nodiscard]] std::string_view text(std::uint32_t row, Buffer& buffer) const;

  /// Whether the row is in short() or medium() now; empty texts never are.
  [[nodiscard]] bool fits_short(std::uint32_t row) { return fits(short_, row); }
  [[nodiscard]] bool fits_medium(std::uint32_t row) { return fits(medium_, row); }
  [[nodiscard]] const similarity::ShortTexts& short_texts() const { return short_; }
  [[nodiscard]] const similarity::MediumTexts& medium_texts() const { return medium_; }
  /// See similarity/letter_bag.hpp.
  [[nodiscard]] std::uint64_t letter_bag(std::uint32_t row);
  /// Puts all rows with a value into short_texts(); false if one of them does not fit. Done once a window.
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
  std::vector<std::uint64_t> bags_;  ///< kNotWorkedOut until asked for
  bool all_tried_ = false, all_fit_ = false;
};

}  // namespace onefold::comparison
