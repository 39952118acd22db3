// A file of rows that were fetched from a database, in the work directory: one per source, in the order of source ids.
//
//   header   magic, numbers of rows and columns, where the rows begin and end
//   names    of the columns
//   index    offset of every kRowsPerEntry-th row
//   rows     u32 bytes that follow, u8 defect, then for each column u32 length and bytes
//
// Numbers are those of this machine: the file lives as long as one stage of one run. Several ranks write their
// stretches of the rows at once, since all offsets are known before. Local.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files/posix_file.hpp"
#include "tables/table.hpp"

namespace onefold::tables {

inline constexpr std::uint64_t kRowsPerEntry = 1024;

/// Appends a row as the file holds it. A defect stands for a value that no field can hold: such a row keeps its place.
void append_row(std::string& out, std::span<const std::string_view> values, std::optional<csv::Defect> defect);

/// Length of the row that begins at `bytes`, and its first value. `bytes` holds the whole row.
[[nodiscard]] std::uint64_t row_bytes(const char* bytes);
[[nodiscard]] std::string_view first_value(const char* bytes);

/// Sizes that are known before rows are written.
struct RowFileShape {
  std::vector<std::string> columns;
  std::uint64_t num_rows = 0;
  std::uint64_t num_row_bytes = 0;  ///< of all rows
};

/// Writes one stretch of the rows, from front to back.
class RowFileWriter {
 public:
  /// One process makes the file with its header and names; call this before any writer is made.
  static void create(const std::string& path, const RowFileShape& shape);
  /// For the rows from `first_row` on, which begin `first_byte` bytes after the first row of the file.
  RowFileWriter(const std::string& path, const RowFileShape& shape, std::uint64_t first_row, std::uint64_t first_byte);
  /// A row as append_row() writes it.
  void write(std::string_view row);
  void finish();

 private:
  void flush();

  files::PosixFile file_;
  std::uint64_t index_at_ = 0;  // offset of the index
  std::uint64_t next_row_ = 0;
  std::uint64_t at_ = 0;  // offset of the next row
  std::string buffer_;
  std::uint64_t buffer_at_ = 0;
  std::vector<std::uint64_t> entries_;
  std::uint64_t first_entry_ = 0;
};

/// Units are rows. Throws Error(input) if this is not such a file, or a part of it is missing.
[[nodiscard]] std::unique_ptr<Table> open_row_file(const std::string& path);

}  // namespace onefold::tables
