// One sheet of an Excel file (.xlsx). Local.
//
// Strings are taken as they are, numbers as Excel shows plain ones, dates as ISO dates, booleans as true and false;
// errors such as #N/A are missing. A formula has the value that was stored with it; those without one are missing, and
// RowReader::doubt() counts them. Rows without a value are skipped. One rank reads the sheet from front to back.
// Memory: see xlsx_workbook.hpp and xlsx_sheet.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tables/table.hpp"

namespace onefold::tables {

/// A longer value is a defect of its row: field_too_long. Throws Error(input), which begins with the path, if the file
/// is no .xlsx file, if it has not exactly one sheet with values and text.sheet names none, or if the sheet has no
/// header.
[[nodiscard]] std::unique_ptr<Table> open_xlsx(const config::TextFormat& text, const std::string& path,
                                               std::uint64_t max_field_bytes = csv::ParserLimits{}.max_field_bytes);

/// What a sheet looks like, for those who do not know yet where its table begins.
struct SheetOutline {
  std::string name;
  std::uint64_t num_rows = 0;        ///< with a value
  std::uint64_t num_table_rows = 0;  ///< with two values or more
  struct FirstRow {
    std::uint64_t number = 0;  ///< as Excel shows it, from 1
    std::vector<std::string> values;
  };
  std::vector<FirstRow> first_rows;  ///< at most kOutlineRows, and fewer if they are very wide
};
inline constexpr std::size_t kOutlineRows = 200;

/// All sheets with a value, in their order. Throws as open_xlsx(). Time: one pass over all sheets.
[[nodiscard]] std::vector<SheetOutline> outline_xlsx(const std::string& path);

}  // namespace onefold::tables
