// Which sheet of an Excel file holds the table, and where in the sheet it begins. Local.
//
// The sheet with the most rows that look like a table: rows of two values or more below a row that names columns. Rows
// above the names are titles if they have fewer values than the rows of the table.
#pragma once

#include <string>

#include "sniff/dialect.hpp"
#include "tables/xlsx_table.hpp"

namespace onefold::sniff {

/// Sets sheet, skip_lines and header of the dialect, with reasons, where a job must say them. Throws Error(input) if
/// the file cannot be read.
void find_excel_table(const std::string& path, Dialect& dialect);

/// The same for the outlines of a file.
void choose_sheet(const std::vector<tables::SheetOutline>& sheets, Dialect& dialect);

}  // namespace onefold::sniff
