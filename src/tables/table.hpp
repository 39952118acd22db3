// Tables that are not CSV: what ingest and suggest read them through, whatever the shape of the file.
//
//   Table       an open file; knows its columns, and how many units it has, by which ranks divide it
//   RowReader   gives the rows of one part, in order
//
// Local: no MPI. Every rank opens the file for itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"
#include "onefold/config/job.hpp"

namespace onefold::tables {

/// Rows one after the other. A value is valid until the next call of a member function.
class RowReader {
 public:
  virtual ~RowReader() = default;
  /// Reads the next row; false at the end. Throws Error(input), which names file and place but no value, if the file is
  /// damaged.
  [[nodiscard]] virtual bool next() = 0;
  [[nodiscard]] virtual std::size_t num_fields() const = 0;
  /// Without leading and trailing spaces and tabs. A view without data, not an empty one, is a missing value.
  [[nodiscard]] virtual std::string_view value(std::size_t field) = 0;
  /// Why the row cannot become a record.
  [[nodiscard]] virtual std::optional<csv::Defect> defect() const { return std::nullopt; }
  /// Where the row begins: its line in a text, its number in a table; from 1.
  [[nodiscard]] virtual std::uint64_t line() const = 0;
  /// About how many bytes of input the row takes.
  [[nodiscard]] virtual std::uint64_t num_row_bytes() const = 0;
  /// How many bytes (of a text) or units (of a table) have been read.
  [[nodiscard]] virtual std::uint64_t units_taken() const = 0;
  /// Once the rows are read: what was in the file and could not become a value, and what to do; usually empty.
  [[nodiscard]] virtual std::string doubt() const { return {}; }
};

/// Units [begin, end) of a table: rows of Parquet, bytes of a text.
struct TablePart {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class Table {
 public:
  virtual ~Table() = default;
  /// Names of the columns, in order. A row has one field for each.
  [[nodiscard]] virtual const std::vector<std::string>& columns() const = 0;
  /// Units by which ranks divide the table; 1: one rank reads it whole.
  [[nodiscard]] virtual std::uint64_t num_units() const = 0;
  /// About how many bytes a unit has, so that units of all files are dealt out by the same measure.
  [[nodiscard]] virtual std::uint64_t bytes_per_unit() const = 0;
  /// Whether a job can map the column: a nested one is there, and cannot be read.
  [[nodiscard]] virtual bool can_be_read(std::size_t) const { return true; }
  /// Whether rows have several values in the column, joined by kElementSeparator.
  [[nodiscard]] virtual bool is_list(std::size_t) const { return false; }
  /// `fields`: those whose values will be asked for; a table in columns reads no others.
  [[nodiscard]] virtual std::unique_ptr<RowReader> read(TablePart part, const std::vector<std::size_t>& fields) = 0;
};

}  // namespace onefold::tables
