#include "tables/xlsx_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bytes/kind_of.hpp"
#include "bytes/zip_archive.hpp"
#include "document/nearest_name.hpp"
#include "onefold/record/error.hpp"
#include "tables/xlsx_sheet.hpp"
#include "tables/xlsx_workbook.hpp"

namespace onefold::tables {

namespace {

constexpr std::size_t kMaxSheetsInMessage = 20;
constexpr std::size_t kMaxNameBytes = 60;
constexpr std::size_t kMaxOutlineCells = 100'000;

/// A name of a sheet is foreign text.
std::string shown_sheet(const std::string& name) {
  return fmt::format("sheet \"{}\"", config::printable(name, kMaxNameBytes));
}

/// An archive and what its sheets share.
class XlsxFile {
 public:
  XlsxFile(const std::string& path, std::uint64_t max_field_bytes)
      : path_(path), max_field_bytes_(max_field_bytes), archive_(opened(path)) {
    workbook_ = read_workbook(archive_, path, max_field_bytes);
  }
  [[nodiscard]] const Workbook& workbook() const { return workbook_; }
  [[nodiscard]] std::unique_ptr<XlsxSheetStream> open(const XlsxSheet& sheet) const {
    return std::make_unique<XlsxSheetStream>(archive_.open(sheet.member), path_ + ": " + shown_sheet(sheet.name),
                                             workbook_, max_field_bytes_);
  }

 private:
  static bytes::ZipArchive opened(const std::string& path) {
    std::array<char, 512> head{};
    const std::string_view first(head.data(), bytes::FileHandle(path).read_at(0, head));
    const auto refuse = [&](std::string_view begins, std::string_view otherwise) {
      const auto kind = bytes::kind_of(begins, path);
      throw Error(ExitCode::input, path + ": " + (kind ? kind->refusal() : std::string(otherwise)));
    };
    if (!first.starts_with("PK")) refuse(first, "is no .xlsx file; is format of its [[source]] right?");
    bytes::ZipArchive archive(path);
    if (!archive.has("xl/workbook.xml")) refuse("PK\x03\x04", "is a zip archive, and no .xlsx file; unpack it");
    return archive;
  }

  std::string path_;
  std::uint64_t max_field_bytes_;
  bytes::ZipArchive archive_;
  Workbook workbook_;
};

/// Where the rows of a table begin.
struct TablePlace {
  XlsxSheet sheet;
  std::vector<std::string> columns;
  std::uint64_t first_row = 1;
};

class XlsxReader final : public RowReader {
 public:
  XlsxReader(std::shared_ptr<const XlsxFile> file, const TablePlace& place, const std::vector<std::size_t>& fields)
      : file_(std::move(file)), place_(place), sheet_(file_->open(place.sheet)), is_asked_for_(place.columns.size()) {
    for (const std::size_t field : fields) is_asked_for_.at(field) = true;
  }
  bool next() override {
    while (sheet_->next(row_)) {
      if (row_.number < place_.first_row) continue;
      for (const std::uint32_t column : row_.formulas_without_value)
        if (column < is_asked_for_.size() && is_asked_for_[column]) ++num_without_value_;
      if (!row_.cells.empty() || row_.is_too_long) return true;
    }
    return false;
  }
  std::size_t num_fields() const override { return place_.columns.size(); }
  std::string_view value(std::size_t field) override { return row_.at(field); }
  std::optional<csv::Defect> defect() const override {
    if (row_.is_too_long) return csv::Defect::field_too_long;
    // A value beside the last column of the header belongs to no column.
    if (row_.width() > place_.columns.size()) return csv::Defect::wrong_number_of_fields;
    return std::nullopt;
  }
  std::uint64_t line() const override { return row_.number; }
  std::uint64_t num_row_bytes() const override {
    std::uint64_t sum = 0;
    for (const auto& cell : row_.cells) sum += cell.text().size() + 1;
    return sum;
  }
  std::uint64_t units_taken() const override { return 0; }
  std::string doubt() const override {
    if (num_without_value_ == 0) return {};
    return fmt::format(
        "{}: formulas without a stored value, which count as missing: {}. Open the file in Excel or "
        "LibreOffice, save it, and run again",
        shown_sheet(place_.sheet.name), num_without_value_);
  }

