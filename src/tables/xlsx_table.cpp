#include "tables/xlsx_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>

#include "bytes/kind_of.hpp"
#include "bytes/zip_archive.hpp"
#include "onefold/record/error.hpp"
#include "tables/xlsx_values.hpp"
#include "tables/xml_stream.hpp"

namespace onefold::tables {

namespace {

constexpr std::uint64_t kMaxSharedBytes = std::uint64_t{1} << 30;
constexpr std::size_t kMaxCellBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxRowBytes = std::size_t{256} << 20;
constexpr std::int32_t kMaxColumns = 16'384;
constexpr std::size_t kMaxSheetsInMessage = 20;

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  for (const char c : text.substr(0, 18)) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

/// The sheets of xl/workbook.xml, or the targets of its relations.
class WorkbookXml final : public XmlStream {
 public:
  struct Sheet {
    std::string name;
    std::string relation;
  };
  struct Relation {
    std::string id;
    std::string target;
    std::string type;
  };
  using XmlStream::XmlStream;
  std::vector<Sheet> sheets;
  std::vector<Relation> relations;
  bool from_1904 = false;

 private:
  void begin_element(std::string_view name, const XmlAttributes& attributes) override {
    const auto get = [&](std::string_view attribute) { return std::string(attributes.find(attribute)); };
    if (name == "sheet") sheets.push_back({get("name"), get("id")});
    if (name == "Relationship") relations.push_back({get("Id"), get("Target"), get("Type")});
    if (name == "workbookPr") from_1904 = get("date1904") == "1" || get("date1904") == "true";
  }
  void end_element(std::string_view) override {}
  void take_text(std::string_view) override {}
};

/// xl/styles.xml: how the cells of each style show numbers.
class StylesXml final : public XmlStream {
 public:
  using XmlStream::XmlStream;
  std::vector<NumberForm> form_of_style;

 private:
  struct Custom {
    std::uint32_t id;
    NumberForm form;
  };
  void begin_element(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "cellXfs") inside_ = true;
    const auto id = static_cast<std::uint32_t>(number_in(attributes.find("numFmtId")));
    if (name == "numFmt") custom_.push_back({id, form_of_code(attributes.find("formatCode"))});
    if (name == "xf" && inside_) {
      const auto found = std::ranges::find(custom_, id, &Custom::id);
      form_of_style.push_back(found == custom_.end() ? form_of_builtin(id) : found->form);
    }
  }
  void end_element(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }
  void take_text(std::string_view) override {}

  std::vector<Custom> custom_;
  bool inside_ = false;
};

/// xl/sharedStrings.xml: strings that cells refer to by number.
class SharedStringsXml final : public XmlStream {
 public:
  using XmlStream::XmlStream;
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }

 private:
  void begin_element(std::string_view name, const XmlAttributes&) override {
    if (name == "rPh") ++inside_phonetic_;
    inside_text_ = name == "t" && inside_phonetic_ == 0;
  }
  void end_element(std::string_view name) override {
    if (name == "rPh") --inside_phonetic_;
    inside_text_ = false;
    if (name != "si") return;
    text_ += without_escapes(string_);
    string_.clear();
    ends_.push_back(text_.size());
  }
  void take_text(std::string_view text) override {
    if (!inside_text_) return;
    string_ += text;
    if (text_.size() + string_.size() > kMaxSharedBytes) fail("it has more than 1 GiB of strings");
  }

  std::string text_;
  std::vector<std::uint64_t> ends_;
  std::string string_;
  int inside_phonetic_ = 0;
  bool inside_text_ = false;
};

/// What the sheets of a file share.
struct Workbook {
  std::vector<NumberForm> form_of_style;
  std::shared_ptr<const SharedStringsXml> strings;
  bool from_1904 = false;
};

struct SheetRow {
  std::uint64_t number = 0;  ///< as the program shows it, from 1
  std::vector<std::string> cells;
  bool is_too_long = false;
  [[nodiscard]] bool is_empty() const { return std::ranges::all_of(cells, &std::string::empty); }
};

/// A sheet, row by row.
class SheetXml final : public XmlStream {
 public:
  SheetXml(std::unique_ptr<bytes::ByteSource> source, std::string where, const Workbook& workbook)
      : XmlStream(std::move(source), std::move(where)), workbook_(workbook) {}

  /// The next row with a value; false at the end.
  bool next(SheetRow& row) {
    while (true) {
      while (!rows_.empty()) {
        row = std::move(rows_.front());
        rows_.pop_front();
        if (!row.is_empty()) return true;
      }
      if (!parse_some()) return false;
    }
  }

