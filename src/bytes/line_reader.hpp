// Lines of a text, one after the other. Local.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "bytes/byte_source.hpp"

namespace onefold::bytes {

/// Where a line of a text begins.
struct TextPosition {
  std::uint64_t offset = 0;
  std::uint64_t line = 1;
};

struct LineLimits {
  std::uint64_t max_line_bytes = 256ULL << 20;
  std::size_t padding = 0;  ///< so many bytes behind a line can be read
  std::size_t chunk_bytes = 1U << 20;
  char line_end = '\n';
};

/// Memory: the longest line plus a chunk. A line ends at LineLimits::line_end or at the end of the text; a carriage
/// return before a line feed is dropped.
class LineReader {
 public:
  /// `begin` is the place of the first byte of `source`.
  LineReader(std::unique_ptr<ByteSource> source, TextPosition begin, const LineLimits& limits);

  enum class Step { line, end, too_long };
  Step next();

  /// Valid until the next call of `next`.
  [[nodiscard]] std::string_view line() const { return line_; }
  /// Of the line that `next` returned last, or that is too long.
  [[nodiscard]] TextPosition position() const { return position_; }
  /// Bytes of the text that have been taken from the source.
  [[nodiscard]] std::uint64_t offset_read() const { return offset_ + filled_; }
  [[nodiscard]] const ByteSource& source() const { return *source_; }

 private:
  bool refill();

  std::unique_ptr<ByteSource> source_;
  LineLimits limits_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of the next line in the buffer
  std::size_t scanned_ = 0;  // no line feed in [begin_, scanned_)
  std::size_t filled_ = 0;
  std::uint64_t offset_;  // of buffer_[0]
  std::uint64_t next_line_;
  bool ended_ = false;
  std::string_view line_;
  TextPosition position_;
};

}  // namespace onefold::bytes
