// Maps the columns of a job to the fields of a file: by the names in its header, or by position if it has none.
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

/// Local. Returns InputFile::field_of_slot for a file with this header. Leading and trailing spaces and tabs are
/// ignored; an equal name takes precedence over a name that differs only in upper and lower case. Throws Error(input),
/// which begins with `where` and names every column that is missing or ambiguous. It shows no text of the header: the
/// row may hold the values of a customer.
[[nodiscard]] std::vector<std::int32_t> map_by_name(const config::SourceConfig& source, std::size_t num_attributes,
                                                    const std::vector<std::string>& header, const std::string& where);

/// Local. The same for a file without a header: columns are positions from 1 to `num_fields`.
[[nodiscard]] std::vector<std::int32_t> map_by_position(const config::SourceConfig& source, std::size_t num_attributes,
                                                        std::size_t num_fields, const std::string& where);

}  // namespace onefold::ingest
