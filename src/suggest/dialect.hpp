// The dialect of a CSV file: delimiter, quote, header. Guessed from the beginning of the file; no MPI.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::suggest {

struct Dialect {
  config::TextFormat text;
  std::size_t num_fields = 0;
  double share_regular = 0;  ///< share of the examined rows that have this number of fields and no defect
  [[nodiscard]] bool has_header() const { return text.header_rows > 0; }
  bool operator==(const Dialect&) const = default;
};

/// Rows of the beginning as texts; a header comes first.
using Rows = std::vector<std::vector<std::string>>;

/// The delimiter that splits most rows into the same number of fields (more fields are better), and the quote with the
/// fewest malformed rows. `bytes` begins with a row; bytes after the last line feed are used only if `is_all`.
[[nodiscard]] Dialect guess_dialect(std::string_view bytes, bool is_all);

/// At most `max_rows` well-formed rows.
[[nodiscard]] Rows rows_of(std::string_view bytes, bool is_all, const Dialect& dialect, std::size_t max_rows);

/// Whether the first row names columns: its fields are distinct, look unlike the values below them, and known
/// column names count most.
[[nodiscard]] bool has_header(const Rows& rows);

}  // namespace onefold::suggest
