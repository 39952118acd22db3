#include "tables/xlsx_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "csv/csv_parser.hpp"

namespace onefold::tables {

namespace {

/// "A" of 0, "AB" of 27.
std::string column_letters(std::uint32_t column) {
  std::string letters;
  for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

}  // namespace

std::string_view XlsxRow::at(std::size_t column) const {
  const auto found = std::ranges::lower_bound(cells, column, {}, &XlsxCell::column);
  return found == cells.end() || found->column != column ? std::string_view() : found->text();
}

XlsxSheetStream::XlsxSheetStream(std::unique_ptr<bytes::ByteSource> source, std::string where, const Workbook& workbook,
                                 std::uint64_t max_field_bytes)
    : XmlStream(std::move(source), std::move(where)), workbook_(workbook), max_field_bytes_(max_field_bytes) {}

bool XlsxSheetStream::next(XlsxRow& row) {
  while (rows_.empty())
    if (!parse_some()) return false;
  row = std::move(rows_.front());
  rows_.pop_front();
  return true;
}

bool XlsxSheetStream::next_filled(XlsxRow& row) {
  while (next(row))
    if (!row.cells.empty()) return true;
  return false;
}

void XlsxSheetStream::begin_element(std::string_view name, const XmlAttributes& attributes) {
  if (name == "row") {
    const std::uint64_t number = whole_number_in(attributes.find("r")).value_or(0);
    row_ = {};
    row_.number = last_number_ = number > last_number_ ? number : last_number_ + 1;
    next_column_ = 0;
    row_bytes_ = 0;
  } else if (name == "c") {
    begin_cell(attributes);
  } else if (name == "rPh") {
    ++inside_phonetic_;
  } else if (name == "f") {
    has_formula_ = true;
  } else if (name == "v") {
    has_value_ = true;
  }
  takes_text_ = name == "v" || (name == "t" && inside_phonetic_ == 0);
}

void XlsxSheetStream::begin_cell(const XmlAttributes& attributes) {
  const std::string_view reference = attributes.find("r");
  const std::int32_t column = column_of_reference(reference);
  column_ = column < 0 ? next_column_ : static_cast<std::uint32_t>(column);
  if (column < 0 && !reference.empty())
    return fail(fmt::format("row {} has a cell whose place cannot be read", row_.number));
  if (column_ >= kMaxColumns) return fail("a cell stands beyond the last column of Excel");
  next_column_ = column_ + 1;
  type_ = attributes.find("t");
  value_.clear();
  has_formula_ = has_value_ = false;
  const std::string_view style = attributes.find("s");
  const auto number = style.empty() ? 0 : whole_number_in(style);
  if (!number) return fail_in_cell("refers to a format by what is no number");
  style_ = *number;
}

void XlsxSheetStream::fail_in_cell(std::string_view what) {
  fail(fmt::format("cell {}{} {}", column_letters(column_), row_.number, what));
}

void XlsxSheetStream::end_element(std::string_view name) {
  takes_text_ = false;
  if (name == "rPh")
    --inside_phonetic_;
  else if (name == "c")
    end_cell();
  else if (name == "row" && (!row_.cells.empty() || !row_.formulas_without_value.empty() || row_.is_too_long))
    rows_.push_back(std::move(row_));
}

void XlsxSheetStream::end_cell() {
  // The empty text is a value of a formula, too.
  if (has_formula_ && value_.empty() && !(type_ == "str" && has_value_)) row_.formulas_without_value.push_back(column_);
  XlsxCell cell = read_cell();
  if (cell.own.size() > max_field_bytes_) {
    row_.is_too_long = true;
    return;
  }
  if (cell.text().empty()) return;
  row_bytes_ += sizeof(XlsxCell) + cell.own.size();
  if (row_bytes_ > kMaxRowBytes) return fail(fmt::format("row {} has more than 256 MiB", row_.number));
  // Cells are written from left to right. Of two in one place the last counts.
  auto& cells = row_.cells;
  if (cells.empty() || cells.back().column < cell.column) {
    cells.push_back(std::move(cell));
    return;
  }
  const auto place = std::ranges::lower_bound(cells, cell.column, {}, &XlsxCell::column);
  if (place->column == cell.column)
    *place = std::move(cell);
  else
    cells.insert(place, std::move(cell));
}

void XlsxSheetStream::take_text(std::string_view text) {
  if (!takes_text_) return;
  if (value_.size() + text.size() > kBytesPerEscape * max_field_bytes_)
    row_.is_too_long = true;
  else
    value_ += text;
}

XlsxCell XlsxSheetStream::read_cell() {
  XlsxCell cell{column_, {}, {}};
  const std::string_view value = csv::without_outer_blanks(value_);
  if (type_ == "s") {
    if (value.empty()) return cell;
    const auto index = whole_number_in(value);
    if (!index)
      fail_in_cell("refers to a string by what is no number");
    else if (*index >= workbook_.strings.size())
      fail_in_cell("refers to a string that is not there");
    else if (workbook_.strings.is_too_long(*index))
      row_.is_too_long = true;
    else
      cell.shared = csv::without_outer_blanks(workbook_.strings[*index]);
  } else if (type_ == "b") {
    cell.own = value.empty() ? "" : value == "0" || value == "false" ? "false" : "true";
  } else if (type_ == "inlineStr" || type_ == "str" || type_ == "d") {
    cell.own = csv::without_outer_blanks(without_escapes(value_));
  } else if (type_ != "e" && !value.empty()) {
    const auto& forms = workbook_.form_of_style;
    cell.own = shown_number(value, style_ < forms.size() ? forms[style_] : NumberForm{}, workbook_.from_1904);
  }
  return cell;
}

}  // namespace onefold::tables
