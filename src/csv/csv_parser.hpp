// The CSV parser: takes bytes in chunks of any size and returns rows. The only one in the program.
//
//   rows    end at a line end outside quoted fields, or at the end of the input
//   fields  end at a delimiter; a quoted field begins with a quote at the beginning of the field and ends with a quote
//           before a delimiter or the end of the row; blanks may stand on both sides of it
//   values  the content of a field without leading and trailing spaces and tabs
//
// A quote anywhere else is a stray quote: a character of the field as far as splitting goes, and a defect of the row. A
// field whose quotes are wrong cannot swallow the rows after it: if what follows the closing quote is neither delimiter
// nor end of row, if there is no closing quote within max_field_bytes, or if the field holds rows (see holds_rows),
// then the row ends, with the defect stray_quote, at the end of the line on which that field begins.
//
// Two ways lead to the same rows. Dialects of single bytes are split by masks of 64 bytes (see csv_scan.hpp), and each
// field that holds quotes is checked. From the first field that is not well formed to the end of its row, and for all
// other dialects, an automaton reads byte by byte. Memory: the longest row or max_field_bytes, plus one chunk; the
// bytes of a row are moved at most once. Cost: linear in the bytes, also for a field of many megabytes and for many
// stray quotes: between two fields that are closed wrongly stands an odd number of quotes, so that looking for the
// closing quote of one never passes the next. The first byte fed must begin a row. Local: the caller reads the file.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_scan.hpp"
#include "csv/dialect.hpp"

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

/// What is wrong with the quotes of a row with a stray quote.
enum class QuoteFault : std::uint8_t {
  none,
  inside,         ///< a quote stands inside a field that does not begin with one
  after_closing,  ///< something follows the closing quote
  closed_later,   ///< the same, and the closing quote stands on a later line
  unclosed,       ///< no closing quote until the end of the input, or within max_field_bytes
  holds_rows,     ///< the next quote that could close the field stands many rows later
};

/// What a row of the input is.
enum class RowKind : std::uint8_t {
  row,
  blank,       ///< a line without bytes
  delimiters,  ///< a line of blanks and delimiters only
  comment,
  skipped,  ///< one of skip_lines
};

