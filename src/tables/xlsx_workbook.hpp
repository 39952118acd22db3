// What the sheets of an Excel file share: their names, the strings that cells refer to, and the formats of numbers.
// Local.
//
// A small file can be unpacked into a large one, so that every part is bounded: kMaxSharedBytes for strings, with
// kBytesPerSharedString for each, kMaxStyles, kMaxSheets. A file beyond a bound is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/zip_archive.hpp"
#include "tables/xlsx_values.hpp"

namespace onefold::tables {

inline constexpr std::uint64_t kMaxSharedBytes = std::uint64_t{1} << 30;
inline constexpr std::uint64_t kBytesPerSharedString = 8;
/// Excel has at most 65,490 formats of cells.
inline constexpr std::size_t kMaxStyles = 65'536;
inline constexpr std::size_t kMaxSheets = 10'000;

/// Strings by their number.
class SharedStrings {
 public:
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const;
  /// Such a string is longer than a field may be, and is not kept.
  [[nodiscard]] bool is_too_long(std::size_t i) const { return (places_[i] & kTooLong) != 0; }
  /// False if there is no room.
  [[nodiscard]] bool add(std::string_view text, bool is_too_long, std::uint64_t max_bytes = kMaxSharedBytes);
  [[nodiscard]] std::uint64_t num_bytes() const { return block_bytes_ + kBytesPerSharedString * places_.size(); }

 private:
  // A place is the number of a block and an offset into it. Blocks do not move, so that nothing is copied as they grow.
  static constexpr std::uint64_t kTooLong = std::uint64_t{1} << 63U;
  static constexpr unsigned kOffsetBits = 21;
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
  [[nodiscard]] static std::size_t block_of(std::uint64_t place) { return (place & ~kTooLong) >> kOffsetBits; }
  [[nodiscard]] static std::size_t offset_of(std::uint64_t place) {
    return place & ((std::uint64_t{1} << kOffsetBits) - 1);
  }
  std::deque<std::uint64_t> places_;
  std::vector<std::string> blocks_;
  std::uint64_t block_bytes_ = 0;
};

struct XlsxSheet {
  std::string name;
  std::string member;  ///< of the archive
};

struct Workbook {
  std::vector<XlsxSheet> sheets;  ///< those with cells
  std::vector<NumberForm> form_of_style;
  SharedStrings strings;
  bool from_1904 = false;
};

/// Throws Error(input), which begins with `path`, if a part is missing, damaged or too large.
[[nodiscard]] Workbook read_workbook(const bytes::ZipArchive& archive, const std::string& path,
                                     std::uint64_t max_field_bytes);

/// A number from 0 on that has only digits.
[[nodiscard]] std::optional<std::uint64_t> whole_number_in(std::string_view text);

}  // namespace onefold::tables
