// How a CSV file is written: delimiter, quote, header. Guessed from its beginning; no MPI.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::suggest {

struct Dialect {
  char delimiter = ',';
  char quote = '"';  ///< '\0': nothing is quoted
  bool header = true;
  std::size_t num_fields = 0;
  double share_regular = 0;  ///< of the rows looked at, those with that number of fields and without defect
  bool operator==(const Dialect&) const = default;
};

/// Rows of the beginning as texts, those of a header first.
using Rows = std::vector<std::vector<std::string>>;

/// The delimiter that cuts most rows into equally many fields, the more the better, and the quote with which fewest
/// rows are malformed. `bytes` begins with a row; what follows the last line feed counts only if `is_all`.
[[nodiscard]] Dialect guess_dialect(std::string_view bytes, bool is_all);

/// At most `max_rows` well-formed rows.
[[nodiscard]] Rows rows_of(std::string_view bytes, bool is_all, const Dialect& dialect, std::size_t max_rows);

/// Whether the first row names columns: its fields differ from each other, look unlike what is below them, and are
/// names that are known, if any.
[[nodiscard]] bool has_header(const Rows& rows);

}  // namespace onefold::suggest
