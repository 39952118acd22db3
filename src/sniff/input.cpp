#include "sniff/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "databases/query_rows.hpp"
#include "files/file_names.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "record/elements.hpp"
#include "record/hash.hpp"
#include "rows/read_rows.hpp"
#include "sniff/cut_rows.hpp"
#include "sniff/excel_layout.hpp"
#include "sniff/fixed_width.hpp"
#include "sniff/id_candidates.hpp"
#include "sql/sql_text.hpp"

namespace onefold::sniff {

namespace {

constexpr std::size_t kBeginningBytes = std::size_t{256} << 10;
constexpr std::size_t kEndBytes = std::size_t{16} << 10;
constexpr std::size_t kNumDialectRows = 1000;
constexpr std::uint64_t kSampleSeed = 0x5a3b1e;
// If a larger share of the rows is malformed, the file does not have the format that was guessed.
constexpr double kMaxMalformed = 0.02;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error(ExitCode::input, path + ": " + why);
}

void refuse_binary(const std::string& path, const std::string& bytes) {
  if (bytes.find('\0') != std::string::npos)
    refuse(path, "is a binary file (it holds zero bytes); give a CSV file of text, plain, .gz or .zst");
  const auto controls = std::ranges::count_if(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    // 0x01 and 0x1c to 0x1f separate fields and records in some systems.
    return byte < 0x1c && c != '\n' && c != '\r' && c != '\t' && c != '\x01';
  });
  if (static_cast<std::size_t>(controls) * 100 > bytes.size())
    refuse(path, "is a binary file; give a CSV file of text, plain, .gz or .zst");
}

// Why the text is no table, or which decision it needs.
void refuse_doubtful(const std::string& path, const Dialect& dialect) {
  if (dialect.num_fields == 0) refuse(path, "has no rows");
  if (!dialect.contradiction.empty()) refuse(path, dialect.contradiction);
  if (dialect.share_regular < 0.8)
    refuse(path, fmt::format("rows have different numbers of columns: of those at the beginning only {:.0f} % have {}, "
                             "however they are cut; is it CSV?",
                             100 * dialect.share_regular, dialect.num_fields));
}

// The rows of the file, without the header: where they begin is known.
rows::RowFormat format_of_rows(const Table& table) {
  rows::RowFormat format{table.dialect.text, table.dialect.num_fields};
  format.shape = table.dialect.shape;
  if (format.shape == config::Shape::csv)
    format.text.skip_lines = table.dialect.data_line - 1;
  else if (format.shape == config::Shape::ndjson)
    format.columns = table.columns;
  return format;
}

// A file whose shape names its columns: NDJSON, fixed width, Excel, Parquet.
void look_at_named(Table& table) {
  const auto& path = table.path;
  auto& dialect = table.dialect;
  dialect.names.clear();
  for (const auto& column : rows::columns_of(path, dialect.shape, dialect.text)) {
    table.columns.push_back(column.name);
    table.has_several.push_back(column.is_array);
  }
  if (table.columns.empty()) refuse(path, "has no row with a value; is it whole?");
  if (dialect.has_header()) dialect.names = table.columns;
  dialect.num_fields = table.columns.size();
  dialect.share_regular = 1;
  Rows rows;
  rows::RowFormat format = format_of_rows(table);
  format.max_rows = kNumDialectRows;
  (void)rows::read_rows(path, format, [&](rows::Row& row) {
    auto& cells = rows.emplace_back();
    for (std::size_t f = 0; f < row.num_fields(); ++f) cells.emplace_back(row.value(f));
  });
  table.ids = find_id_candidates(rows, table.columns, table.has_names());
}

