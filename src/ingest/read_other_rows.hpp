// Rows of files of other shapes than CSV, for read_rows(). Local.
#pragma once

#include <functional>
#include <string>

#include "ingest/read_rows.hpp"

namespace onefold::ingest {

[[nodiscard]] RowCounts read_rows_of_other_shapes(const std::string& path, const RowFormat& format,
                                                  const std::function<void(Row&)>& visit);

}  // namespace onefold::ingest