/// Returns `text` without leading and trailing spaces and tabs. Applies to every value and every id, from any file.
[[nodiscard]] [[gnu::always_inline]] inline std::string_view without_outer_blanks(std::string_view text) {
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
    row_too_long,  ///< the row that begins on line() exceeds the limit
  };

  /// `offset` and `line` are those of the first byte fed, within its file.
  CsvParser(Dialect dialect, ParserLimits limits, std::uint64_t offset, std::uint64_t line);

  /// Returns room for `num_bytes` more bytes; `commit` says how many of them were filled. Invalidates values.
  [[nodiscard]] std::span<char> prepare(std::size_t num_bytes);
  void commit(std::size_t num_bytes) { filled_ += static_cast<std::uint32_t>(num_bytes); }
  void finish() { finished_ = true; }

  /// Rows with another number of fields are defective. Call it between two rows.
  void expect_fields(RowWidth width) { width_ = width; }
  void expect_fields(std::size_t num_fields) { width_ = {num_fields, 0}; }
  /// The next `num_lines` lines are rows of the kind `skipped`, whatever they hold. Call it before the first `next`.
  void skip_lines(std::uint64_t num_lines) { lines_to_skip_ = num_lines; }

  /// The bytes are of another encoding than UTF-8, and the caller checks them.
  void expect_other_encoding() { expects_utf8_ = false; }

  Step next();

  /// Position of the row that `next` returned last, or in which it stopped.
  [[nodiscard]] std::uint64_t offset() const { return offset_ + row_begin_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  /// The line on which the row ends.
  [[nodiscard]] std::uint64_t last_line() const { return last_line_; }
  /// Position of the row after it.
  [[nodiscard]] std::uint64_t next_offset() const { return offset_ + next_row_begin_; }
  [[nodiscard]] std::uint64_t next_line() const { return next_line_; }
  /// Bytes of the row in which `next` stopped because it needs more.
  [[nodiscard]] std::uint64_t num_waiting_bytes() const { return filled_ - row_begin_; }

  [[nodiscard]] RowKind kind() const {
    if (kind_ != RowKind::row ||
        (row_end_ > row_begin_ && !may_be_empty_[static_cast<unsigned char>(byte_at(row_begin_))]))
      return kind_;
    return kind_of_empty_row();
  }
  [[nodiscard]] std::size_t num_fields() const { return fields_.size() + num_dropped_fields_; }
  /// Length of the row without its line end.
  [[nodiscard]] std::uint64_t num_row_bytes() const { return row_end_ - row_begin_; }
  /// Bytes of the row as they were fed, without the line end. Valid until the next call of a member.
  [[nodiscard]] std::string_view row_bytes() const {
    return {buffer_.data() + row_begin_, static_cast<std::size_t>(row_end_ - row_begin_)};
  }
  [[nodiscard]] bool has_stray_quote() const { return fault_ != QuoteFault::none; }
  [[nodiscard]] QuoteFault quote_fault() const { return fault_; }
  /// The first defect of the row: defects of structure come before defects of content, and those go in order of fields.
  [[nodiscard]] std::optional<Defect> defect() const;
  /// Whether quotes surround a field of a row without a stray quote.
  [[nodiscard]] bool is_quoted(std::size_t field) const { return field < fields_.size() && fields_[field].quoted; }
  /// Value of a field of a row without a stray quote; empty for a field that the row lacks. The view is valid until the
  /// next call of a member.
  [[nodiscard]] [[gnu::always_inline]] std::string_view value(std::size_t field) {
    if (field >= fields_.size()) return {};
    const Field& at = fields_[field];
    return at.num_removed == 0 ? without_outer_blanks(raw(at)) : unescaped_value(at);
  }

 private:
  /// The content of a field, without its quotes, as offsets from row_begin_.
  struct Field {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t num_removed = 0;  ///< bytes of the content that do not belong to the value
    bool quoted = false;
  };
  /// Where the automaton stands.
  enum class State : std::uint8_t { row_begin, field_begin, unquoted, quoted, closed, rest_of_line };
  /// What an automaton finds where the next bytes decide.
  enum class Found : std::uint8_t { no, yes, need_bytes };

  void begin_row();
  void add_field(std::uint32_t begin, std::uint32_t end, std::uint32_t num_removed, bool quoted) {
    fields_.push_back({begin - row_begin_, end - row_begin_, num_removed, quoted});
  }
  /// Forgets fields that are only counted.
  void drop_fields() {
    if (fields_.size() <= kMostFields) return;
    num_dropped_fields_ += fields_.size() - kMostFields;
    fields_.resize(kMostFields);
  }
  /// By masks. False: the field is not well formed, and nothing has changed.
  [[nodiscard]] bool end_field(std::uint32_t end) {
    if (!quotes_.empty() && quotes_.front() < end) return end_quoted_field(end);
    add_field(field_begin_, end, 0, false);
    return true;
  }
  [[nodiscard]] bool end_quoted_field(std::uint32_t end);
  /// Position of the end of the row without a carriage return before its line end.
  [[nodiscard]] std::uint32_t without_carriage_return(std::uint32_t end) const {
    return end > field_begin_ && byte_at(end - 1) == '\r' && dialect_.line_end == '\n' ? end - 1 : end;
  }
  void end_row(std::uint32_t end, std::uint32_t next_begin);
  void index_window();
  /// Nothing: the rest of the row must be read by the automaton.
  [[nodiscard]] std::optional<Step> next_by_masks();

  void begin_automaton(State state, std::uint32_t at);
  [[nodiscard]] Step next_by_automaton();
  [[nodiscard]] Found pass_row_begin();
  [[nodiscard]] Found pass_field_begin();
  [[nodiscard]] Found pass_unquoted();
  [[nodiscard]] Found pass_quoted();
  [[nodiscard]] Found pass_closed();
  [[nodiscard]] Found pass_rest_of_line();
  [[nodiscard]] Found pass_state();
  [[nodiscard]] Found delimiter_at(std::uint32_t at) const;
  [[nodiscard]] Found pass_escape(std::uint32_t& at) const;
  void end_unquoted_field(std::uint32_t end);
  void begin_next_field();
  void end_automaton_row(std::uint32_t end, bool at_line_end);
  void recover(QuoteFault fault);
  void recover_after_closing();

  [[nodiscard]] RowKind kind_of_empty_row() const;
  [[nodiscard]] char byte_at(std::uint32_t at) const { return buffer_[at]; }
  [[nodiscard]] std::string_view raw(const Field& field) const {
    return {buffer_.data() + row_begin_ + field.begin, static_cast<std::size_t>(field.end - field.begin)};
  }
  [[nodiscard]] std::string_view unescaped_value(const Field& field);

  // A row of more fields is malformed anyway; its further fields are only counted, from time to time.
  static constexpr std::size_t kMostFields = 1U << 20;

  Dialect dialect_;
  ScanBytes scan_;
  ParserLimits limits_;
  RowWidth width_;
  bool expects_utf8_ = true;
  bool finished_ = false;
  bool plain_ = true;                                                 // masks can split the dialect
  std::array<bool, 256> is_special_{}, may_be_empty_{}, is_blank_{};  // [byte] of the dialect

  std::vector<char> buffer_;  // bytes [0, filled_) are input; the rest is room
  std::uint32_t filled_ = 0;
  std::uint32_t indexed_ = 0;       // index_structure has seen bytes [0, indexed_)
  std::uint32_t window_bytes_ = 0;  // how many it sees next
  bool inside_quotes_ = false;      // at indexed_
  std::uint32_t plain_from_ = 0;    // bytes [plain_from_, indexed_) are ASCII without NUL
  Offsets separators_;
  Offsets quotes_;

  State state_ = State::row_begin;  // of the automaton
  bool by_automaton_ = false;       // reads the row
  std::uint32_t at_ = 0;            // next byte of the automaton
  std::uint32_t open_ = 0;          // opening quote
  std::uint32_t close_ = 0;         // closing quote
  std::uint32_t num_removed_ = 0;   // of the field

  std::uint64_t offset_ = 0;  // of buffer_[0] in the file
  std::uint64_t line_ = 1;
  std::uint64_t last_line_ = 1;
  std::uint64_t next_line_ = 1;
  std::uint64_t lines_to_skip_ = 0;
  std::uint32_t row_begin_ = 0;
  std::uint32_t row_end_ = 0;
  std::uint32_t next_row_begin_ = 0;
  std::uint32_t field_begin_ = 0;
  bool row_open_ = false;  // fields_ holds the first fields of a row whose end has not been found yet
  RowKind kind_ = RowKind::row;
  QuoteFault fault_ = QuoteFault::none;
  bool line_too_long_ = false;  // the field with the fault is too long, and on one line
  std::vector<Field> fields_;
  std::size_t num_dropped_fields_ = 0;
  std::string unescaped_;
};

}  // namespace onefold::csv