Table look_at(const std::string& path) {
  Table table;
  table.path = path;
  table.dialect.shape = rows::shape_of_binary(path);
  if (table.dialect.shape == config::Shape::xlsx) find_excel_table(path, table.dialect);
  if (table.dialect.shape != config::Shape::csv) {
    look_at_named(table);
    return table;
  }
  auto beginning = rows::read_beginning(path, kBeginningBytes);
  auto& bytes = beginning.bytes;
  if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) refuse(path, "is empty; give a CSV file with rows");
  refuse_binary(path, bytes);
  std::string end;
  if (!beginning.is_all) end = rows::read_end(path, beginning.encoding, kEndBytes);
  if (end.find('\0') != std::string::npos) end.clear();
  table.dialect = guess_dialect({bytes, beginning.is_all, end});
  table.dialect.text.encoding = beginning.encoding;
  if (!beginning.encoding.empty()) table.dialect.set_reason("encoding", beginning.encoding_reason);
  table.doubts = table.dialect.doubts;
  if (table.dialect.shape != config::Shape::csv) {
    look_at_named(table);
    return table;
  }
  refuse_doubtful(path, table.dialect);
  table.doubts = table.dialect.doubts;
  const Rows rows = rows_of(bytes, beginning.is_all, table.dialect, kNumDialectRows);
  if (rows.empty()) refuse(path, table.dialect.has_header() ? "has a header and no rows" : "has no well-formed row");
  table.columns = table.dialect.names;
  if (table.columns.empty())
    for (std::size_t c = 0; c < table.dialect.num_fields; ++c) table.columns.push_back(std::to_string(c + 1));
  table.ids = find_id_candidates(rows, table.columns, table.has_names());
  return table;
}

// Draws the sample while rows arrive.
class Sampler {
 public:
  explicit Sampler(Input& input) : input_(input) {}
  void offer(std::uint32_t table, std::uint64_t row, rows::Row& values) {
    const std::uint64_t hash = mix(mix(kSampleSeed, table), row);
    if (hash > limit_) return;
    auto& sampled = input_.sample.emplace_back();
    sampled.table = table, sampled.row = row, sampled.hash = hash;
    const auto& has_several = table_->has_several;
    for (std::size_t f = 0; f < values.num_fields(); ++f) {
      std::string_view value = values.value(f);
      // The first of several values stands for them.
      if (!has_several.empty() && has_several[f]) value = value.substr(0, value.find(kElementSeparator));
      sampled.values.emplace_back(value);
    }
    for (const auto& value : sampled.values) bytes_ += value.size();
    while (input_.sample.size() > kSampleRows || bytes_ > kSampleBytes) halve();
  }
  /// Its rows are those that come next.
  void begin(const Table& table) { table_ = &table; }
  [[nodiscard]] double rate() const { return rate_; }
  /// The file is read again: discard the rows taken from it.
  void forget(std::uint32_t table) {
    drop([&](const SampledRow& row) { return row.table == table; });
  }

 private:
  template <typename Condition>
  void drop(Condition condition) {
    std::erase_if(input_.sample, condition);
    bytes_ = 0;
    for (const auto& row : input_.sample)
      for (const auto& value : row.values) bytes_ += value.size();
  }
  void halve() {
    limit_ /= 2;
    rate_ /= 2;
    drop([&](const SampledRow& row) { return row.hash > limit_; });
  }
  Input& input_;
  const Table* table_ = nullptr;
  std::uint64_t limit_ = ~0ULL;
  double rate_ = 1;
  std::size_t bytes_ = 0;
};

rows::RowCounts read_table(Table& table, std::uint32_t index, Sampler& sampler) {
  table.num_rows = 0;
  sampler.begin(table);
  std::erase_if(table.doubts, [](const Warning& doubt) { return doubt.code == "formulas_without_value"; });
  for (auto& candidate : table.ids) candidate = {.column = candidate.column};
  std::uint64_t num_too_wide = 0, first_too_wide = 0;
  auto counts = rows::read_rows(table.path, format_of_rows(table), [&](rows::Row& row) {
    // Cells without a name are empty, or the row is malformed.
    for (std::size_t c = table.columns.size(); c < row.num_fields(); ++c)
      if (!row.value(c).empty()) {
        if (num_too_wide++ == 0) first_too_wide = row.line();
        return;
      }
    for (auto& candidate : table.ids) candidate.note(row.value(candidate.column));
    sampler.offer(index, table.num_rows++, row);
  });
  if (num_too_wide > 0 && (counts.defective == 0 || first_too_wide < counts.first_defective_line)) {
    counts.first_defective_line = first_too_wide;
    counts.first_defect = ingest::Reason::wrong_number_of_fields;
  }
  counts.defective += num_too_wide;
  if (!counts.doubt.empty()) table.doubts.push_back({"formulas_without_value", table.path + ": " + counts.doubt});
  table.num_malformed = counts.defective;
  table.first_malformed_line = counts.first_defective_line;
  table.first_malformed_reason = counts.defective > 0 ? ingest::name_of(counts.first_defect) : "";
  return counts;
}

