// Lines of a text as its bytes arrive: their number, whatever rows they are, and those of a footer.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "bytes/byte_source.hpp"

namespace onefold::tables {

/// Pure. Offset in `tail`, the last bytes of a text, at which its last `num_lines` lines begin; blank lines at the very
/// end do not count. npos: `tail` has too few lines.
[[nodiscard]] std::size_t footer_begin(std::string_view tail, std::uint64_t num_lines, char line_end);

/// Counts the lines of a range of a text by its line ends, as its bytes arrive, whatever rows they are.
class LineCounter {
 public:
  LineCounter(std::uint64_t begin, std::uint64_t end, char line_end) : begin_(begin), end_(end), line_end_(line_end) {}
  /// `bytes` begin at `offset`. Those outside of the range do not count.
  void add(std::uint64_t offset, std::string_view bytes);
  /// `is_last`: the text ends where the range ends.
  [[nodiscard]] std::uint64_t count(bool is_last) const { return num_line_ends_ + (is_last && is_open_ ? 1 : 0); }

 private:
  std::uint64_t begin_;
  std::uint64_t end_;
  char line_end_;
  std::uint64_t num_line_ends_ = 0;
  bool is_open_ = false;  // the last byte was none
};

/// Gives the bytes of `source`, the first of which is at `offset`, and counts their lines.
class CountedLines final : public bytes::ByteSource {
 public:
  CountedLines(std::unique_ptr<bytes::ByteSource> source, std::uint64_t offset, LineCounter& lines)
      : source_(std::move(source)), offset_(offset), lines_(lines) {}
  [[nodiscard]] std::size_t read(std::span<char> target) override;
  [[nodiscard]] std::uint64_t stored_bytes_taken() const override { return source_->stored_bytes_taken(); }

 private:
  std::unique_ptr<bytes::ByteSource> source_;
  std::uint64_t offset_;
  LineCounter& lines_;
};

/// Gives the bytes of `source` without the footer. Memory: the footer and one chunk.
class WithoutFooter final : public bytes::ByteSource {
 public:
  WithoutFooter(std::unique_ptr<bytes::ByteSource> source, std::uint64_t num_lines, char line_end)
      : source_(std::move(source)), num_lines_(num_lines), line_end_(line_end) {}
  [[nodiscard]] std::size_t read(std::span<char> target) override;
  [[nodiscard]] std::uint64_t stored_bytes_taken() const override { return source_->stored_bytes_taken(); }
  /// After the end: the bytes of the footer.
  [[nodiscard]] std::string_view footer() const { return held_; }

 private:
  std::unique_ptr<bytes::ByteSource> source_;
  std::uint64_t num_lines_;
  char line_end_;
  std::string held_;          // bytes that may be the footer
  std::size_t released_ = 0;  // bytes at the beginning of held_ that are not
  bool ended_ = false;
};

}  // namespace onefold::tables