 private:
  void begin_element(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") {
      const std::uint64_t number = number_in(attributes.find("r"));
      row_ = {};
      row_.number = last_number_ = number > last_number_ ? number : last_number_ + 1;
      next_column_ = 0;
      row_bytes_ = 0;
    } else if (name == "c") {
      const std::int32_t column = column_of_reference(attributes.find("r"));
      column_ = column < 0 ? next_column_ : column;
      if (column_ >= kMaxColumns) return fail("a cell stands beyond the last column of Excel");
      next_column_ = column_ + 1;
      type_ = attributes.find("t");
      style_ = number_in(attributes.find("s"));
      value_.clear();
    } else if (name == "rPh") {
      ++inside_phonetic_;
    }
    takes_text_ = name == "v" || (name == "t" && inside_phonetic_ == 0);
  }
  void end_element(std::string_view name) override {
    takes_text_ = false;
    if (name == "rPh") {
      --inside_phonetic_;
    } else if (name == "c") {
      std::string value = cell_value();
      if (value.empty()) return;
      row_bytes_ += value.size();
      if (row_bytes_ > kMaxRowBytes) return fail("a row has more than 256 MiB");
      if (row_.cells.size() <= static_cast<std::size_t>(column_))
        row_.cells.resize(static_cast<std::size_t>(column_) + 1);
      row_.cells[static_cast<std::size_t>(column_)] = std::move(value);
    } else if (name == "row") {
      rows_.push_back(std::move(row_));
    }
  }
  void take_text(std::string_view text) override {
    if (!takes_text_) return;
    if (value_.size() + text.size() > kMaxCellBytes)
      row_.is_too_long = true;
    else
      value_ += text;
  }

  std::string cell_value() {
    if (type_ == "s") {
      const std::uint64_t index = number_in(value_);
      if (value_.empty()) return {};
      if (index >= workbook_.strings->size()) {
        fail("a cell refers to a string that is not there");
        return {};
      }
      return std::string(csv::without_outer_blanks((*workbook_.strings)[index]));
    }
    if (type_ == "e") return {};
    if (type_ == "b") return value_.empty() ? "" : value_ == "0" || value_ == "false" ? "false" : "true";
    if (type_ == "inlineStr" || type_ == "str" || type_ == "d")
      return std::string(csv::without_outer_blanks(without_escapes(value_)));
    if (value_.empty()) return {};
    const NumberForm form = style_ < workbook_.form_of_style.size() ? workbook_.form_of_style[style_] : NumberForm{};
    return shown_number(csv::without_outer_blanks(value_), form, workbook_.from_1904);
  }

  const Workbook& workbook_;
  std::deque<SheetRow> rows_;
  SheetRow row_;
  std::size_t row_bytes_ = 0;
  std::uint64_t last_number_ = 0;
  std::int32_t next_column_ = 0;
  std::int32_t column_ = 0;
  std::string type_;
  std::uint64_t style_ = 0;
  std::string value_;
  int inside_phonetic_ = 0;
  bool takes_text_ = false;
};

class XlsxReader final : public RowReader {
 public:
  XlsxReader(std::unique_ptr<SheetXml> sheet, std::uint64_t first_row, std::size_t num_columns)
      : sheet_(std::move(sheet)), first_row_(first_row), num_columns_(num_columns) {}
  bool next() override {
    while (sheet_->next(row_))
      if (row_.number >= first_row_) return true;
    return false;
  }
  std::size_t num_fields() const override { return num_columns_; }
  std::string_view value(std::size_t field) override {
    return field < row_.cells.size() ? std::string_view(row_.cells[field]) : std::string_view();
  }
  std::optional<csv::Defect> defect() const override {
    if (row_.is_too_long) return csv::Defect::field_too_long;
    // A value beside the last column of the header belongs to no column.
    if (row_.cells.size() > num_columns_) return csv::Defect::wrong_number_of_fields;
    return std::nullopt;
  }
  std::uint64_t line() const override { return row_.number; }
  std::uint64_t num_row_bytes() const override {
    std::uint64_t sum = 0;
    for (const auto& cell : row_.cells) sum += cell.size() + 1;
    return sum;
  }
  std::uint64_t units_taken() const override { return 0; }

 private:
  std::unique_ptr<SheetXml> sheet_;
  std::uint64_t first_row_;
  std::size_t num_columns_;
  SheetRow row_;
};

class XlsxTable final : public Table {
 public:
  XlsxTable(const config::TextFormat& text, const std::string& path)
      : path_(path), archive_(path), size_(bytes::FileHandle(path).size()) {
    if (!archive_.has("xl/workbook.xml")) refuse_kind();
    read_workbook(text.sheet);
    read_header(text);
  }
  const std::vector<std::string>& columns() const override { return columns_; }
  std::uint64_t num_units() const override { return 1; }
  std::uint64_t bytes_per_unit() const override { return size_; }
  std::unique_ptr<RowReader> read(TablePart, const std::vector<std::size_t>&) override {
    return std::make_unique<XlsxReader>(open_sheet(member_), first_row_, columns_.size());
  }

 private:
  struct Sheet {
    std::string name;
    std::string member;
  };

  [[noreturn]] void refuse_kind() const {
    const auto kind = bytes::kind_of("PK\x03\x04", path_);
    throw Error(ExitCode::input,
                path_ + ": " + (kind ? kind->refusal() : "is a zip archive, and no .xlsx file; unpack it"));
  }

