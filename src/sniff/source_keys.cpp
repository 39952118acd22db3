#include "sniff/source_keys.hpp"

#include <fmt/format.h>

#include "config/file_shape.hpp"
#include "document/text.hpp"
#include "sniff/toml_text.hpp"

namespace onefold::sniff {

namespace {

void write_key(std::string_view key, std::string_view value, std::string_view why, std::string& out) {
  out += fmt::format("{:<7} = {}{}{}\n", key, value, why.empty() ? "" : "    # ", in_comment(why));
}

// Rows above the table, and those that name columns.
void write_beginning(const Dialect& dialect, std::string& out) {
  const auto& text = dialect.text;
  if (text.skip_lines > 0) write_key("skip_lines", std::to_string(text.skip_lines), dialect.why("skip_lines"), out);
  if (text.header_rows == 0)
    write_key("header", "false", dialect.why("header"), out);
  else if (text.header_rows > 1)
    write_key("header", std::to_string(text.header_rows), dialect.why("header"), out);
}

std::string widths_of(const config::TextFormat& text) {
  std::string list = "[";
  std::size_t line_begin = 0;
  for (const auto& column : text.widths) {
    if (list.size() > 1) list += ", ";
    if (list.size() - line_begin > 90) line_begin = list.size(), list += "\n  ";
    list += fmt::format("[{}, {}, {}]", toml_string(column.name), column.first, column.last);
  }
  return list + "]";
}

}  // namespace

std::string source_keys(const Dialect& dialect, std::string_view path) {
  const config::TextFormat usual;
  const auto& text = dialect.text;
  std::string out;
  // The widths of columns say that they are fixed.
  if (dialect.shape != config::shape_by_name(std::string(path)) && dialect.shape != config::Shape::fixed_width) {
    const std::string why = dialect.why("format");
    write_key("format", fmt::format("\"{}\"", config::kShapeNames[static_cast<std::size_t>(dialect.shape)]),
              why.empty() ? "by its content, whatever its name says" : why, out);
  }
  if (!text.encoding.empty()) write_key("encoding", toml_string(text.encoding), dialect.why("encoding"), out);
  if (dialect.shape == config::Shape::fixed_width) {
    write_key("widths", widths_of(text), dialect.why("widths"), out);
    if (text.skip_lines > 0) write_key("skip_lines", std::to_string(text.skip_lines), dialect.why("skip_lines"), out);
    if (text.footer_lines > 0)
      write_key("footer_lines", std::to_string(text.footer_lines), dialect.why("footer_lines"), out);
  }
  if (dialect.shape == config::Shape::xlsx) {
    if (!text.sheet.empty()) write_key("sheet", toml_string(text.sheet), dialect.why("sheet"), out);
    write_beginning(dialect, out);
  }
  if (dialect.shape != config::Shape::csv) return out;
  if (text.delimiter != usual.delimiter)
    write_key("delimiter", toml_string(text.delimiter), dialect.why("delimiter"), out);
  if (text.quote != usual.quote)
    write_key("quote", text.quote == '\0' ? "\"\"" : toml_string(std::string_view(&text.quote, 1)),
              dialect.why("quote"), out);
  if (text.escape != usual.escape)
    write_key("escape", toml_string(std::string_view(&text.escape, 1)), dialect.why("escape"), out);
  if (text.comment != usual.comment) write_key("comment", toml_string(text.comment), dialect.why("comment"), out);
  write_beginning(dialect, out);
  if (text.footer_lines > 0)
    write_key("footer_lines", std::to_string(text.footer_lines), dialect.why("footer_lines"), out);
  if (const auto why = dialect.why("header_width"); !why.empty()) out += "# " + in_comment(why) + "\n";
  return out;
}

std::string database_keys(const config::SourceConfig& source, const std::string& divided_query) {
  const auto& database = source.database;
  const bool divided = !divided_query.empty();
  std::string out = fmt::format("{} = {}\n", source.shape == config::Shape::odbc ? "odbc   " : "postgresql",
                                toml_string(config::escape_variables(database.connection)));
  if (divided)
    out +=
        "# Ranks read side by side, each its parts. A row whose id is NULL is in no part: the run counts rows, and "
        "ends then.\n";
  else
    out +=
        "# One rank reads all rows. With a condition of the form EXPRESSION = {part}, where EXPRESSION gives each row "
        "a "
        "whole\n# number from 0 to {parts} - 1, ranks read side by side: see docs/databases.md.\n";
  out += fmt::format("query   = {}\n", toml_string(divided ? divided_query : database.query));
  return out;
}

}  // namespace onefold::sniff