// What a quote far from the beginning may be: part of a value, or one behind an escape.
std::vector<Dialect> other_dialects(const Dialect& dialect) {
  std::vector<Dialect> others;
  if (dialect.text.quote == '\0') return others;
  if (!dialect.has_quoted_cells) {
    auto& plain = others.emplace_back(dialect);
    plain.text.quote = '\0';
    plain.set_reason("quote", "quotes are part of the values");
  }
  if (dialect.text.escape == '\0') {
    auto& escaped = others.emplace_back(dialect);
    escaped.text.escape = '\\';
    escaped.set_reason("escape", "stands before quotes that are part of a value");
  }
  return others;
}

// In a column of fixed width, characters on both sides of a border may be a value that the border cuts.
void doubt_borders(Table& table) {
  const auto& columns = table.dialect.text.widths;
  if (columns.size() < 2) return;
  rows::RowFormat format = format_of_rows(table);
  format.text.widths.clear();
  for (std::size_t c = 0; c + 1 < columns.size(); ++c)
    format.text.widths.push_back({std::to_string(c), columns[c].last, columns[c].last + 1});
  std::vector<std::uint64_t> num_cut(columns.size(), 0);
  (void)rows::read_rows(table.path, format, [&](rows::Row& row) {
    for (std::size_t c = 0; c + 1 < columns.size(); ++c) num_cut[c] += num_characters(row.value(c)) == 2 ? 1 : 0;
  });
  for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
    if (num_cut[c] == 0 || columns[c].last + 1 != columns[c + 1].first) continue;
    table.doubts.push_back(
        {"cut_values", fmt::format("{} have characters on both sides of the border between the columns \"{}\" and "
                                   "\"{}\", behind position {}, which may cut values; look at widths",
                                   num_cut[c] == 1 ? "1 row may" : fmt::format("{} rows", num_cut[c]), columns[c].name,
                                   columns[c + 1].name, columns[c].last)});
  }
}

void read_whole(Table& table, std::uint32_t index, Sampler& sampler) {
  auto counts = read_table(table, index, sampler);
  // The first characters outside ASCII may stand far from the beginning.
  if (counts.has_invalid_utf8 && table.dialect.text.encoding.empty()) {
    table.dialect.text.encoding = rows::encoding_by_all_lines(table.path);
    if (!table.dialect.text.encoding.empty()) {
      table.dialect.set_reason("encoding",
                               counts.first_defect == ingest::Reason::invalid_utf8
                                   ? fmt::format("line {} is the first that is not UTF-8, and such lines are "
                                                 "not the exception",
                                                 counts.first_defective_line)
                                   : "lines that are not UTF-8 are not the exception");
      sampler.forget(index);
      counts = read_table(table, index, sampler);
    }
  }
  if (counts.defective > 0 && counts.first_defect == ingest::Reason::stray_quote) {
    std::uint64_t least = counts.defective;
    const Dialect first = table.dialect;
    Dialect best = first;
    for (auto& other : other_dialects(first)) {
      table.dialect = other;
      const auto tried = rows::read_rows(table.path, format_of_rows(table), [](rows::Row&) {});
      if (tried.defective < least) least = tried.defective, best = std::move(other);
    }
    table.dialect = std::move(best);
    if (least < counts.defective) {
      sampler.forget(index);
      counts = read_table(table, index, sampler);
    }
  }
  for (auto& candidate : table.ids) candidate.finish();
  if (counts.has_invalid_utf8 && table.dialect.text.encoding.empty())
    table.doubts.push_back(
        {"mixed_encodings",
         "some rows are not UTF-8, though others have letters outside ASCII in UTF-8: were two files "
         "with different encodings joined?"});
  const double all = static_cast<double>(counts.well_formed + counts.defective);
  if (counts.defective > 0 && static_cast<double>(counts.defective) > std::max(kMaxMalformed * all, 3.0)) {
    const bool encoding = counts.first_defect == ingest::Reason::invalid_utf8;
    refuse(table.path,
           fmt::format(
               "{} of {:.0f} rows are malformed, the first {}; {}", counts.defective, all, table.first_malformed(),
               encoding
                   ? "lines in UTF-8 stand beside lines in another encoding; write the file in one"
                   : fmt::format("rows were taken to have {} columns; is the file whole?", table.dialect.num_fields)));
  }
  if (table.num_rows == 0) refuse(table.path, table.dialect.has_header() ? "has a header and no rows" : "has no rows");
  if (table.dialect.shape == config::Shape::fixed_width) doubt_borders(table);
}