  std::unique_ptr<SheetXml> open_sheet(const std::string& member) const {
    return std::make_unique<SheetXml>(archive_.open(member), path_ + ": " + member, workbook_);
  }

  void read_workbook(const std::string& wanted) {
    WorkbookXml book(archive_.open("xl/workbook.xml"), path_ + ": xl/workbook.xml");
    book.parse_all();
    workbook_.from_1904 = book.from_1904;
    WorkbookXml relations(archive_.open("xl/_rels/workbook.xml.rels"), path_ + ": xl/_rels/workbook.xml.rels");
    relations.parse_all();
    std::string strings = "xl/sharedStrings.xml";
    std::string styles = "xl/styles.xml";
    std::vector<Sheet> sheets;
    const auto member_of = [](const std::string& target) {
      return target.starts_with('/') ? target.substr(1) : "xl/" + target;
    };
    for (const auto& relation : relations.relations) {
      if (relation.type.ends_with("/sharedStrings")) strings = member_of(relation.target);
      if (relation.type.ends_with("/styles")) styles = member_of(relation.target);
    }
    for (const auto& sheet : book.sheets) {
      const auto found = std::ranges::find(relations.relations, sheet.relation, &WorkbookXml::Relation::id);
      // Charts have sheets of their own, without cells.
      if (found != relations.relations.end() && found->type.ends_with("/worksheet"))
        sheets.push_back({sheet.name, member_of(found->target)});
    }
    if (archive_.has(styles)) {
      StylesXml xml(archive_.open(styles), path_ + ": " + styles);
      xml.parse_all();
      workbook_.form_of_style = std::move(xml.form_of_style);
    }
    if (archive_.has(strings)) {
      auto xml = std::make_shared<SharedStringsXml>(archive_.open(strings), path_ + ": " + strings);
      xml->parse_all();
      workbook_.strings = std::move(xml);
    } else {
      workbook_.strings = std::make_shared<SharedStringsXml>(nullptr, path_);
    }
    choose_sheet(sheets, wanted);
  }

  void choose_sheet(const std::vector<Sheet>& sheets, const std::string& wanted) {
    std::string names;
    std::size_t num_filled = 0;
    for (const Sheet& sheet : sheets) {
      if (!wanted.empty()) {
        if (sheet.name == wanted) member_ = sheet.member;
      } else if (SheetRow row; open_sheet(sheet.member)->next(row)) {
        member_ = sheet.member;
        ++num_filled;
      } else {
        continue;
      }
      if (num_filled <= kMaxSheetsInMessage) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", sheet.name);
    }
    if (!wanted.empty() && member_.empty())
      throw Error(ExitCode::input, fmt::format("{}: has no sheet \"{}\"; it has {}", path_, wanted, names));
    if (wanted.empty() && num_filled > 1)
      throw Error(ExitCode::input, fmt::format("{}: has {} sheets with values: {}; name one in its [[source]], as in "
                                               "sheet = \"...\"",
                                               path_, num_filled, names));
    if (member_.empty()) throw Error(ExitCode::input, path_ + ": is empty, no sheet has a value; leave the file out");
  }

  void read_header(const config::TextFormat& text) {
    const auto sheet = open_sheet(member_);
    SheetRow row;
    std::uint32_t num_read = 0;
    while (num_read < std::max<std::uint32_t>(1, text.header_rows) && sheet->next(row)) {
      if (row.number <= text.skip_lines) continue;
      ++num_read;
      if (columns_.size() < row.cells.size()) columns_.resize(row.cells.size());
      for (std::size_t c = 0; c < row.cells.size(); ++c) {
        if (text.header_rows == 0)
          columns_[c] = std::to_string(c + 1);
        else if (!row.cells[c].empty())
          columns_[c] += (columns_[c].empty() ? "" : " ") + row.cells[c];
      }
      first_row_ = text.header_rows == 0 ? row.number : row.number + 1;
    }
    for (std::size_t c = 0; text.header_rows == 0 && c < columns_.size(); ++c) columns_[c] = std::to_string(c + 1);
    if (columns_.empty())
      throw Error(ExitCode::input,
                  path_ + ": has no header below its first lines; is skip_lines of its [[source]] right?");
  }

  std::string path_;
  bytes::ZipArchive archive_;
  std::uint64_t size_;
  Workbook workbook_;
  std::string member_;
  std::vector<std::string> columns_;
  std::uint64_t first_row_ = 1;
};

}  // namespace

std::unique_ptr<Table> open_xlsx(const config::TextFormat& text, const std::string& path) {
  std::array<char, 512> head{};
  const std::string_view first(head.data(), bytes::FileHandle(path).read_at(0, head));
  if (!first.starts_with("PK")) {
    const auto kind = bytes::kind_of(first, path);
    throw Error(ExitCode::input,
                path + ": " + (kind ? kind->refusal() : "is no .xlsx file; is format of its [[source]] right?"));
  }
  return std::make_unique<XlsxTable>(text, path);
}

}  // namespace onefold::tables
