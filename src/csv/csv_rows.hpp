// Rows of a CSV file that people wrote: labels, must_link and cannot_link lists, truth files, reviewed samples. Local.
//
// A thin layer over CsvParser, so that rows, fields and values are read as those of input files. Fields are separated
// by commas if the header has a comma, else by semicolons if it has one, else by tabs. A byte-order mark and blank
// lines are skipped. If the header ends in a lone carriage return, so do all lines. Memory: the longest row plus 1 MiB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"

namespace onefold::csv {

class CsvRows {
 public:
  /// `path` is for messages. Both texts must outlive the object. Throws Error(input) if the content is UTF-16.
  CsvRows(std::string_view content, std::string_view path);

  /// Reads the next row into `fields`, without leading and trailing spaces and tabs; returns false at the end. Throws
  /// Error(input), which names file and line, for a stray quote and for a quote that is never closed.
  bool next(std::vector<std::string>& fields);

  /// Line on which the last row begins; the first line is 1.
  [[nodiscard]] std::uint64_t line() const { return parser_.line(); }
  /// "FILE line N", for messages.
  [[nodiscard]] std::string place() const;

 private:
  void feed();
  [[noreturn]] void fail(const std::string& what) const;

  std::string_view rest_;  // not yet fed to the parser
  std::string_view path_;
  bool lines_end_in_carriage_returns_ = false;
  CsvParser parser_;
};

}  // namespace onefold::csv
