#include "tables/parquet_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "onefold/record/error.hpp"
#include "tables/canonical_value.hpp"
#include "tables/duckdb.hpp"

namespace onefold::tables {

namespace {

/// A column of the file, and how its values become text.
struct ParquetColumn {
  std::string type;  ///< as DuckDB calls it: VARCHAR, DECIMAL(10,2), STRUCT(a INTEGER), VARCHAR[]
  ValueKind kind = ValueKind::text;
  bool is_list = false;
  bool is_nested = false;
};

ParquetColumn column_of_type(const std::string& type) {
  ParquetColumn column{.type = type};
  std::string_view element = type;
  if (element.ends_with("[]")) {
    column.is_list = true;
    element.remove_suffix(2);
  }
  const auto begins = [&](std::string_view word) { return element.starts_with(word); };
  column.is_nested =
      element.ends_with("]") || begins("STRUCT") || begins("MAP") || begins("UNION") || begins("VARIANT");
  if (begins("BLOB") || begins("BIT"))
    column.kind = ValueKind::binary;
  else if (column.is_list)
    column.kind = ValueKind::text;
  else if (element == "FLOAT" || element == "DOUBLE" || begins("DECIMAL") || element.ends_with("INT") ||
           element.ends_with("INTEGER"))
    column.kind = ValueKind::number;
  else if (begins("TIMESTAMP") || begins("DATE"))
    column.kind = ValueKind::moment;
  return column;
}

/// The path as read_parquet takes it: a name, not a pattern.
std::string source_of(const std::string& path) {
  std::string literal;
  for (const char c : path) literal += c == '*' || c == '?' || c == '[' ? fmt::format("[{}]", c) : std::string(1, c);
  return sql_literal(literal);
}

class ParquetReader final : public RowReader {
 public:
  ParquetReader(const std::string& path, const std::vector<std::string>& names,
                const std::vector<ParquetColumn>& columns, TablePart part, const std::vector<std::size_t>& fields,
                std::uint64_t max_field_bytes)
      : path_(path),
        max_field_bytes_(max_field_bytes),
        values_(names.size()),
        rooms_(names.size()),
        next_line_(part.begin + 1) {
    for (const std::size_t field : fields)
      if (std::ranges::find(fields_, field) == fields_.end()) fields_.push_back(field);
    std::string selected;
    for (const std::size_t field : fields_) {
      kinds_.push_back(columns[field].kind);
      const std::string name = sql_name(names[field]);
      selected += columns[field].is_list ? fmt::format("array_to_string(CAST({} AS VARCHAR[]), chr(31)), ", name)
                                         : fmt::format("CAST({} AS VARCHAR), ", name);
    }
    // A row without values still counts.
    if (selected.empty()) selected = "'', ";
    selected.resize(selected.size() - 2);
    end_ = part.end;
    if (part.begin < part.end)
      rows_ = duckdb_.query(fmt::format("SELECT {} FROM read_parquet({}, file_row_number = true, hive_partitioning = "
                                        "false) WHERE file_row_number BETWEEN {} AND {}",
                                        selected, source_of(path), part.begin, part.end - 1),
                            path);
  }

