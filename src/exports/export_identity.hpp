// The tables that say which PIN a record or a customer had.
#pragma once

#include "exports/csv_lines.hpp"

namespace onefold::exports {

/// Each throws Error(input) if an older version has written the file. In a first run all records and PINs are new.
void export_crosswalk(const result::ResultReader& file, CsvLines& csv);
void export_history(const result::ResultReader& file, CsvLines& csv);
void export_forwards(const result::ResultReader& file, CsvLines& csv);

}  // namespace onefold::exports
