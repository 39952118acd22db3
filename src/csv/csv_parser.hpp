// The CSV parser: takes bytes in chunks of any size and returns rows. The only one in the program.
// The format is RFC 4180; quote parity decides where a row ends (see csv_scan.hpp).
//
//   rows    end at a line feed outside quotes, or at the end of the input; a carriage return before it is dropped
//   fields  end at a delimiter outside quotes; either quotes surround the whole field and quotes inside it are doubled,
//           or it holds no quotes
//   values  the content of a field without leading and trailing spaces and tabs
//
// The first byte fed must begin a row. Memory: the longest row plus one chunk; the bytes of a row are moved at most
// once. Cost: linear in the bytes, also for a field of many megabytes. Local: the caller reads the file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_scan.hpp"

namespace onefold::csv {

/// Why a row is not well formed.
/// `invalid_json` is of a line that must be a JSON object.
enum class Defect : std::uint8_t {
  wrong_number_of_fields,
  stray_quote,
  invalid_utf8,
  nul_byte,
  field_too_long,
  invalid_json,
};

/// Returns `text` without leading and trailing spaces and tabs. Applies to every value and every id, from any file.
[[nodiscard]] inline std::string_view without_outer_blanks(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

struct ParserLimits {
  std::uint64_t max_field_bytes = 1ULL << 20;
  std::uint64_t max_row_bytes = 256ULL << 20;  ///< at most 1 GiB, because offsets into the buffer have 32 bits
};

class CsvParser {
 public:
  enum class Step {
    row,           ///< a row is ready
    need_bytes,    ///< the caller must `prepare` and `commit` more bytes, or call `finish`
    end,           ///< there are no more rows
    cut_off,       ///< the input ends inside quotes; the unfinished row begins on line()
    row_too_long,  ///< the row that begins on line() exceeds the limit
  };

  /// `offset` and `line` are those of the first byte fed, within its file.
  CsvParser(Dialect dialect, ParserLimits limits, std::uint64_t offset, std::uint64_t line);

  /// Returns room for `num_bytes` more bytes; `commit` says how many of them were filled. Invalidates values.
  [[nodiscard]] std::span<char> prepare(std::size_t num_bytes);
  void commit(std::size_t num_bytes);
  void finish() { finished_ = true; }

  /// Rows with another number of fields are defective; 0 accepts any number.
  void expect_fields(std::size_t num_fields) { expected_fields_ = num_fields; }

  /// The bytes are of another encoding than UTF-8, and the caller checks them.
  void expect_other_encoding() { expects_utf8_ = false; }

  Step next();

  /// Position of the row that `next` returned last, or in which it stopped.
  [[nodiscard]] std::uint64_t offset() const { return offset_ + row_begin_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  /// Position of the row after it.
  [[nodiscard]] std::uint64_t next_offset() const { return offset_ + next_row_begin_; }
  [[nodiscard]] std::uint64_t next_line() const { return next_line_; }

  /// Whether the row is empty (has no bytes).
  [[nodiscard]] bool is_blank() const { return fields_.size() == 1 && row_end_ == row_begin_; }
  [[nodiscard]] std::size_t num_fields() const { return fields_.size(); }
  /// Length of the row without its line end.
  [[nodiscard]] std::uint64_t num_row_bytes() const { return row_end_ - row_begin_; }
  /// Whether a quote occurs where the format allows none.
  [[nodiscard]] bool has_stray_quote() const { return stray_quote_; }
  /// The first defect of the row: defects of structure come before defects of content, and those go in order of fields.
  [[nodiscard]] std::optional<Defect> defect() const;
  /// Value of a field of a row without a stray quote. The view is valid until the next call of a member.
  [[nodiscard]] std::string_view value(std::size_t field) {
    const Field& at = fields_[field];
    return at.num_doubled == 0 ? without_outer_blanks(raw(at)) : unescaped_value(at);
  }

 private:
  /// Offsets from row_begin_; the quotes belong to the field.
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
  bool expects_utf8_ = true;
  bool finished_ = false;

  std::vector<char> buffer_;  // bytes [0, filled_) are input; the rest is room
  std::uint32_t filled_ = 0;
  std::uint32_t indexed_ = 0;     // index_structure has seen bytes [0, indexed_)
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
  bool row_open_ = false;  // fields_ holds the first fields of a row whose end has not been found yet
  bool stray_quote_ = false;
  std::vector<Field> fields_;
  std::string unescaped_;
};

}  // namespace onefold::csv
