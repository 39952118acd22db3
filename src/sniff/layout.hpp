// Where the table lies in a text that was cut by one format: titles above it, header, rows, footers below it. Local.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sniff/cut_rows.hpp"
#include "sniff/header.hpp"

namespace onefold::sniff {

struct Layout {
  std::size_t num_columns = 0;  ///< of most rows
  std::size_t first = 0;        ///< of Cut::rows: the header, or the first row
  std::size_t end = 0;          ///< of Cut::rows: behind the last row of the table
  double share_regular = 0;     ///< of the table's rows: those with this number of columns, and not broken
  double share_inside = 0;      ///< of all rows that are not blank: those of the table
  double share_typed = 0;       ///< of the cells: those that look like values or words
  double share_values = 0;      ///< of the cells: those that look like values
  std::uint32_t line = 1;       ///< on which the header, or the first row, begins
  std::uint32_t data_line = 1;  ///< on which the first row below the header begins
  std::uint32_t header_rows = 0;
  bool has_titles = false;         ///< something besides blank lines and comments stands above the header
  std::size_t header_cells = 0;    ///< of the last header row; differs from num_columns in a header wider or narrower
  std::vector<std::string> names;  ///< of the columns; empty without a header
  /// The header has other columns than the rows, beyond cells that are empty: a run cannot tell which names belong to
  /// which values.
  bool header_differs = false;
};

/// `cut` is not empty.
[[nodiscard]] Layout find_layout(const Cut& cut);

/// Another table below the first one.
struct SecondTable {
  std::uint32_t line = 0;  ///< on which it begins; 0: there is none
  std::size_t num_columns = 0;
  bool repeats_names = false;  ///< the same names again, as if files were joined with their headers
};
[[nodiscard]] SecondTable find_second_table(const Cut& cut, const Layout& layout);

/// The number of rows above the table that look like a table of their own, names included: usually 0.
[[nodiscard]] std::size_t count_rows_of_earlier_table(const Cut& cut, const Layout& layout);

/// Lines below the last row at the end of a text: totals, counts of rows, rules of dashes, and blank lines between
/// them. `tail` begins on a line; its rows are cut by `format`.
[[nodiscard]] std::uint32_t count_footer_lines(std::string_view tail, char line_end, const config::TextFormat& format,
                                               std::size_t num_columns);

}  // namespace onefold::sniff
