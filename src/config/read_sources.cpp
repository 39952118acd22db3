// Reads [[source]].
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "config/sections.hpp"
#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kMaxPatternBytes = 200;

/// Reads one [[source]].
class SourceReader {
 public:
  SourceReader(Reading& reading, const toml::table& table, std::size_t number)
      : reading_(reading), table_(reading, table, fmt::format("[[source]] number {}", number)) {}

  TableReader& table() { return table_; }

  /// Leaves `columns` empty if they contain a mistake.
  SourceConfig read(NamedColumns& columns, std::vector<NamedFormats>& formats, NamedColumns& updated_of) {
    SourceConfig source;
    read_name(source);
    if (read_database(table_, source)) return read_rest(std::move(source), columns, formats, updated_of);
    if (table_.read_paths("files", source.files) && source.files.empty())
      table_.mistake_of("files", *table_.find("files"), "expected at least one file");
    if (table_.find("files") == nullptr)
      table_.mistake("files is missing; write, for example: files = [\"extracts/crm_*.csv.gz\"]");
    read_text_format(table_, source);
    return read_rest(std::move(source), columns, formats, updated_of);
  }

 private:
  SourceConfig read_rest(SourceConfig source, NamedColumns& columns, std::vector<NamedFormats>& formats,
                         NamedColumns& updated_of) {
    header_ = source.has_column_names();
    table_.read("unique", source.unique);
    read_column("id", source.id);
    read_column("updated", source.updated);
    read_updated_of(table_, reading_, header_, updated_of);
    read_truth(source);
    read_delta(table_, reading_, header_, source);
    read_columns(columns);
    formats = read_writing(table_, reading_, source);
    table_.report_unknown_keys();
    return source;
  }

  void read_name(SourceConfig& source) {
    if (table_.find("name") == nullptr) return table_.mistake("name is missing; write, for example: name = \"crm\"");
    if (!table_.read("name", source.name)) return;
    // The name is part of SOURCE:ID on the command line and of column names in exports.
    const bool plain = !source.name.empty() && source.name.size() <= 64 &&
                       std::all_of(source.name.begin(), source.name.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '_' || c == '-' || c == '.';
                       });
    if (!plain)
      return table_.mistake_of("name", *table_.find("name"),
                               "expected 1 to 64 letters, digits, and _ - . in a source's name");
    table_.set_context("[[source]] " + source.name);
  }

  bool column_of(std::string_view key, const toml::node& node, std::string& column) {
    return read_column_name(table_, key, node, header_, column);
  }

  void read_column(std::string_view key, std::string& column) {
    if (const auto* node = table_.find(key)) column_of(key, *node, column);
  }

  void read_truth(SourceConfig& source) {
    const auto* node = table_.find("truth");
    if (node == nullptr) return;
    const auto* table = node->as_table();
    if (table == nullptr) {
      column_of("truth", *node, source.truth);
      return;
    }
    TableReader truth(reading_, *table, table_.context() + ": truth");
    if (const auto* column = truth.find("column"))
      column_of("truth.column", *column, source.truth);
    else
      truth.mistake("column is missing; expected: { column = \"rec_id\", pattern = 'rec-(\\d+)-' }");
    if (const auto* pattern = truth.find("pattern")) read_pattern(*pattern, source);
    truth.report_unknown_keys();
  }

  void read_pattern(const toml::node& node, SourceConfig& source) {
    const auto* text = node.as_string();
    if (text == nullptr || text->get().empty() || text->get().size() > kMaxPatternBytes)
      return table_.mistake_of(
          "truth.pattern", node,
          fmt::format("expected a regular expression of 1 to {} bytes, found {}", kMaxPatternBytes, kind_of(node)));
    try {
      if (std::regex(text->get(), std::regex::ECMAScript).mark_count() != 1)
        return table_.mistake_of("truth.pattern", node,
                                 "expected a regular expression with exactly one group ( ), the true "
                                 "customer");
    } catch (const std::regex_error&) {
      return table_.mistake_of("truth.pattern", node, "not a regular expression (ECMAScript)");
    }
    source.truth_pattern = text->get();
  }

  void read_columns(NamedColumns& columns) {
    const auto* node = table_.find("columns");
    constexpr std::string_view example = "columns = { surname = \"LAST_NAME\", email = \"EMAIL\" }";
    if (node == nullptr) return table_.mistake(fmt::format("columns is missing; write, for example: {}", example));
    const auto* table = node->as_table();
    if (table == nullptr)
      return table_.mistake_of(
          "columns", *node, fmt::format("expected a table, found {}; write, for example: {}", kind_of(*node), example));
    if (table->empty())
      return table_.mistake_of("columns", *node,
                               fmt::format("expected at least one attribute; write, for example: {}", example));
    for (const auto& [key, value] : *table) read_column_expressions(reading_, table_, key, value, header_, columns);
    // A TOML table has no order. Restore that of the file.
    std::stable_sort(columns.begin(), columns.end(), [](const NamedColumn& a, const NamedColumn& b) {
      return Mistakes::position_of(a.key->source()) < Mistakes::position_of(b.key->source());
    });
  }

  Reading& reading_;
  TableReader table_;
  bool header_ = true;
};

}  // namespace

SourceColumns read_sources(TableReader& root, Reading& reading, Job& job) {
  const auto tables = root.read_tables("source");
  if (root.find("source") == nullptr || (tables.empty() && root.find("source")->is_array()))
    root.mistake("a job needs at least one [[source]], as in: [[source]] name = \"crm\", files = [\"crm.csv\"], ...");

  SourceColumns columns;
  columns.of_source.resize(tables.size());
  columns.formats_of_source.resize(tables.size());
  columns.updated_of_source.resize(tables.size());
  columns.complete = !tables.empty();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    SourceReader reader(reading, *tables[i], i + 1);
    SourceConfig source = reader.read(columns.of_source[i], columns.formats_of_source[i], columns.updated_of_source[i]);
    columns.complete = columns.complete && !columns.of_source[i].empty();
    for (const SourceConfig& other : job.sources)
      if (!source.name.empty() && other.name == source.name)
        reader.table().mistake_of("name", *reader.table().find("name"), "another source has this name already");
    job.sources.push_back(std::move(source));
  }
  if (job.task == Task::link && tables.size() == 1)
    root.mistake(*root.find("job")->as_table()->get("task"),
                 "[job]: task: \"link\" finds pairs between sources and needs two or more; this job has one");
  return columns;
}

}  // namespace onefold::config
