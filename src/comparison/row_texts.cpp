#include "comparison/row_texts.hpp"

#include "comparison/parts.hpp"
#include "similarity/letter_bag.hpp"

namespace onefold::comparison {

void RowTexts::open(const Column& column, std::uint64_t first, std::size_t num_rows) {
  column_ = &column;
  first_ = first;
  num_rows_ = num_rows;
  short_.reset(num_rows);
  medium_.reset(num_rows);
  bags_.assign(num_rows, kNotComputed);
  all_tried_ = false;
}

std::string_view RowTexts::text(std::uint32_t row, Buffer& buffer) const {
  const std::string_view value = column_->value(first_ + row, buffer);
  return part_ == Part::email_local ? email_local(value) : value;
}

std::uint64_t RowTexts::letter_bag(std::uint32_t row) {
  std::uint64_t& bag = bags_[row];
  if (bag == kNotComputed) {
    Buffer buffer;
    bag = similarity::letter_bag(text(row, buffer));
  }
  return bag;
}

bool RowTexts::all_fit_short() {
  if (all_tried_) return all_fit_;
  all_tried_ = all_fit_ = true;
  for (std::uint32_t row = 0; row < num_rows_; ++row)
    if (!fits_short(row) && !column_->is_missing(first_ + row)) all_fit_ = false;
  return all_fit_;
}

}  // namespace onefold::comparison
