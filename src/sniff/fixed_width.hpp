// Columns of a text in which every line has a value at the same positions, filled up with blanks. Local.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::sniff {

struct FixedWidths {
  std::vector<config::FixedColumn> columns;  ///< empty: the text is not of this kind
  std::uint32_t skip_lines = 0;              ///< titles, names and a rule of dashes above the first row
  bool has_names = false;                    ///< the names come from a line of the file
  std::string why;
};

/// Characters of UTF-8.
[[nodiscard]] std::size_t num_characters(std::string_view text);

/// Columns end where every examined line has a blank, or where a rule of dashes has one. A column of several words that
/// every line breaks at the same place would be cut in two, so that at least three lines are needed, and a rule or
/// columns of values beside the words. Positions are characters of UTF-8. A later value may be longer than those of the
/// examined lines: the first column begins at 1, a gap belongs to the column that can grow into it, and the last one
/// reaches far beyond the longest line. `lines`: the first of the file, without a footer.
[[nodiscard]] FixedWidths find_fixed_widths(std::vector<std::string_view> lines);

}  // namespace onefold::sniff
