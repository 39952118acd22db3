// Gives the values of a row of a database the form in which ingest reads them. Local.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"
#include "tables/canonical_value.hpp"

namespace onefold::databases {

class RowForm {
 public:
  RowForm(std::vector<tables::ValueKind> kinds, std::uint64_t max_field_bytes);

  /// Returns the first defect of the row. A value with a defect is empty.
  std::optional<csv::Defect> give(std::span<const std::string_view> values);
  /// Valid until the next call of give(), and as long as what it was called with.
  [[nodiscard]] std::span<const std::string_view> values() const { return values_; }

 private:
  [[nodiscard]] std::optional<csv::Defect> defect_of(std::string_view value) const;

  std::vector<tables::ValueKind> kinds_;
  std::uint64_t max_field_bytes_;
  std::vector<std::string_view> values_;
  std::vector<std::string> rooms_;
};

}  // namespace onefold::databases
