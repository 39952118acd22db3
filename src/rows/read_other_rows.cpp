#include "rows/read_other_rows.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "bytes/kind_of.hpp"
#include "csv/byte_order_mark.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/read_lines.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "tables/open_table.hpp"
#include "tables/text_lines.hpp"

namespace onefold::rows {

namespace {

/// A row of any kind that has the members of tables::RowReader.
template <typename Rows>
class RowOf final : public Row {
 public:
  explicit RowOf(Rows& rows) : rows_(rows) {}
  [[nodiscard]] std::size_t num_fields() const override { return rows_.num_fields(); }
  [[nodiscard]] std::uint64_t line() const override { return rows_.line(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return rows_.value(field); }

 private:
  Rows& rows_;
};

/// A row of a table, without the columns that cannot be read.
class RowOfTable final : public Row {
 public:
  RowOfTable(tables::RowReader& rows, const std::vector<std::size_t>& fields) : rows_(rows), fields_(fields) {}
  [[nodiscard]] std::size_t num_fields() const override { return fields_.size(); }
  [[nodiscard]] std::uint64_t line() const override { return rows_.line(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return rows_.value(fields_[field]); }

 private:
  tables::RowReader& rows_;
  const std::vector<std::size_t>& fields_;
};

std::vector<std::size_t> readable_fields(const tables::Table& table) {
  std::vector<std::size_t> fields;
  for (std::size_t f = 0; f < table.columns().size(); ++f)
    if (table.can_be_read(f)) fields.push_back(f);
  return fields;
}

template <typename Rows>
void count_and_visit(Rows& rows, Row& row, RowCounts& counts, const std::function<void(Row&)>& visit) {
  const auto defect = rows.defect();
  if (!defect) {
    ++counts.well_formed;
    visit(row);
    return;
  }
  if (counts.defective++ == 0) {
    counts.first_defective_line = rows.line();
    counts.first_defect = ingest::reason_of(*defect);
  }
  counts.has_invalid_utf8 |= *defect == csv::Defect::invalid_utf8;
}

ingest::InputFile examined_lines(const std::string& path, config::Shape shape, const config::TextFormat& text) {
  ingest::InputFile file{.path = path};
  ingest::local_examine_text_leniently(file, shape, text);
  file.line_end = ingest::local_line_end(file);
  return file;
}

RowCounts read_table_rows(const std::string& path, const RowFormat& format, const std::function<void(Row&)>& visit) {
  const auto table = tables::open_table(format.shape, format.text, path);
  const auto fields = readable_fields(*table);
  const auto rows = table->read({0, table->num_units()}, fields);
  RowOfTable row(*rows, fields);
  RowCounts counts;
  while ((format.max_rows == 0 || counts.well_formed < format.max_rows) && rows->next())
    count_and_visit(*rows, row, counts, visit);
  counts.doubt = rows->doubt();
  return counts;
}

}  // namespace

config::Shape shape_of_binary(const std::string& path) {
  std::string head(bytes::kKindBytes, '\0');
  head.resize(bytes::FileHandle(path).read_at(0, head));
  const auto kind = bytes::kind_of(head, path);
  if (kind && kind->format == "xlsx") return config::Shape::xlsx;
  return kind && kind->format == "parquet" ? config::Shape::parquet : config::Shape::csv;
}

std::vector<ColumnOfFile> columns_of(const std::string& path, config::Shape shape, const config::TextFormat& text) {
  std::vector<ColumnOfFile> columns;
  if (shape == config::Shape::ndjson) {
    for (auto& one : ingest::local_look_at_paths(examined_lines(path, shape, text)))
      columns.push_back({std::move(one.path), one.is_array});
  } else if (shape == config::Shape::fixed_width) {
    for (const auto& column : text.widths) columns.push_back({column.name, false});
  } else {
    const auto table = tables::open_table(shape, text, path);
    for (const std::size_t f : readable_fields(*table)) columns.push_back({table->columns()[f], table->is_list(f)});
  }
  return columns;
}

RowCounts read_rows_of_other_shapes(const std::string& path, const RowFormat& format,
                                    const std::function<void(Row&)>& visit) {
  if (!tables::is_lines(format.shape)) return read_table_rows(path, format, visit);
  const ingest::InputFile file = examined_lines(path, format.shape, format.text);
  std::vector<std::string> columns = format.columns;
  if (columns.empty())
    for (auto& column : columns_of(path, format.shape, format.text)) columns.push_back(std::move(column.name));
  const csv::ParserLimits limits;
  const auto fields = tables::make_line_fields(format.shape, format.text, columns, limits.max_field_bytes);
  ingest::LineRow row(file, *fields);
  RowOf<ingest::LineRow> visited(row);
  auto source = ingest::open_from_front(file);
  if (format.text.footer_lines > 0)
    source = std::make_unique<tables::WithoutFooter>(std::move(source), format.text.footer_lines, file.line_end);
  bytes::LineReader lines(std::move(source), {},
                          {limits.max_row_bytes, tables::kLinePadding, std::size_t{1} << 20, file.line_end});
  RowCounts counts;
  for (std::uint64_t n = 0;; ++n) {
    const auto step = lines.next();
    if (step == bytes::LineReader::Step::end || (format.max_rows > 0 && counts.well_formed == format.max_rows))
      return counts;
    if (step == bytes::LineReader::Step::too_long) {
      if (counts.defective++ == 0) counts.first_defective_line = lines.position().line;
      return counts;
    }
    if (n < format.text.skip_lines + format.text.header_rows) continue;
    std::string_view line = lines.line();
    if (n == 0 && line.starts_with(csv::kByteOrderMark)) line.remove_prefix(csv::kByteOrderMark.size());
    if (ingest::kind_of_line(line, format.text) != csv::RowKind::row) continue;
    row.take(line, lines.position().line);
    count_and_visit(row, visited, counts, visit);
  }
}

}  // namespace onefold::rows
