// Reads the rows of one file without a job, for callers that do not know yet what the file holds. Local.
//
// Rows are the same as in a run (see csv_parser.hpp, text_start.hpp). A run would put rows with a defect into
// quarantine. One process reads the file from front to back. Memory: the longest row plus 1 MiB. Time: one pass over
// the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.hpp"
#include "onefold/config/job.hpp"

namespace onefold::rows {

/// The first bytes of a file, unpacked, in UTF-8, without a byte-order mark.
struct Beginning {
  std::string bytes;
  bool is_all = false;             ///< the file has no more bytes
  std::uint64_t stored_bytes = 0;  ///< size of the file as it is stored
  /// What a job must say about the encoding; empty if the file says it itself, or is UTF-8.
  std::string encoding;
  std::string encoding_reason;  ///< half a sentence
};

/// Throws Error(input), which names the file, if it cannot be read or is of a kind that has no rows of text.
/// With `encoding`, that of the file is not looked for.
[[nodiscard]] Beginning read_beginning(const std::string& path, std::size_t max_bytes,
                                       const std::string& encoding = {});

/// The last lines of a text, at most `max_bytes` of them, unpacked and in UTF-8; empty if they are a part of one line.
/// `encoding`: as a job names it. Time: a few reads of a plain file; a compressed one is unpacked as a whole, and so is
/// decoded one in which a character cannot be told from its middle.
[[nodiscard]] std::string read_end(const std::string& path, const std::string& encoding, std::size_t max_bytes);

/// How a file is split into rows and fields. A run heeds skip_lines, footer_lines, comment and a line `sep=` in the
/// same way.
struct RowFormat {
  config::TextFormat text;
  std::size_t num_fields = 0;  ///< of a well-formed row; 0 accepts any number
  config::Shape shape = config::Shape::csv;
  std::vector<std::string> columns = {};  ///< of NDJSON: the paths of the fields; empty: those of columns_of()
  std::uint64_t max_rows = 0;             ///< of other shapes than CSV: end after so many; 0: read all
};

/// What a file is if it is no text: xlsx or parquet. Otherwise csv.
[[nodiscard]] config::Shape shape_of_binary(const std::string& path);

/// A column of a file whose shape names its columns.
struct ColumnOfFile {
  std::string name;
  bool is_array = false;  ///< rows have several values in it, joined by kElementSeparator
};
/// The columns of a file of any shape but CSV: of NDJSON all paths in its first 10,000 rows, in the order in which they
/// occur. Throws Error(input) if the file cannot be read.
[[nodiscard]] std::vector<ColumnOfFile> columns_of(const std::string& path, config::Shape shape,
                                                   const config::TextFormat& text);

/// A row. A value is valid until the next call of a member function, or the next row.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual std::size_t num_fields() const = 0;
  /// The line, or the row of a sheet, on which it begins; 0: it has none.
  [[nodiscard]] virtual std::uint64_t line() const = 0;
  /// Without leading and trailing spaces and tabs.
  [[nodiscard]] virtual std::string_view value(std::size_t field) = 0;
};

struct RowCounts {
  std::uint64_t well_formed = 0;
  std::uint64_t defective = 0;  ///< a run would put them into quarantine
  std::uint64_t first_defective_line = 0;
  ingest::Reason first_defect = ingest::Reason::wrong_number_of_fields;
  bool has_invalid_utf8 = false;
  std::string doubt;  ///< of a table: see tables::RowReader::doubt()
};

/// Calls `visit` with every well-formed row in order, including the header of a CSV file; rows of other shapes have a
/// field for each of columns_of(). Blank lines and lines of delimiters are not
/// rows unless format.num_fields is 1.
RowCounts read_rows(const std::string& path, const RowFormat& format, const std::function<void(Row&)>& visit);

/// The same for bytes in memory. Ignores a last row without a line end unless `is_all`.
RowCounts read_rows(std::string_view bytes, bool is_all, const RowFormat& format,
                    const std::function<void(Row&)>& visit);

/// The encoding of a file in which rows turned out not to be UTF-8, by all its lines; empty if it is UTF-8 with a few
/// damaged lines, or if nothing fits.
[[nodiscard]] std::string encoding_by_all_lines(const std::string& path);

}  // namespace onefold::rows
