#include "tables/xlsx_workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "tables/xml_stream.hpp"

namespace onefold::tables {

namespace {

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
    if (std::max(sheets.size(), relations.size()) > kMaxSheets) fail(fmt::format("more than {} sheets", kMaxSheets));
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
  void begin_element(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "cellXfs") inside_ = true;
    const auto id = static_cast<std::uint32_t>(whole_number_in(attributes.find("numFmtId")).value_or(0));
    if (name == "numFmt") custom_.emplace(id, form_of_code(attributes.find("formatCode")));
    if (name == "xf" && inside_) {
      const auto found = custom_.find(id);
      form_of_style.push_back(found == custom_.end() ? form_of_builtin(id) : found->second);
    }
    if (std::max(custom_.size(), form_of_style.size()) > kMaxStyles)
      fail(fmt::format("more than {} formats of cells", kMaxStyles));
  }
  void end_element(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }
  void take_text(std::string_view) override {}

  std::unordered_map<std::uint32_t, NumberForm> custom_;
  bool inside_ = false;
};

/// xl/sharedStrings.xml: strings that cells refer to by number.
class SharedStringsXml final : public XmlStream {
 public:
  SharedStringsXml(std::unique_ptr<bytes::ByteSource> source, std::string where, std::uint64_t max_field_bytes)
      : XmlStream(std::move(source), std::move(where)), max_field_bytes_(max_field_bytes) {}
  SharedStrings strings;

 private:
  void begin_element(std::string_view name, const XmlAttributes&) override {
    if (name == "rPh") ++inside_phonetic_;
    inside_text_ = name == "t" && inside_phonetic_ == 0;
  }
  void end_element(std::string_view name) override {
    if (name == "rPh") --inside_phonetic_;
    inside_text_ = false;
    if (name != "si") return;
    const std::string plain = without_escapes(string_);
    if (!strings.add(plain, is_too_long_ || plain.size() > max_field_bytes_))
      fail(fmt::format("its strings take more than {} MiB, with {} bytes for each", kMaxSharedBytes >> 20U,
                       kBytesPerSharedString));
    string_.clear();
    is_too_long_ = false;
  }
  void take_text(std::string_view text) override {
    if (!inside_text_) return;
    if (string_.size() + text.size() > kBytesPerEscape * max_field_bytes_)
      is_too_long_ = true;
    else
      string_ += text;
  }

  std::uint64_t max_field_bytes_;
  std::string string_;
  bool is_too_long_ = false;
  int inside_phonetic_ = 0;
  bool inside_text_ = false;
};

}  // namespace

std::string_view SharedStrings::operator[](std::size_t i) const {
  const std::size_t block = block_of(places_[i]);
  const std::size_t begin = offset_of(places_[i]);
  const bool ends_in_block = i + 1 < places_.size() && block_of(places_[i + 1]) == block;
  const std::size_t end = ends_in_block ? offset_of(places_[i + 1]) : blocks_[block].size();
  return std::string_view(blocks_[block]).substr(begin, end - begin);
}

bool SharedStrings::add(std::string_view text, bool is_too_long, std::uint64_t max_bytes) {
  if (is_too_long) text = {};
  // A block that is longer than the others holds one string.
  const bool needs_block = blocks_.empty() || blocks_.back().size() > kBlockBytes ||
                           blocks_.back().size() + text.size() > blocks_.back().capacity();
  const std::size_t size = needs_block ? std::max(kBlockBytes, text.size()) : 0;
  if (num_bytes() + size + kBytesPerSharedString > max_bytes) return false;
  if (needs_block) blocks_.emplace_back().reserve(size);
  block_bytes_ += size;
  places_.push_back((static_cast<std::uint64_t>(blocks_.size() - 1) << kOffsetBits) | blocks_.back().size() |
                    (is_too_long ? kTooLong : 0));
  blocks_.back() += text;
  return true;
}

Workbook read_workbook(const bytes::ZipArchive& archive, const std::string& path, std::uint64_t max_field_bytes) {
  Workbook out;
  WorkbookXml book(archive.open("xl/workbook.xml"), path + ": xl/workbook.xml");
  book.parse_all();
  out.from_1904 = book.from_1904;
  WorkbookXml relations(archive.open("xl/_rels/workbook.xml.rels"), path + ": xl/_rels/workbook.xml.rels");
  relations.parse_all();
  std::string strings = "xl/sharedStrings.xml";
  std::string styles = "xl/styles.xml";
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
      out.sheets.push_back({sheet.name, member_of(found->target)});
  }
  if (archive.has(styles)) {
    StylesXml xml(archive.open(styles), path + ": " + styles);
    xml.parse_all();
    out.form_of_style = std::move(xml.form_of_style);
  }
  if (archive.has(strings)) {
    SharedStringsXml xml(archive.open(strings), path + ": " + strings, max_field_bytes);
    xml.parse_all();
    out.strings = std::move(xml.strings);
  }
  return out;
}

std::optional<std::uint64_t> whole_number_in(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

}  // namespace onefold::tables