// A file as the job says it is written.
Table look_as_said(const std::string& path, const config::SourceConfig& source) {
  Table table;
  table.path = path;
  auto& dialect = table.dialect;
  dialect.shape = source.shape;
  dialect.text = source.text;
  if (source.shape != config::Shape::csv) {
    look_at_named(table);
    return table;
  }
  const auto beginning = rows::read_beginning(path, kBeginningBytes, source.text.encoding);
  dialect.text.encoding = source.text.encoding.empty() ? beginning.encoding : source.text.encoding;
  const auto start = ingest::start_of_text(source.text, beginning.bytes);
  dialect.text.delimiter = start.dialect.delimiter;
  const auto text = without_lines(beginning.bytes, start.lines_to_skip, start.dialect.line_end);
  const Cut cut = cut_rows({text, beginning.is_all}, dialect.text, kNumDialectRows);
  Rows header, rows;
  std::vector<ingest::SampledRow> widths;
  dialect.data_line = static_cast<std::uint32_t>(start.lines_to_skip + 1);
  for (const CutRow& row : cut.rows) {
    if (row.blank) continue;
    const bool is_header = header.size() < source.text.header_rows;
    auto& values = is_header ? header.emplace_back() : rows.emplace_back();
    for (const Cell& cell : cut.of(row)) values.emplace_back(cell.text);
    if (is_header) {
      dialect.data_line = static_cast<std::uint32_t>(start.lines_to_skip + row.last_line + 1);
    } else if (!row.broken) {
      auto& width = widths.emplace_back(ingest::SampledRow{row.num_cells});
      for (std::size_t c = 0; c < row.num_cells; ++c)
        if (!cut.of(row)[c].text.empty()) width.num_filled = c + 1;
    }
  }
  const auto names = ingest::name_columns(header);
  if (header.empty()) {
    dialect.num_fields = widths.empty() ? 0 : widths.front().num_fields;
    for (std::size_t c = 0; c < dialect.num_fields; ++c) table.columns.push_back(std::to_string(c + 1));
  } else {
    dialect.num_fields = ingest::width_of_rows(names.names.size(), names.num_named, widths).usual;
    dialect.names = names.names;
    dialect.names.resize(std::min(dialect.names.size(), dialect.num_fields));
    table.columns = dialect.names;
  }
  table.ids = find_id_candidates(rows, table.columns, table.has_names());
  return table;
}

// A row of a database.
class NamedRow final : public rows::Row {
 public:
  explicit NamedRow(std::span<const std::string_view> values) : values_(values) {}
  [[nodiscard]] std::size_t num_fields() const override { return values_.size(); }
  [[nodiscard]] std::uint64_t line() const override { return 0; }
  [[nodiscard]] std::string_view value(std::size_t field) override { return values_[field]; }

 private:
  std::span<const std::string_view> values_;
};

