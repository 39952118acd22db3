// Whether the first rows of a table name its columns. Local.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace onefold::sniff {

/// Rows of the beginning as texts. They need not have equally many cells.
using Rows = std::vector<std::vector<std::string>>;

/// Whether the first row names columns: it looks unlike the rows below it, and known column names count most. A name
/// may repeat, or be empty.
[[nodiscard]] bool has_header(const Rows& rows);

/// How many of the first rows name columns, one name above the other: 0 to 3. Below the first one stand units, or names
/// below names of groups.
[[nodiscard]] std::uint32_t num_header_rows(const Rows& rows);

/// Whether row `row` has a text, not a value, above every column of values below it, and there are two such columns.
[[nodiscard]] bool is_above_values(const Rows& rows, std::size_t row);

}  // namespace onefold::sniff
