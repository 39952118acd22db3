// How many fields the rows of a file have, judged by its first rows.
#pragma once

#include <cstddef>
#include <span>

#include "csv/dialect.hpp"

namespace onefold::csv {

/// A row at the beginning of a file.
struct SampledRow {
  std::size_t num_fields = 0;
  std::size_t num_filled = 0;  ///< fields up to the last one that is not empty
};

/// Pure. The width of the rows below a header of `header_width` cells, the first `num_named` of which name columns.
/// Rows may be wider than the header by trailing delimiters, or narrower by its trailing empty cells, if that is the
/// usual form of the file. A single row of another width is malformed: one delimiter too many or too few inside of it
/// looks the same, and its values would end up in the wrong columns.
[[nodiscard]] RowWidth width_of_rows(std::size_t header_width, std::size_t num_named, std::span<const SampledRow> rows);

}  // namespace onefold::csv
