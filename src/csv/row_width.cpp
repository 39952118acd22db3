#include "csv/row_width.hpp"

#include <map>

namespace onefold::csv {

RowWidth width_of_rows(std::size_t header_width, std::size_t num_named, std::span<const SampledRow> rows) {
  std::map<std::size_t, std::size_t> rows_of_width;
  for (const SampledRow& row : rows) ++rows_of_width[row.num_fields];
  // The most frequent width; of several equal ones that of the header.
  std::size_t usual = header_width;
  std::size_t most = rows_of_width[header_width];
  for (const auto& [width, count] : rows_of_width)
    if (count > most) usual = width, most = count;
  // A few rows that hold something there are malformed; they do not make the others so.
  std::size_t num_beyond = 0;
  for (const SampledRow& row : rows) num_beyond += row.num_fields == usual && row.num_filled > header_width ? 1 : 0;
  if (usual > header_width && 10 * num_beyond <= most) return {usual, header_width};
  if (usual < header_width && num_named <= usual) return {usual, 0};
  return {header_width, 0};
}

}  // namespace onefold::csv
