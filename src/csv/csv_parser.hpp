// CSV in chunks of any size in, rows out. RFC 4180 with quote parity as the definition of a row (see csv_scan.hpp).
//
//   rows    end with a line feed outside quotes, or with the input; one carriage return before that end belongs to it
//   fields  end with a delimiter outside quotes; a field is all quoted, with doubled quotes inside, or has no quote at
//   all values  what stands in a field, outer blanks (space, tab) removed
//
// The parser begins at the beginning of a row. Memory: the longest row plus one chunk; the bytes of a row are moved at
// most once. Cost: linear in the bytes, also for a field of many megabytes. No communication, no files: the caller
// feeds it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_scan.hpp"
#include "ingest/ingest.hpp"

namespace onefold::csv {

/// Outer spaces and tabs removed.
[[nodiscard]] inline std::string_view without_outer_blanks(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

struct ParserLimits {
  std::uint64_t max_field_bytes = 1ULL << 20;
  std::uint64_t max_row_bytes = 256ULL << 20;  ///< at most 1 GiB: offsets into the buffer have 32 bits
};

class CsvParser {
 public:
  enum class Step {
    row,           ///< a row is ready
    need_bytes,    ///< `prepare` and `commit` more, or say `finish`
    end,           ///< all rows were given
    cut_off,       ///< the input ends inside quotes; the open row begins on line()
    row_too_long,  ///< the row that begins on line() passes the limit
  };

  /// The first byte fed stands at `offset` of the file, on line `line`.
  CsvParser(Dialect dialect, ParserLimits limits, std::uint64_t offset, std::uint64_t line);

  /// Room for `num_bytes` more bytes; `commit` says how many were filled in. Views of the last row end here.
  [[nodiscard]] std::span<char> prepare(std::size_t num_bytes);
  void commit(std::size_t num_bytes);
  void finish() { finished_ = true; }

  /// Rows with another number of fields are defective; 0: any number will do.
  void expect_fields(std::size_t num_fields) { expected_fields_ = num_fields; }

  Step next();

  /// Of the row that `next` gave last, or that it stopped in.
  [[nodiscard]] std::uint64_t offset() const { return offset_ + row_begin_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  /// Where the row after the last one begins, and on which line.
  [[nodiscard]] std::uint64_t next_offset() const { return offset_ + next_row_begin_; }
  [[nodiscard]] std::uint64_t next_line() const { return next_line_; }

  /// A row without a single byte.
  [[nodiscard]] bool is_blank() const { return fields_.size() == 1 && row_end_ == row_begin_; }
  [[nodiscard]] std::size_t num_fields() const { return fields_.size(); }
  /// Without the line's end.
  [[nodiscard]] std::uint64_t num_row_bytes() const { return row_end_ - row_begin_; }
  /// Why the row is not well formed, if it is not: structure first, then the fields in order.
  [[nodiscard]] std::optional<ingest::Reason> defect() const;
  /// Value of a field of a row without defect. The view ends with the next call of anything.
  [[nodiscard]] std::string_view value(std::size_t field) {
    const Field& at = fields_[field];
    return at.num_doubled == 0 ? without_outer_blanks(raw(at)) : unescaped_value(at);
  }

 private:
  /// Offsets from row_begin_, quotes included.
  struct Field {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t num_doubled = 0;
    bool quoted = false;
  };
  void begin_row();
  void end_field(std::uint32_t end) {
    if (quotes_.empty() || quotes_.front() >= end)
      fields_.push_back({field_begin_ - row_begin_, end - row_begin_, 0, false});
    else
      end_quoted_field(end);
  }
  void end_quoted_field(std::uint32_t end);
  void end_row(std::uint32_t end, std::uint32_t next_begin);
  [[nodiscard]] std::string_view raw(const Field& field) const {
    const std::uint32_t quote = field.quoted ? 1 : 0;
    return {buffer_.data() + row_begin_ + field.begin + quote, field.end - field.begin - 2 * quote};
  }
  [[nodiscard]] std::string_view unescaped_value(const Field& field);

  Dialect dialect_;
  ParserLimits limits_;
  std::size_t expected_fields_ = 0;
  bool finished_ = false;

  std::vector<char> buffer_;  // size() is capacity; bytes [0, filled_) are input
  std::uint32_t filled_ = 0;
  std::uint32_t indexed_ = 0;     // bytes [0, indexed_) have gone through index_structure
  bool inside_quotes_ = false;    // at indexed_
  std::uint32_t plain_from_ = 0;  // bytes [plain_from_, indexed_) are ASCII without NUL
  Offsets separators_;
  Offsets quotes_;

  std::uint64_t offset_ = 0;  // of buffer_[0] in the file
  std::uint64_t line_ = 1;
  std::uint64_t next_line_ = 1;
  std::uint32_t row_begin_ = 0;
  std::uint32_t row_end_ = 0;
  std::uint32_t next_row_begin_ = 0;
  std::uint32_t field_begin_ = 0;
  bool row_open_ = false;  // fields_ holds the beginning of a row whose end was not seen yet
  bool stray_quote_ = false;
  std::vector<Field> fields_;
  std::string unescaped_;
};

}  // namespace onefold::csv
