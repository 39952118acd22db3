// Reads the keys of [[source]] that say what its files are and how their text is written.
#include <fmt/format.h>

#include <algorithm>

#include "config/encoding_names.hpp"
#include "config/file_shape.hpp"
#include "config/sections.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kMaxDelimiterBytes = 8;
constexpr std::size_t kMaxCommentBytes = 8;
constexpr std::uint64_t kMaxLines = 10'000;
constexpr std::uint64_t kMaxHeaderRows = 5;
constexpr std::size_t kMaxWidth = 1'000'000;

bool ends_line(char c) { return c == '\n' || c == '\r' || c == '\0'; }

/// Reads a string of at most one byte; the empty string gives '\0'.
bool read_byte(TableReader& table, std::string_view key, char& value, std::string_view expected) {
  std::string text;
  if (!table.read(key, text)) return false;
  if (text.size() > 1 || (text.size() == 1 && ends_line(text[0]))) {
    table.mistake_of(key, *table.find(key), fmt::format("expected {}", expected));
    return false;
  }
  value = text.empty() ? '\0' : text[0];
  return true;
}

void read_bytes(TableReader& table, TextFormat& text) {
  std::string delimiter;
  if (table.read("delimiter", delimiter)) {
    // \t may come without the quotes of TOML, for example from --set.
    if (delimiter == "\\t") delimiter = "\t";
    if (delimiter.empty() || delimiter.size() > kMaxDelimiterBytes || std::ranges::any_of(delimiter, ends_line))
      table.mistake_of(
          "delimiter", *table.find("delimiter"),
          fmt::format("expected 1 to {} bytes, as in \",\" or \";\" or \"\\t\" or \"||\"", kMaxDelimiterBytes));
    else
      text.delimiter = delimiter;
  }
  if (read_byte(table, "quote", text.quote, "one byte, or \"\" for a file without quoting") && text.quote != '\0' &&
      text.delimiter.find(text.quote) != std::string::npos)
    table.mistake_of("quote", *table.find("quote"), "quote and delimiter are the same byte");
  if (read_byte(table, "escape", text.escape, "one byte, as in \"\\\\\", or \"\" for doubled quotes") &&
      text.escape != '\0') {
    // A quote that escapes itself is a doubled quote.
    if (text.escape == text.quote)
      text.escape = '\0';
    else if (text.delimiter.find(text.escape) != std::string::npos)
      table.mistake_of("escape", *table.find("escape"), "escape and delimiter are the same byte");
  }
  if (table.read("comment", text.comment) &&
      (text.comment.size() > kMaxCommentBytes || std::ranges::any_of(text.comment, ends_line)))
    table.mistake_of("comment", *table.find("comment"),
                     fmt::format("expected up to {} bytes, as in \"#\"", kMaxCommentBytes));
}

void read_rows(TableReader& table, TextFormat& text) {
  std::uint64_t number = 0;
  if (const auto* node = table.find("header")) {
    bool header = true;
    if (node->is_integer()) {
      if (table.read("header", number, 0, kMaxHeaderRows)) text.header_rows = static_cast<std::uint32_t>(number);
    } else if (table.read("header", header)) {
      text.header_rows = header ? 1 : 0;
    }
  }
  if (table.read("skip_lines", number, 0, kMaxLines)) text.skip_lines = static_cast<std::uint32_t>(number);
  if (table.read("footer_lines", number, 0, kMaxLines)) text.footer_lines = static_cast<std::uint32_t>(number);
}

/// widths = [["ID", 1, 8], ["NAME", 9, 40]]
void read_widths(TableReader& table, TextFormat& text) {
  const auto* node = table.find("widths");
  if (node == nullptr) return;
  constexpr std::string_view expected =
      "expected name, first and last position of each column, from 1: widths = [[\"ID\", 1, 8], [\"NAME\", 9, 40]]";
  const auto* list = node->as_array();
  if (list == nullptr || list->empty()) return table.mistake_of("widths", *node, std::string(expected));
  for (const toml::node& element : *list) {
    const auto* column = element.as_array();
    const auto* name = column == nullptr || column->size() != 3 ? nullptr : column->get(0)->as_string();
    const auto* first = name == nullptr ? nullptr : column->get(1)->as_integer();
    const auto* last = name == nullptr ? nullptr : column->get(2)->as_integer();
    if (first == nullptr || last == nullptr || name->get().empty() || first->get() < 1 || last->get() < first->get() ||
        static_cast<std::uint64_t>(last->get()) > kMaxWidth)
      return table.mistake_of("widths", element, std::string(expected));
    if (std::ranges::any_of(text.widths, [&](const FixedColumn& other) { return other.name == name->get(); }))
      return table.mistake_of("widths", element, "another column has this name already");
    text.widths.push_back(
        {name->get(), static_cast<std::uint32_t>(first->get()), static_cast<std::uint32_t>(last->get())});
  }
}

void read_shape(TableReader& table, SourceConfig& source) {
  std::size_t shape = 0;
  if (table.read_choice("format", shape, std::span(kShapeNames).first(kNumFileShapes))) {
    source.shape = static_cast<Shape>(shape);
  } else if (!source.text.widths.empty()) {
    source.shape = Shape::fixed_width;
  } else if (!source.files.empty()) {
    const auto& member = source.text.member;
    source.shape = shape_by_name(member.empty() ? source.files.front() : member);
    for (const std::string& file : source.files)
      if (member.empty() && shape_by_name(file) != source.shape)
        return table.mistake_of("files", *table.find("files"),
                                "the names tell of files of different kinds; give each kind a [[source]] of its own, "
                                "or say format = \"csv\"");
  }
  if ((source.shape == Shape::fixed_width) == source.text.widths.empty())
    table.mistake(source.text.widths.empty()
                      ? "widths is missing; write, for example: widths = [[\"ID\", 1, 8], [\"NAME\", 9, 40]]"
                      : "widths is for format = \"fixed_width\"");
  // Where columns have names by themselves, no row needs to name them.
  if (source.shape != Shape::csv && source.shape != Shape::xlsx && table.find("header") == nullptr)
    source.text.header_rows = 0;
}

}  // namespace

void read_text_format(TableReader& table, SourceConfig& source) {
  read_bytes(table, source.text);
  read_rows(table, source.text);
  if (table.read("encoding", source.text.encoding)) {
    if (const std::string mistake = mistake_in_encoding(source.text.encoding); !mistake.empty())
      table.mistake_of("encoding", *table.find("encoding"), mistake);
  }
  table.read("sheet", source.text.sheet);
  table.read("member", source.text.member);
  read_widths(table, source.text);
  read_shape(table, source);
}

}  // namespace onefold::config
