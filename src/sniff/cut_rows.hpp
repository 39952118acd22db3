// Cuts the beginning of a text into rows and cells by a format that is only supposed.
//
// The rows are those of the CSV parser, with what a trial of a format needs beside the values: lines, quoting, and the
// cells of rows that fit no table. Local; O(bytes) per call; the values, and 24 bytes per cell.
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
  std::string_view text;  ///< the value, into Cut::values
  bool quoted = false;
};

struct CutRow {
  std::uint32_t line = 1;  ///< on which it begins, from 1
  std::uint32_t last_line = 1;
  std::uint32_t first_cell = 0;
  std::uint32_t num_cells = 0;
  bool blank = false;   ///< no cell has a value
  bool broken = false;  ///< its quotes are wrong
};

struct Cut {
  std::string values;  ///< of all cells; does not move
  std::vector<CutRow> rows;
  std::vector<Cell> cells;
  char line_end = '\n';
  Cut() = default;
  Cut(Cut&&) = default;
  Cut& operator=(Cut&&) = default;
  [[nodiscard]] std::span<const Cell> of(const CutRow& row) const {
    return {cells.data() + row.first_cell, row.num_cells};
  }
};

/// A stretch of text that begins on line 1, in UTF-8 and without a byte-order mark.
struct Stretch {
  std::string_view text;
  bool is_all = false;   ///< a last line without a line end counts
  char line_end = '\0';  ///< '\0': told by the text
};

/// Skips comments, but not `skip_lines`. Stops after `max_rows` rows. `usual_width`: the number of cells of a row, if
/// it is known: it tells a stray quote from a text of several lines.
[[nodiscard]] Cut cut_rows(const Stretch& stretch, const config::TextFormat& format, std::size_t max_rows,
                           std::size_t usual_width = 0);

/// '\r' if lines end in a lone carriage return.
[[nodiscard]] char line_end_of(std::string_view text, const config::TextFormat& format);

/// The text without its first lines; empty if it has no more.
[[nodiscard]] std::string_view without_lines(std::string_view text, std::uint64_t num_lines, char line_end);

/// The text without its last lines; blank lines at its very end do not count. Empty if it has no more.
[[nodiscard]] std::string_view without_footer(std::string_view text, std::uint32_t footer_lines, char line_end);

/// The first lines without their ends.
[[nodiscard]] std::vector<std::string_view> lines_of(const Stretch& stretch, char line_end, std::size_t max_lines);
/// The same, with the line end that the text seems to have.
[[nodiscard]] std::vector<std::string_view> lines_of(const Stretch& stretch, std::size_t max_lines);

}  // namespace onefold::sniff
