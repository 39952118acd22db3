// A Parquet file as a table: units are rows, and only the wanted columns are read. Local.
//
// Dates, times, numbers and truth values become text as in tables/canonical_value.hpp; the elements of a list get
// kElementSeparator between them. Nested and binary columns can be there, but not be read. Memory:
// Duckdb::kMemoryBytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tables/table.hpp"

namespace onefold::tables {

/// A longer value is a defect of its row: field_too_long. Throws Error(input), which begins with the path, if the file
/// is not Parquet.
[[nodiscard]] std::unique_ptr<Table> open_parquet(const std::string& path,
                                                  std::uint64_t max_field_bytes = csv::ParserLimits{}.max_field_bytes);

}  // namespace onefold::tables
