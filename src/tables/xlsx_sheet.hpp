// The cells of one sheet of an Excel file, row by row. Local.
//
// Only cells with a value take memory, wherever they stand. Memory: the rows of a piece of 64 KiB of the sheet, and at
// most kMaxRowBytes for one row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "tables/xlsx_workbook.hpp"
#include "tables/xml_stream.hpp"

namespace onefold::tables {

inline constexpr std::size_t kMaxRowBytes = std::size_t{256} << 20;
inline constexpr std::uint32_t kMaxColumns = 16'384;

struct XlsxCell {
  std::uint32_t column = 0;  ///< from 0
  std::string_view shared;   ///< a string of the workbook, or
  std::string own;           ///< a value of the cell itself
  [[nodiscard]] std::string_view text() const { return own.empty() ? shared : own; }
};

struct XlsxRow {
  std::uint64_t number = 0;     ///< as Excel shows it, from 1
  std::vector<XlsxCell> cells;  ///< those with a value, ascending
  /// Columns of formulas that no value was stored with.
  std::vector<std::uint32_t> formulas_without_value;
  bool is_too_long = false;  ///< has a value that is longer than a field may be
  /// Of the last cell with a value, from 1.
  [[nodiscard]] std::size_t width() const { return cells.empty() ? 0 : cells.back().column + std::size_t{1}; }
  /// Empty if the cell has no value.
  [[nodiscard]] std::string_view at(std::size_t column) const;
};

class XlsxSheetStream final : public XmlStream {
 public:
  /// `where` begins messages. The workbook outlives the stream.
  XlsxSheetStream(std::unique_ptr<bytes::ByteSource> source, std::string where, const Workbook& workbook,
                  std::uint64_t max_field_bytes);

  /// The next row with a value, or with a formula that should have one; false at the end.
  [[nodiscard]] bool next(XlsxRow& row);
  /// The next row with a value.
  [[nodiscard]] bool next_filled(XlsxRow& row);

 private:
  void begin_element(std::string_view name, const XmlAttributes& attributes) override;
  void end_element(std::string_view name) override;
  void take_text(std::string_view text) override;
  void begin_cell(const XmlAttributes& attributes);
  void end_cell();
  void fail_in_cell(std::string_view what);
  [[nodiscard]] XlsxCell read_cell();

  const Workbook& workbook_;
  std::uint64_t max_field_bytes_;
  std::deque<XlsxRow> rows_;
  XlsxRow row_;
  std::size_t row_bytes_ = 0;
  std::uint64_t last_number_ = 0;
  std::uint32_t next_column_ = 0;
  std::uint32_t column_ = 0;
  std::string type_;
  std::uint64_t style_ = 0;
  std::string value_;
  bool has_formula_ = false;
  bool has_value_ = false;
  int inside_phonetic_ = 0;
  bool takes_text_ = false;
};

}  // namespace onefold::tables
