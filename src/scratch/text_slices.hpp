// Rows of several columns as a product of the work directory: one stage writes them, any number of ranks read them back
// by ranges of global ids. The pipeline keeps raw attribute values this way between ingest and merge.
//
//   payload   pages, then the page directory (40 bytes per page), then a trailer (32 bytes)
//   page      at most `rows_per_page` rows: per text column u32[rows] ends and the bytes; per wide column u64[rows];
//             per narrow column u32[rows]
//
// The directory holds an XXH3-64 per page, and the trailer one of the directory: a reader that needs only some pages
// reads only these, and still detects every damaged byte. Cost: time and bytes of the columns; memory of one page
// (kMaxPageBytes, or one row if that is larger).
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/record/text_column.hpp"
#include "record/empty_text.hpp"
#include "scratch/slice_file.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::scratch {

/// The number of columns of each kind.
struct RowSchema {
  std::uint32_t num_text = 0;
  std::uint32_t num_wide = 0;    ///< u64
  std::uint32_t num_narrow = 0;  ///< u32
  bool operator==(const RowSchema&) const = default;
};

/// Columns supplied by the caller, all of the same length.
struct RowColumns {
  std::vector<const TextColumn*> text;
  std::vector<std::span<const std::uint64_t>> wide;
  std::vector<std::span<const std::uint32_t>> narrow;
};

inline constexpr std::uint64_t kRowsPerPage = 65'536;
inline constexpr std::uint64_t kMaxPageBytes = std::uint64_t{64} << 20;

/// Local. Writes rows of one contiguous range of ids, in ascending order.
class TextSliceWriter {
 public:
  TextSliceWriter(const WorkDirectory& work, std::string product, RowSchema schema,
                  std::uint64_t rows_per_page = kRowsPerPage);

  /// Each call begins a new page, so give many rows at once.
  void append(const RowColumns& rows);
  /// Ends appending: completes the file except for its header, and closes it (see ProductWriter::finish). close() calls
  /// this function if necessary.
  void finish();
  [[nodiscard]] std::uint64_t num_rows() const { return num_rows_; }
  /// `first` is the id of the first row appended. Give the result to WorkDirectory::publish().
  [[nodiscard]] std::optional<Slice> close(std::uint64_t first);

 private:
  struct PageEntry {
    std::uint64_t first_row;  // of the slice
    std::uint64_t num_rows;
    std::uint64_t offset;  // in the payload
    std::uint64_t num_bytes;
    std::uint64_t hash;
  };
  friend class TextSliceReader;
  void write_page(const RowColumns& rows, std::uint64_t begin, std::uint64_t end);

  ProductWriter writer_;
  RowSchema schema_;
  std::uint64_t rows_per_page_;
  std::uint64_t num_rows_ = 0;
  std::vector<PageEntry> pages_;
  std::vector<char> page_;
  std::vector<std::uint32_t> ends_;  // of one column of a page
  bool is_finished_ = false;
};

/// Rows of a page. Valid only during the call that receives it.
class RowPage {
 public:
  [[nodiscard]] std::uint64_t first_id() const { return first_id_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  /// `row` counts from first_id(). Empty for a missing value and for an empty text.
  [[nodiscard]] std::string_view text(std::uint32_t column, std::size_t row) const {
    return without_mark(stored_text(column, row));
  }
  /// The same as it is stored: see record/empty_text.hpp.
  [[nodiscard]] std::string_view stored_text(std::uint32_t column, std::size_t row) const {
    const TextPart& part = text_[column];
    const std::size_t at = begin_ + row;
    const std::uint32_t from = at == 0 ? 0 : load<std::uint32_t>(part.ends, at - 1);
    return {part.bytes + from, load<std::uint32_t>(part.ends, at) - from};
  }
  [[nodiscard]] std::uint64_t wide(std::uint32_t column, std::size_t row) const {
    return load<std::uint64_t>(wide_[column], begin_ + row);
  }
  [[nodiscard]] std::uint32_t narrow(std::uint32_t column, std::size_t row) const {
    return load<std::uint32_t>(narrow_[column], begin_ + row);
  }
  /// All rows of a column as they are stored, appended at once.
  void append_text(std::uint32_t column, TextColumn& to) const {
    const TextPart& part = text_[column];
    const std::uint32_t from = begin_ == 0 ? 0 : load<std::uint32_t>(part.ends, begin_ - 1);
    const std::uint32_t end = begin_ == end_ ? from : load<std::uint32_t>(part.ends, end_ - 1);
    to.append({part.bytes + from, end - from}, size(),
              [&](std::size_t row) { return load<std::uint32_t>(part.ends, begin_ + row) - from; });
  }
  /// All rows of a column; `to` has size() elements.
  void copy_wide(std::uint32_t column, std::span<std::uint64_t> to) const { copy(wide_[column], to); }
  void copy_narrow(std::uint32_t column, std::span<std::uint32_t> to) const { copy(narrow_[column], to); }

 private:
  friend class TextSliceReader;
  struct TextPart {
    const char* ends;
    const char* bytes;
  };
  // Columns follow each other without gaps, so numbers may be unaligned.
  template <typename T>
  static T load(const char* values, std::size_t index) {
    T value;
    std::memcpy(&value, values + index * sizeof(T), sizeof(T));
    return value;
  }
  template <typename T>
  void copy(const char* values, std::span<T> to) const {
    if (size() > 0) std::memcpy(to.data(), values + begin_ * sizeof(T), size() * sizeof(T));
  }
  /// Finds the columns. False when the bytes cannot be a page of `num_rows` rows.
  bool parse(std::span<const char> page, const RowSchema& schema, std::uint64_t num_rows);

  std::uint64_t first_id_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::vector<TextPart> text_;
  std::vector<const char*> wide_;
  std::vector<const char*> narrow_;
};

/// Bytes of the pages that hold a range of rows.
struct PageExtent {
  std::uint64_t num_bytes = 0;      ///< of all pages
  std::uint64_t largest_bytes = 0;  ///< of one page; a reader holds one page at a time
};

/// Local. Reads rows of a published product.
class TextSliceReader {
 public:
  TextSliceReader(const WorkDirectory& work, std::string product, RowSchema schema);

  /// Bytes of the pages with ids [first, last), as far as the product has them. Reads page directories only. Throws in
  /// the same cases as for_each_page().
  [[nodiscard]] PageExtent extent(std::uint64_t first, std::uint64_t last) const;
  /// Calls `use` with the rows of ids [first, last), page by page in ascending order of ids. Throws Error(input) if a
  /// file is damaged, Error(internal) if the product does not hold all these ids.
  void for_each_page(std::uint64_t first, std::uint64_t last, const std::function<void(const RowPage&)>& use) const;

 private:
  using PageEntry = TextSliceWriter::PageEntry;
  [[nodiscard]] std::vector<PageEntry> read_directory(std::size_t slice) const;
  // Calls use(slice, entry, id of its first row) for the pages that overlap the ids [first, last), in ascending order,
  // until it returns false.
  void for_each_entry(std::uint64_t first, std::uint64_t last,
                      const std::function<bool(std::size_t, const PageEntry&, std::uint64_t)>& use) const;

  ProductReader reader_;
  std::string product_;
  RowSchema schema_;
};

}  // namespace onefold::scratch
