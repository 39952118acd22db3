// Cuts the beginning of a text into rows and cells by a format that is only supposed.
//
// A trial of many formats needs what the reader of a run does not tell: lines, quoting and defects of rows that fit no
// table. Rows and cells are those of the reader: a quote opens a cell only at its beginning, after blanks; line feed,
// carriage return and both together end a row. Local; O(bytes) per call; views into the text, 24 bytes per cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::sniff {

struct Cell {
  std::string_view text;  ///< without outer blanks and quotes; escapes are still there
  bool quoted = false;
};

struct CutRow {
  std::uint32_t line = 1;  ///< on which it begins, from 1
  std::uint32_t first_cell = 0;
  std::uint32_t num_cells = 0;
  bool blank = false;   ///< no cell has a value
  bool broken = false;  ///< something stands behind a closing quote, or a quote is never closed
};

struct Cut {
  std::vector<CutRow> rows;
  std::vector<Cell> cells;
  char line_end = '\n';
  std::uint64_t num_escapes = 0;  ///< quotes that were written with the escape character, or doubled
  std::vector<std::uint32_t> comment_lines;
  [[nodiscard]] std::span<const Cell> of(const CutRow& row) const { return {cells.data() + row.first_cell, row.num_cells}; }
};

/// `text` begins on line 1. Its last row counts only if it ends in a line end, or if `is_all`. Skips comments, but not
/// `skip_lines`. Stops after `max_rows` rows.
[[nodiscard]] Cut cut_rows(std::string_view text, bool is_all, const config::TextFormat& format, std::size_t max_rows);

/// The value of a cell: without escapes.
[[nodiscard]] std::string value_of(const Cell& cell, const config::TextFormat& format);

/// The lines of a text without their ends; the last one only if it has an end, or if `is_all`.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text, bool is_all, std::size_t max_lines);

}  // namespace onefold::sniff
