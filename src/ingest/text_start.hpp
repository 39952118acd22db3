// What the first and the last bytes of a text say about it, beyond what the job says: the line end, a line such as
// `sep=;`, the names of its columns, how wide its rows are, where its footer begins. Pure; the caller reads the bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/replayed.hpp"
#include "csv/dialect.hpp"
#include "onefold/config/job.hpp"

namespace onefold::ingest {

/// How many first bytes decide. A file that is not longer is known completely.
inline constexpr std::size_t kStartBytes = 64U << 10;

struct TextStart {
  csv::Dialect dialect;
  std::uint64_t begin = 0;          ///< offset after a byte-order mark
  std::uint64_t lines_to_skip = 0;  ///< skip_lines, or 1 for a line `sep=;`
};

/// `first_bytes` begin the text. The delimiter of a `sep=` line counts if the job has the default delimiter and the
/// line below does not speak for it.
[[nodiscard]] TextStart start_of_text(const config::TextFormat& text, std::string_view first_bytes);

/// The names of columns.
struct ColumnNames {
  std::vector<std::string> names;     ///< unique
  std::size_t num_named = 0;          ///< columns up to the last one whose cell is not empty
  std::vector<std::string> repeated;  ///< names that several columns have: they became `NAME`, `NAME_2`, ...
};

/// Pure. `rows` hold the cells of the header, the uppermost row first. The cells above each other are joined by a
/// blank; above the last row an empty cell takes the one to its left, as in merged cells. A column without a name is
/// called column_7, by its position.
[[nodiscard]] ColumnNames name_columns(std::span<const std::vector<std::string>> rows);

/// A row at the beginning of a file.
struct SampledRow {
  std::size_t num_fields = 0;
  std::size_t num_filled = 0;  ///< fields up to the last one that is not empty
};

/// Pure. The width of the rows below a header of `header_width` cells, the first `num_named` of which name columns.
/// Rows may be wider than the header by trailing delimiters, or narrower by its trailing empty cells, if that is the
/// usual form of the file. A single row of another width is malformed: one delimiter too many or too few inside of it
/// looks the same, and its values would end up in the wrong columns.
[[nodiscard]] csv::RowWidth width_of_rows(std::size_t header_width, std::size_t num_named,
                                          std::span<const SampledRow> rows);

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

}  // namespace onefold::ingest
