#include "databases/row_form.hpp"

#include <utility>

#include "csv/utf8.hpp"

namespace onefold::databases {

RowForm::RowForm(std::vector<tables::ValueKind> kinds, std::uint64_t max_field_bytes)
    : kinds_(std::move(kinds)), max_field_bytes_(max_field_bytes), values_(kinds_.size()), rooms_(kinds_.size()) {}

std::optional<csv::Defect> RowForm::give(std::span<const std::string_view> values) {
  std::optional<csv::Defect> defect;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values_[i] = values[i];
    if (values[i].data() == nullptr) continue;
    values_[i] = csv::without_outer_blanks(tables::canonical_value(kinds_[i], values[i], rooms_[i]));
    if (const auto found = defect_of(values_[i])) {
      if (!defect) defect = found;
      values_[i] = {};
    }
  }
  return defect;
}

std::optional<csv::Defect> RowForm::defect_of(std::string_view value) const {
  if (value.size() > max_field_bytes_) return csv::Defect::field_too_long;
  if (value.find('\0') != std::string_view::npos) return csv::Defect::nul_byte;
  if (!csv::is_valid_utf8(value)) return csv::Defect::invalid_utf8;
  return std::nullopt;
}

}  // namespace onefold::databases