// Reads the rows of a query. The first ones show which columns may hold ids.
void read_query_rows(databases::QueryRows& rows, Table& table, std::uint32_t index, Sampler& sampler) {
  sampler.begin(table);
  table.columns = table.dialect.names = rows.columns();
  table.dialect.num_fields = table.columns.size();
  Rows first;
  const auto look_at_first = [&] {
    table.ids = find_id_candidates(first, table.columns, table.has_names());
    for (auto& candidate : table.ids)
      for (const auto& row : first) candidate.note(row[candidate.column]);
  };
  const auto begin_again = [&] {
    table.num_rows = 0;
    first.clear();
    sampler.forget(index);
  };
  table.num_malformed = rows.read(
      [&](std::span<const std::string_view> values) {
        if (table.num_rows < kNumDialectRows)
          first.emplace_back(values.begin(), values.end());
        else
          for (auto& candidate : table.ids) candidate.note(values[candidate.column]);
        NamedRow row(values);
        sampler.offer(index, table.num_rows++, row);
        if (table.num_rows == kNumDialectRows) look_at_first();
      },
      begin_again);
  if (table.num_rows < kNumDialectRows) look_at_first();
  for (auto& candidate : table.ids) candidate.finish();
  if (table.num_malformed > 0) table.first_malformed_reason = "a value that is too long or not UTF-8";
  if (table.num_rows == 0) refuse(table.path, "has no rows");
}

// The rows of a database are numbered by their ids, so it must have some.
void read_database(const config::SourceConfig& source, Table& table, std::uint32_t index, Sampler& sampler) {
  databases::QueryRows rows(source);
  read_query_rows(rows, table, index, sampler);
  std::erase_if(table.ids, [](const IdCandidate& candidate) { return !candidate.unique; });
  if (table.ids.empty())
    refuse(table.path,
           "no column of the query looks like an id with a different value in every row, and the rows of a "
           "database are numbered by one; add it to the query");
  for (auto& candidate : table.ids) {
    if (!candidate.whole_numbers) continue;
    const auto divided = sql::divided_query(source.database.query, table.columns[candidate.column]);
    if (divided && rows.accepts(*divided)) candidate.divided_query = *divided;
  }
}

}  // namespace

std::string Table::first_malformed() const {
  if (first_malformed_line == 0) return fmt::format("with {}", first_malformed_reason);
  return fmt::format("on line {} ({})", first_malformed_line, first_malformed_reason);
}

std::uint64_t Input::num_rows() const {
  std::uint64_t rows = 0;
  for (const auto& table : tables) rows += table.num_rows;
  return rows;
}

Input read_source(const config::SourceConfig& source) {
  if (config::is_database(source.shape)) return read_input({}, {&source, 1});
  Input input;
  Sampler sampler(input);
  for (const auto& path : source.files)
    for (const auto& file : ingest::files_of(path)) {
      Table table = look_as_said(file, source);
      if (table.dialect.num_fields > 0)
        (void)read_table(table, static_cast<std::uint32_t>(input.tables.size()), sampler);
      for (auto& candidate : table.ids) candidate.finish(), candidate.hashes = {};
      input.tables.push_back(std::move(table));
    }
  input.rate = sampler.rate();
  return input;
}

Input read_input(const std::vector<std::string>& paths, std::span<const config::SourceConfig> databases) {
  Input input;
  Sampler sampler(input);
  const auto next = [&] { return static_cast<std::uint32_t>(input.tables.size()); };
  std::size_t num_hashes = 0;
  const auto add_table = [&](Table table) {
    keep_hashes_of_first(table.ids, kMaxCheckedIds - num_hashes);
    for (const auto& candidate : table.ids) num_hashes += candidate.hashes.size();
    input.tables.push_back(std::move(table));
  };
  for (const auto& path : paths) {
    for (const auto& file : files::files_of(path)) {
      for (const auto& table : input.tables)
        if (table.path == file) refuse(file, "was named twice");
      Table table = look_at(file);
      read_whole(table, next(), sampler);
      add_table(std::move(table));
    }
  }
  for (const auto& source : databases) {
    Table table{.path = source.name, .database = &source};
    table.dialect.shape = source.shape;
    read_database(source, table, next(), sampler);
    add_table(std::move(table));
  }
  input.rate = sampler.rate();
  return input;
}

}  // namespace onefold::sniff
