// Rows of one CSV file without a job: for those who must look at a file before they can say what is in it. Local.
//
// A row is what it is in a run (RFC 4180 with quote parity; rows with a defect would go to quarantine), read by one
// process from front to back. Memory: the longest row plus 1 MiB. Time: one pass over the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.hpp"

namespace onefold::ingest {

/// The bytes with which a file begins, unpacked, without a byte-order mark.
struct Beginning {
  std::string bytes;
  bool is_all = false;             ///< the file has no more
  std::uint64_t stored_bytes = 0;  ///< size of the file as it is stored
};

/// Throws Error(input) naming the file when it cannot be read, and when its bytes are UTF-16.
[[nodiscard]] Beginning read_beginning(const std::string& path, std::size_t max_bytes);

/// How a file is cut into rows and fields.
struct RowFormat {
  char delimiter = ',';
  char quote = '"';            ///< '\0': no byte quotes
  std::size_t num_fields = 0;  ///< of every row that is well formed; 0: any number will do
};

/// A row; its values are valid until the next row, each until the next one is asked for.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual std::size_t num_fields() const = 0;
  /// Outer blanks removed.
  [[nodiscard]] virtual std::string_view value(std::size_t field) = 0;
};

struct RowCounts {
  std::uint64_t well_formed = 0;
  std::uint64_t defective = 0;  ///< would go to quarantine
  std::uint64_t first_defective_line = 0;
  Reason first_defect = Reason::wrong_number_of_fields;
  bool cut_off = false;  ///< ends inside quotes
};

/// Calls `visit` with every well-formed row in order, those of a header too. Blank lines are no rows unless
/// format.num_fields is 1.
RowCounts read_rows(const std::string& path, const RowFormat& format, const std::function<void(Row&)>& visit);

/// The same for bytes in memory. A last row without an end of line is not looked at unless `is_all`.
RowCounts read_rows(std::string_view bytes, bool is_all, const RowFormat& format,
                    const std::function<void(Row&)>& visit);

/// Files that a path or a glob names, as in `files` of a [[source]]. Throws Error(input) when there are none.
[[nodiscard]] std::vector<std::string> files_of(const std::string& path);

}  // namespace onefold::ingest
