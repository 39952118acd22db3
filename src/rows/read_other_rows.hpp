// Rows of files of other shapes than CSV, for read_rows(). Local.
#pragma once

#include <functional>
#include <string>

#include "rows/read_rows.hpp"

namespace onefold::rows {

[[nodiscard]] RowCounts read_rows_of_other_shapes(const std::string& path, const RowFormat& format,
                                                  const std::function<void(Row&)>& visit);

}  // namespace onefold::rows
