// One sheet of an Excel file (.xlsx). Local.
//
// Strings are taken as they are, numbers as Excel shows plain ones, dates as ISO dates, booleans as true and false;
// errors such as #N/A are missing. A formula has the value that was stored with it. Rows without a value are skipped.
// One rank reads the sheet from front to back. Memory: the strings that cells share, and a piece of the sheet.
#pragma once

#include <memory>
#include <string>

#include "tables/table.hpp"

namespace onefold::tables {

/// Throws Error(input), which begins with the path, if the file is no .xlsx file, if it has not exactly one sheet with
/// values and text.sheet names none, or if the sheet has no header.
[[nodiscard]] std::unique_ptr<Table> open_xlsx(const config::TextFormat& text, const std::string& path);

}  // namespace onefold::tables
