// A small reader of RFC 4180 text that is whole in memory: for truth files, which are small. Quotes, doubled quotes,
// line breaks inside quotes, LF and CRLF, a byte-order mark, empty lines between rows (skipped).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::csv {

class CsvRows {
 public:
  /// `path` is for messages. Both texts must outlive the object.
  CsvRows(std::string_view content, std::string_view path);

  /// Reads the next row into `fields`; false at the end. Throws Error(input) when a quote is not closed.
  bool next(std::vector<std::string>& fields);

  /// Where the row read last begins; the first line is 1.
  [[nodiscard]] std::uint64_t line() const { return row_line_; }
  /// "FILE line N", for messages.
  [[nodiscard]] std::string place() const;

 private:
  std::string read_field();
  std::string read_quoted_field();
  [[nodiscard]] bool at_line_end() const;
  void skip_line_end();

  std::string_view content_;
  std::string_view path_;
  char delimiter_ = ',';
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 0;
};

}  // namespace onefold::csv