 private:
  std::shared_ptr<const XlsxFile> file_;
  TablePlace place_;
  std::unique_ptr<XlsxSheetStream> sheet_;
  std::vector<bool> is_asked_for_;
  std::uint64_t num_without_value_ = 0;
  XlsxRow row_;
};

class XlsxTable final : public Table {
 public:
  XlsxTable(const config::TextFormat& text, const std::string& path, std::uint64_t max_field_bytes)
      : path_(path), file_(std::make_shared<XlsxFile>(path, max_field_bytes)), size_(bytes::FileHandle(path).size()) {
    choose_sheet(text.sheet);
    read_header(text);
  }
  const std::vector<std::string>& columns() const override { return place_.columns; }
  std::uint64_t num_units() const override { return 1; }
  std::uint64_t bytes_per_unit() const override { return size_; }
  std::unique_ptr<RowReader> read(TablePart, const std::vector<std::size_t>& fields) override {
    return std::make_unique<XlsxReader>(file_, place_, fields);
  }

 private:
  void choose_sheet(const std::string& wanted) {
    std::string names;
    std::size_t num_filled = 0;
    bool is_found = false;
    for (const XlsxSheet& sheet : file_->workbook().sheets) {
      if (wanted.empty()) {
        XlsxRow row;
        if (!file_->open(sheet)->next_filled(row)) continue;
        ++num_filled;
      }
      if (wanted.empty() || sheet.name == wanted) place_.sheet = sheet, is_found = true;
      if (num_filled <= kMaxSheetsInMessage)
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", config::printable(sheet.name, kMaxNameBytes));
    }
    if (!wanted.empty() && !is_found)
      throw Error(ExitCode::input, fmt::format("{}: has no sheet \"{}\"; it has {}", path_, wanted, names));
    if (wanted.empty() && num_filled > 1)
      throw Error(ExitCode::input, fmt::format("{}: has {} sheets with values: {}; name one in its [[source]], as in "
                                               "sheet = \"...\"",
                                               path_, num_filled, names));
    if (!is_found) throw Error(ExitCode::input, path_ + ": is empty, no sheet has a value; leave the file out");
  }

  void read_header(const config::TextFormat& text) {
    const auto sheet = file_->open(place_.sheet);
    auto& columns = place_.columns;
    XlsxRow row;
    std::uint32_t num_read = 0;
    while (num_read < std::max<std::uint32_t>(1, text.header_rows) && sheet->next_filled(row)) {
      if (row.number <= text.skip_lines) continue;
      ++num_read;
      if (columns.size() < row.width()) columns.resize(row.width());
      for (const XlsxCell& cell : row.cells)
        if (text.header_rows > 0) (columns[cell.column] += columns[cell.column].empty() ? "" : " ") += cell.text();
      place_.first_row = text.header_rows == 0 ? row.number : row.number + 1;
    }
    for (std::size_t c = 0; text.header_rows == 0 && c < columns.size(); ++c) columns[c] = std::to_string(c + 1);
    if (columns.empty())
      throw Error(ExitCode::input,
                  path_ + ": has no header below its first lines; is skip_lines of its [[source]] right?");
  }

  std::string path_;
  std::shared_ptr<const XlsxFile> file_;
  std::uint64_t size_;
  TablePlace place_;
};

}  // namespace

std::unique_ptr<Table> open_xlsx(const config::TextFormat& text, const std::string& path,
                                 std::uint64_t max_field_bytes) {
  return std::make_unique<XlsxTable>(text, path, max_field_bytes);
}

std::vector<SheetOutline> outline_xlsx(const std::string& path) {
  const XlsxFile file(path, csv::ParserLimits{}.max_field_bytes);
  std::vector<SheetOutline> outlines;
  for (const XlsxSheet& sheet : file.workbook().sheets) {
    SheetOutline outline{.name = sheet.name};
    std::size_t num_cells = 0;
    const auto stream = file.open(sheet);
    for (XlsxRow row; stream->next_filled(row);) {
      ++outline.num_rows;
      outline.num_table_rows += row.cells.size() >= 2 ? 1 : 0;
      num_cells += row.width();
      if (outline.first_rows.size() >= kOutlineRows || num_cells > kMaxOutlineCells) continue;
      auto& first = outline.first_rows.emplace_back();
      first.number = row.number;
      first.values.resize(row.width());
      for (const XlsxCell& cell : row.cells) first.values[cell.column] = cell.text();
    }
    if (outline.num_rows > 0) outlines.push_back(std::move(outline));
  }
  return outlines;
}

}  // namespace onefold::tables