  bool next() override {
    if (!rows_) return false;
    if (row_ == rows_->num_rows()) {
      if (!rows_->next_chunk()) {
        if (next_line_ != end_ + 1)
          throw Error(ExitCode::input, fmt::format("{}: ends after {} rows and should have {}; fetch the file again",
                                                   path_, next_line_ - 1, end_));
        rows_.reset();
        return false;
      }
      row_ = 0;
    }
    num_bytes_ = 0;
    defect_.reset();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      std::string_view& value = values_[fields_[i]];
      value = rows_->value(i, row_);
      if (value.data() == nullptr) continue;
      value = csv::without_outer_blanks(canonical_value(kinds_[i], value, rooms_[fields_[i]]));
      if (value.find('\0') != std::string_view::npos) defect_ = csv::Defect::nul_byte;
      if (value.size() > max_field_bytes_) defect_ = csv::Defect::field_too_long;
      num_bytes_ += value.size();
    }
    ++row_;
    ++taken_;
    ++next_line_;
    return true;
  }
  [[nodiscard]] std::size_t num_fields() const override { return values_.size(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return values_[field]; }
  [[nodiscard]] std::optional<csv::Defect> defect() const override { return defect_; }
  [[nodiscard]] std::uint64_t line() const override { return next_line_ - 1; }
  [[nodiscard]] std::uint64_t num_row_bytes() const override { return num_bytes_; }
  [[nodiscard]] std::uint64_t units_taken() const override { return taken_; }

 private:
  std::string path_;
  std::uint64_t max_field_bytes_;
  Duckdb duckdb_;
  std::unique_ptr<Duckdb::Rows> rows_;
  std::vector<std::size_t> fields_;
  std::vector<ValueKind> kinds_;
  std::vector<std::string_view> values_;  // [field] empty if it is not read
  std::vector<std::string> rooms_;
  std::size_t row_ = 0;  // of the chunk
  std::uint64_t next_line_;
  std::uint64_t end_ = 0;
  std::uint64_t taken_ = 0;
  std::uint64_t num_bytes_ = 0;
  std::optional<csv::Defect> defect_;
};

class ParquetTable final : public Table {
 public:
  ParquetTable(const std::string& path, std::uint64_t max_field_bytes)
      : path_(path), max_field_bytes_(max_field_bytes) {
    Duckdb duckdb;
    const std::string source = source_of(path);
    const auto described = duckdb.query(
        fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet({}, hive_partitioning = "
                    "false))",
                    source),
        path);
    while (described->next_chunk())
      for (std::size_t row = 0; row < described->num_rows(); ++row) {
        names_.emplace_back(described->value(0, row));
        columns_.push_back(column_of_type(std::string(described->value(1, row))));
      }
    num_rows_ = number(duckdb, fmt::format("SELECT CAST(num_rows AS VARCHAR) FROM parquet_file_metadata({})", source));
    // Unpacked bytes, so that rows of all files are dealt by one measure.
    num_bytes_ = number(duckdb, fmt::format("SELECT CAST(COALESCE(sum(total_uncompressed_size), 0) AS VARCHAR) FROM "
                                            "parquet_metadata({})",
                                            source));
  }
  [[nodiscard]] const std::vector<std::string>& columns() const override { return names_; }
  [[nodiscard]] std::uint64_t num_units() const override { return num_rows_; }
  [[nodiscard]] std::uint64_t bytes_per_unit() const override {
    return num_rows_ == 0 ? 1 : std::max<std::uint64_t>(1, num_bytes_ / num_rows_);
  }
  [[nodiscard]] bool can_be_read(std::size_t field) const override {
    return !columns_.at(field).is_nested && columns_[field].kind != ValueKind::binary;
  }
  [[nodiscard]] bool is_list(std::size_t field) const override { return columns_.at(field).is_list; }
  [[nodiscard]] std::unique_ptr<RowReader> read(TablePart part, const std::vector<std::size_t>& fields) override {
    for (const std::size_t field : fields) {
      if (can_be_read(field)) continue;
      const ParquetColumn& column = columns_[field];
      throw Error(ExitCode::input,
                  fmt::format("{}: column \"{}\" is {} ({}) and cannot be an attribute; write its parts as columns of "
                              "their own, or leave it out of the job",
                              path_, names_[field], column.is_nested ? "nested" : "binary", column.type.substr(0, 60)));
    }
    part.end = std::min(part.end, num_rows_);
    return std::make_unique<ParquetReader>(path_, names_, columns_, part, fields, max_field_bytes_);
  }

 private:
  std::uint64_t number(Duckdb& duckdb, const std::string& sql) const {
    const auto rows = duckdb.query(sql, path_);
    const std::string text(rows->next_chunk() ? rows->value(0, 0) : "");
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
      throw Error(ExitCode::input, path_ + ": does not say how many rows it has; is it Parquet?");
    return std::stoull(text);
  }

  std::string path_;
  std::uint64_t max_field_bytes_;
  std::vector<std::string> names_;
  std::vector<ParquetColumn> columns_;
  std::uint64_t num_rows_ = 0;
  std::uint64_t num_bytes_ = 0;
};

}  // namespace

std::unique_ptr<Table> open_parquet(const std::string& path, std::uint64_t max_field_bytes) {
  try {
    return std::make_unique<ParquetTable>(path, max_field_bytes);
  } catch (const Error& error) {
    // Without the library the message does not know the file yet.
    const std::string message = error.what();
    if (message.starts_with(path)) throw;
    throw Error(error.code(), fmt::format("{}: {}", path, message));
  }
}

}  // namespace onefold::tables
