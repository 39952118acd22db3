// What the first and the last bytes of a text say about it, beyond what the job says: the line end, a line such as
// `sep=;`, the names of its columns. Pure; the caller reads the bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"
#include "onefold/config/job.hpp"

namespace onefold::ingest {

/// How many first bytes decide. A file that is not longer is known completely.
inline constexpr std::size_t kStartBytes = 64U << 10;

struct TextStart {
  csv::Dialect dialect;
  std::uint64_t begin = 0;          ///< offset after a byte-order mark
  std::uint64_t lines_to_skip = 0;  ///< skip_lines, or 1 for a line `sep=;`
};

/// `first_bytes` begin the text. The delimiter of a `sep=` line counts if the job has the default delimiter and the
/// line below does not speak for it.
[[nodiscard]] TextStart start_of_text(const config::TextFormat& text, std::string_view first_bytes);

/// The names of columns.
struct ColumnNames {
  std::vector<std::string> names;     ///< unique
  std::size_t num_named = 0;          ///< columns up to the last one whose cell is not empty
  std::vector<std::string> repeated;  ///< names that several columns have: they became `NAME`, `NAME_2`, ...
};

/// Pure. `rows` hold the cells of the header, the uppermost row first. The cells above each other are joined by a
/// blank; above the last row an empty cell takes the one to its left, as in merged cells. A column without a name is
/// called column_7, by its position.
[[nodiscard]] ColumnNames name_columns(std::span<const std::vector<std::string>> rows);

}  // namespace onefold::ingest
