// Rows of a CSV file that people wrote: labels, must_link and cannot_link lists, truth files, reviewed samples. Local.
//
// A thin layer over CsvParser, so that rows, fields and values are those of the input files of a run. The first of
// comma, semicolon and tab that occurs in the header separates fields; a byte-order mark and blank lines are skipped;
// lines may end in lone carriage returns. Memory: the longest row plus 1 MiB.
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
  CsvParser parser_;
};

}  // namespace onefold::csv
