// Maps the columns of a job to the fields of a file: by the names in its header, or by position if it has none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::ingest {

/// Calls `visit(attribute, is_further, column)` with every column that the attributes of a source read, in the order of
/// the mappings. `is_further`: it is not the first column of its attribute.
template <typename Visit>
void for_each_mapped_column(const config::SourceConfig& source, Visit&& visit) {
  bool is_further = false;
  for (std::size_t m = 0; m < source.columns.size(); ++m) {
    const AttributeIndex attribute = source.columns[m].attribute;
    if (m > 0 && source.columns[m - 1].attribute != attribute) is_further = false;
    config::for_each_column(source.columns[m].from, [&](const std::string& column) {
      visit(attribute, is_further, column);
      is_further = true;
    });
  }
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
