// Finds out by content how the text of a file is encoded. Local.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::bytes {

/// A byte-order mark at the beginning of a file.
struct ByteOrderMark {
  std::string_view encoding;  ///< empty: there is none
  std::size_t num_bytes = 0;
};
[[nodiscard]] ByteOrderMark byte_order_mark(std::string_view first_bytes);

struct EncodingGuess {
  std::string encoding;  ///< a name that ICU knows; empty: nothing fits
  /// Why, to follow "because" or "its encoding cannot be told: ".
  std::string reason;
  /// The byte-order mark does not fit what follows it. `encoding` is what fits.
  bool mark_lies = false;
};

/// Looks at the first bytes of a file; a MiB is enough. `is_all`: the file has no more, so that it cannot be cut off
/// within a character. Text in ASCII is UTF-8.
[[nodiscard]] EncodingGuess detect_encoding(std::string_view beginning, bool is_all);

/// The encoding of bytes that are no UTF-8 and have no byte-order mark.
[[nodiscard]] EncodingGuess detect_8_bit(std::string_view bytes);

/// Counts lines that are UTF-8 with characters outside ASCII, and lines that are not UTF-8.
class Utf8Census {
 public:
  /// `line`: of the first byte.
  explicit Utf8Census(std::uint64_t line = 1) : line_(line) {}
  void add(std::string_view bytes);
  /// Counts a last line without a line end. Not after bytes that were cut off anywhere.
  void finish();

  [[nodiscard]] std::uint64_t num_lines_utf8() const { return num_lines_utf8_; }
  [[nodiscard]] std::uint64_t num_lines_other() const { return num_lines_other_; }
  [[nodiscard]] std::uint64_t first_line_other() const { return first_line_other_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  /// The first lines that are not UTF-8.
  [[nodiscard]] const std::string& other_lines() const { return other_lines_; }
  /// A few damaged lines among many with accents in UTF-8: a UTF-8 file all the same.
  [[nodiscard]] bool is_utf8() const { return num_lines_other_ < num_lines_utf8_ || num_lines_other_ == 0; }
  /// So many lines of both that two files in two encodings became one.
  [[nodiscard]] bool is_mixed() const { return num_lines_utf8_ > 0 && num_lines_utf8_ * 20 >= num_lines_other_; }

 private:
  void count(std::string_view line);

  std::uint64_t line_;
  std::uint64_t num_lines_utf8_ = 0;
  std::uint64_t num_lines_other_ = 0;
  std::uint64_t first_line_other_ = 0;
  std::string unfinished_;
  std::string other_lines_;
};

}  // namespace onefold::bytes
