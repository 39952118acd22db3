// Which field of a row is which column of the job: by header name, or by position in files without a header.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::ingest {

/// Whether mapping `m` of the source is the second or a later column of its attribute.
[[nodiscard]] inline bool is_further_column(const config::SourceConfig& source, std::size_t m) {
  return m > 0 && source.columns[m - 1].attribute == source.columns[m].attribute;
}

/// Local. `field_of_slot` of InputFile for a file with these header names. Outer blanks do not count; a name that is
/// equal comes before one that differs in upper and lower case only. Throws Error(input), beginning with `where`, that
/// names every column that is missing or named more than once, and the columns that are there.
[[nodiscard]] std::vector<std::int32_t> map_by_name(const config::SourceConfig& source, std::size_t num_attributes,
                                                    const std::vector<std::string>& header, const std::string& where);

/// Local. The same for a file without a header: columns are positions from 1 to `num_fields`.
[[nodiscard]] std::vector<std::int32_t> map_by_position(const config::SourceConfig& source, std::size_t num_attributes,
                                                        std::size_t num_fields, const std::string& where);

}  // namespace onefold::ingest
