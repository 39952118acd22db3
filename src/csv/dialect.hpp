// How the text of a CSV file is split into rows and fields. docs/method.md, "How CSV is read", has the rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::csv {

struct Dialect {
  std::string delimiter = ",";  ///< between two fields; 1 to 8 bytes
  char quote = '"';             ///< around a field; '\0': nothing is quoted
  char escape = '\0';           ///< makes the next delimiter, quote, line end or escape a character; '\0': none
  std::string comment = {};     ///< a line that begins so is no row; empty: there are none
  char line_end = '\n';         ///< '\n', with or without '\r' before it; '\r': lines end in a lone carriage return

  /// Whether masks of single bytes find delimiters, quotes and line ends. Other dialects are read byte by byte.
  [[nodiscard]] bool is_plain() const { return delimiter.size() == 1 && escape == '\0' && comment.empty(); }
  /// A space or tab that is no part of the delimiter. Blanks may stand around a quoted field.
  [[nodiscard]] bool is_blank(char c) const {
    return (c == ' ' || c == '\t') && c != quote && delimiter.find(c) == std::string::npos;
  }
};

/// Whether lines end in a lone carriage return, judged by the first bytes of a file: the first line end outside quotes
/// is one, and they are more frequent than line feeds.
[[nodiscard]] bool ends_lines_with_carriage_returns(std::string_view beginning, char quote);

/// How many rows of the usual width a row holds whose line ends are not those of the dialect: carriage returns alone,
/// where line feeds end rows, or the other way round. 0 if it does not consist of such rows for the most part.
[[nodiscard]] std::uint64_t num_rows_with_other_line_ends(std::string_view row, const Dialect& dialect,
                                                          std::size_t usual_width);

/// The delimiter that a first line such as `sep=;` names, as Excel reads and writes it; empty if `line` is none. `line`
/// may end in a line end.
[[nodiscard]] std::string_view delimiter_of_sep_line(std::string_view line);

/// About the number of fields that a row is expected to have.
struct RowWidth {
  std::size_t usual = 0;       ///< 0: any number
  std::size_t empty_from = 0;  ///< fields from this one on must be empty; 0: they need not be
  bool operator==(const RowWidth&) const = default;
};

/// Whether the content of a quoted field over several lines looks like rows that a stray quote has swallowed: nearly
/// all lines strictly inside it have as many fields as a row of the file. A text that somebody wrote does not.
[[nodiscard]] bool holds_rows(std::string_view content, const Dialect& dialect, std::size_t usual_width);

}  // namespace onefold::csv
