// Finds out, in the middle of a CSV file, whether a line begins a row or continues a quoted field.
//
// Nobody can tell that from the bytes around the line alone. But there are only two states at the beginning of a line:
// a row begins, or a quoted field goes on. So a range is scanned from both at once:
//
//   in   bytes [begin, end) of a text, and as many after them as an open field needs
//   out  for each state at the first line start at or after `begin`, the state at the first one at or after `end`
//
// The states of a whole file follow from the first one by following these pairs, range by range. The scan obeys all
// rules of CsvParser, also for fields whose quotes are wrong, so that files with stray quotes can be cut too.
//
// A scan stands at a quote outside of quoted fields, or at the end: all other bytes change nothing. The bytes next to
// the quote tell whether it opens a field and where that ends. Both scans meet at the same quote as a rule after a few
// fields, because a closing quote seldom stands where a field could begin; from there one goes on. If no delimiter or
// line end stands after the first closing quote, the range cannot begin inside a quoted field, and one scan is left at
// once. Ge, Li, Eilebrecht, Chandramouli, Kossmann: Speculative Distributed CSV Data Parsing for Big Data Analytics
// (SIGMOD 2019) guess the state, parse, and repair what was guessed wrong; here both states are carried, so that
// nothing has to be read again.
//
// Cost: the positions of quotes are found with masks of 64 bytes, near memory speed where there are few; the rest costs
// a few nanoseconds per quote. Memory: one chunk, and up to 2 max_field_bytes of an open field. Local.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"

namespace onefold::csv {

/// What a line of a text begins with.
enum class LineState : std::uint8_t { row, quoted_field };

/// What a scan of a range tells.
struct LineStates {
  LineState after_row = LineState::row;
  LineState after_quoted_field = LineState::quoted_field;
  std::uint64_t num_line_ends = 0;  ///< in the range

  [[nodiscard]] LineState after(LineState before) const {
    return before == LineState::row ? after_row : after_quoted_field;
  }
  bool operator==(const LineStates&) const = default;
};

/// A text that can be read at any place.
struct TextBytes {
  /// Fills the target from its beginning with bytes from `offset` on; fewer only at the end of the text.
  std::function<std::size_t(std::uint64_t offset, std::span<char> target)> read_at;
  std::uint64_t begin = 0;  ///< of the first row
  std::uint64_t end = 0;
  std::size_t chunk_bytes = 1U << 20;
  std::string path = {};  ///< for messages
};

/// Scans one range of a text of a plain dialect (Dialect::is_plain). Use an object once.
class LineScan {
 public:
  LineScan(TextBytes text, const Dialect& dialect, const ParserLimits& limits, RowWidth width, std::uint64_t begin,
           std::uint64_t end);

  [[nodiscard]] LineStates states();

  struct RowBegin {
    std::uint64_t offset = 0;
    std::uint64_t num_line_ends = 0;  ///< between the beginning of the range and the row
  };
  /// The first row that begins in the range, if the first line start has this state; nothing if none begins there.
  [[nodiscard]] std::optional<RowBegin> first_row(LineState state);

 private:
  /// A scan. It stands before a byte; no quote is between there and the last one that it passed.
  struct Path {
    std::uint64_t at = 0;
    std::size_t cursor = 0;  ///< number of quotes before `at`, or a guess
    bool inside = false;     ///< a quoted field that began before the range
    bool active = false;
    LineState end_state = LineState::row;
  };

  [[nodiscard]] std::uint64_t window_end() const { return window_begin_ + window_.size(); }
  [[nodiscard]] char byte_at(std::uint64_t at) const { return window_[at - window_begin_]; }
  [[nodiscard]] bool extend();
  [[nodiscard]] bool holds(std::uint64_t at) { return at < window_end() || (extend() && holds(at)); }
  void trim();
  [[nodiscard]] std::uint64_t next_line_start(std::uint64_t at);
  [[nodiscard]] std::uint64_t first_line_start();
  [[nodiscard]] std::uint64_t last_line_start() const;
  void advance(Path& path);
  [[nodiscard]] bool begins_field(std::uint64_t quote) const;
  [[nodiscard]] bool ends_field(std::uint64_t after_closing);
  [[nodiscard]] std::optional<std::uint64_t> end_of_field(const Path& path);
  void step(Path& path, std::uint64_t last_line_start);
  void pass_simple_fields(Path& path, std::uint64_t last_line_start) const;
  static void end(Path& path);
  void pass(Path& path, std::uint64_t last_line_start);
  void run(std::uint64_t last_line_start);

  TextBytes text_;
  Dialect dialect_;
  ParserLimits limits_;
  RowWidth width_;
  std::uint64_t begin_;
  std::uint64_t end_;
  std::uint64_t first_line_ = 0;
  std::string window_;
  std::uint64_t window_begin_;
  std::vector<std::uint64_t> quotes_;  // positions in the window
  std::size_t num_trimmed_ = 0;        // quotes before the window
  std::uint64_t num_line_ends_ = 0;
  Path outside_;
  Path inside_;
};

}  // namespace onefold::csv
