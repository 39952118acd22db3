// The dialect of a text: how it is cut into rows and cells, and where its table begins and ends. Local.
//
// Every format that the text may have (candidates.hpp) is tried on its beginning. The best one is that whose rows have
// the same number of cells, and whose cells look like values or words:
//
//   merit = share of regular rows ^ 3 * share of typed cells ^ 2 * (1 - 1 / columns) * prior of the delimiter
//
// Without rows below titles the whole is worth less. Consistency times types is the measure of van den Burg, Nazabal,
// Sutton: Wrangling messy CSV files by detecting row and type patterns, DMKD 2019; powers, titles and priors are ours.
// Time: a pass over the bytes per candidate, usually fewer than ten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/warning.hpp"
#include "sniff/header.hpp"

namespace onefold::sniff {

/// Why a key of [[source]] has its value.
struct Reason {
  std::string key;
  std::string why;
  bool operator==(const Reason&) const = default;
};

struct Dialect {
  config::Shape shape = config::Shape::csv;
  config::TextFormat text;
  std::size_t num_fields = 0;
  double share_regular = 0;  ///< share of the examined rows that have this number of fields and no defect
  /// Names of the columns; empty if there are none. Without header_rows they are a help for people and for guesses
  /// only: a job numbers the columns.
  std::vector<std::string> names;
  std::uint32_t data_line = 1;  ///< on which the first row below the header begins
  std::vector<Reason> reasons;
  Warnings doubts;
  std::string contradiction;  ///< why it cannot be read without a decision of the user; usually empty
  /// Files of other shapes than CSV and Excel name their columns by themselves.
  [[nodiscard]] bool has_header() const {
    return text.header_rows > 0 || (shape != config::Shape::csv && shape != config::Shape::xlsx);
  }
  bool has_quoted_cells = false;  ///< among the examined rows
  [[nodiscard]] std::string why(std::string_view key) const;
  void set_reason(std::string_view key, std::string why);
};

/// A part of a file: its beginning, and its end if that is another part.
struct Excerpt {
  std::string_view beginning;  ///< begins on line 1, in UTF-8, without a byte-order mark
  bool is_all = false;         ///< nothing comes after it
  std::string_view end;        ///< the last lines, if `is_all` is false; may be empty
};

[[nodiscard]] Dialect guess_dialect(const Excerpt& excerpt);

/// At most `max_rows` rows of the beginning that have the dialect's number of fields. A header does not belong to them.
[[nodiscard]] Rows rows_of(std::string_view beginning, bool is_all, const Dialect& dialect, std::size_t max_rows);

/// A delimiter, quote or escape for people: "comma", "tab", or the bytes in quotes.
[[nodiscard]] std::string name_of_delimiter(std::string_view delimiter);

}  // namespace onefold::sniff
