#include "exports/export_customers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>

#include "exports/csv_lines.hpp"
#include "onefold/record/attribute.hpp"
#include "onefold/record/error.hpp"
#include "result/customers_table.hpp"
#include "result/record_names.hpp"
#include "result/row_slices.hpp"
#include "result/sources_table.hpp"

namespace onefold::exports {

namespace {

using result::CustomersTable;

/// A column of the CSV: how a slice of its rows is read, and how one of them is written.
struct ExportColumn {
  std::string name;
  std::string sql_type;
  std::function<void(std::uint64_t first, std::uint64_t count)> load;
  std::function<void(CsvLines& csv, std::uint64_t row)> put;
};

class CustomerTable {
 public:
  CustomerTable(const result::ResultReader& file, const CustomerColumns& wanted) : file_(file) {
    add_pins();
    add_numbers("cluster_id", CustomersTable::kClusterId, "bigint");
    add_numbers("size", CustomersTable::kSize, "bigint");
    if (result::StructureRows::are_in(file)) add_structure();
    const auto attributes = result::AttributesTable::read(file);
    for (std::size_t a = 0; a < attributes.name.size(); ++a)
      add_values(std::string(attributes.name[a]), attributes.type[a], wanted.cleansed);
    for (std::size_t a = 0; a < attributes.name.size(); ++a) add_origin(std::string(attributes.name[a]));
    if (!wanted.names.empty()) keep(wanted.names);
  }

  [[nodiscard]] const std::vector<ExportColumn>& columns() const { return columns_; }

 private:
  template <typename T>
  void add_numbers(const std::string& name, const result::Column<T>& column, const std::string& sql_type) {
    const auto rows = std::make_shared<std::vector<T>>();
    columns_.push_back(
        {name, sql_type,
         [this, rows, &column](std::uint64_t first, std::uint64_t count) { *rows = column.read(file_, first, count); },
         [rows](CsvLines& csv, std::uint64_t row) {
           // An infinite or unknown number: the customer has no link that could fail, or it is too large
           // and was not analysed.
           if (std::isfinite(static_cast<double>((*rows)[row])))
             csv.field((*rows)[row]);
           else
             csv.field("");
         }});
  }

  void add_pins() {
    const auto rows = std::make_shared<std::vector<std::int64_t>>();
    columns_.push_back({"pin", "text",
                        [this, rows](std::uint64_t first, std::uint64_t count) {
                          *rows = CustomersTable::kPin.read(file_, first, count);
                        },
                        [rows](CsvLines& csv, std::uint64_t row) { csv.pin((*rows)[row]); }});
  }

  void add_structure() {
    add_numbers("links", CustomersTable::kLinks, "bigint");
    add_numbers("density", CustomersTable::kDensity, "double precision");
    add_numbers("bridges", CustomersTable::kBridges, "integer");
    add_numbers("bridge_split", CustomersTable::kBridgeSplit, "integer");
    add_numbers("articulation_points", CustomersTable::kArticulationPoints, "integer");
    add_numbers("weakest_link_log2", CustomersTable::kWeakestLink, "double precision");
    add_numbers("centrality", CustomersTable::kCentrality, "double precision");
  }

  void add_values(const std::string& attribute, std::string_view type, bool cleansed) {
    const auto rows = std::make_shared<TextColumn>();
    const auto column = cleansed ? CustomersTable::cleansed(attribute) : CustomersTable::golden(attribute);
    std::string sql_type = "text";
    if (cleansed && type == name_of(AttributeType::birth_date)) sql_type = "date";
    if (cleansed && type == name_of(AttributeType::number)) sql_type = "numeric";
    columns_.push_back(
        {attribute, sql_type,
         [this, rows, column](std::uint64_t first, std::uint64_t count) { *rows = column.read(file_, first, count); },
         [rows](CsvLines& csv, std::uint64_t row) { csv.field((*rows)[row]); }});
  }

  void add_origin(const std::string& attribute) {
    const auto rows = std::make_shared<std::vector<std::int64_t>>();
    columns_.push_back({attribute + "_origin", "text",
                        [this, rows, attribute](std::uint64_t first, std::uint64_t count) {
                          // The names of all records are in memory only if a column shows them.
                          if (!names_) names_.emplace(file_);
                          *rows = result::LineageColumns(attribute).record.read(file_, first, count);
                        },
                        [this, rows](CsvLines& csv, std::uint64_t row) {
                          if ((*rows)[row] == -1)
                            csv.field("");
                          else
                            csv.record(*names_, (*rows)[row]);
                        }});
  }

  void keep(const std::vector<std::string>& names) {
    std::vector<ExportColumn> kept;
    for (const std::string& name : names) {
      const auto found = std::ranges::find(columns_, name, &ExportColumn::name);
      if (found == columns_.end()) {
        std::string known;
        for (const ExportColumn& column : columns_) known += (known.empty() ? "" : ", ") + column.name;
        throw Error(ExitCode::usage,
                    fmt::format("--columns: customers have no column {}; expected some of {}", name, known));
      }
      kept.push_back(*found);
    }
    columns_ = std::move(kept);
  }

  const result::ResultReader& file_;
  std::vector<ExportColumn> columns_;
  std::optional<result::RecordNames> names_;
};

std::string sql_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

void export_customers(const result::ResultReader& file, const CustomerColumns& wanted, const ByteSink& sink) {
  const CustomerTable table(file, wanted);
  CsvLines csv(sink);
  for (const ExportColumn& column : table.columns()) csv.field(column.name);
  csv.end_line();
  result::for_each_slice(CustomersTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    for (const ExportColumn& column : table.columns()) column.load(first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      for (const ExportColumn& column : table.columns()) column.put(csv, i);
      csv.end_line();
    }
  });
  csv.flush();
}

std::string create_table_of_customers(const result::ResultReader& file, const CustomerColumns& wanted,
                                      const std::string& table) {
  const CustomerTable customers(file, wanted);
  std::string sql = "CREATE TABLE " + sql_name(table) + " (";
  for (std::size_t i = 0; i < customers.columns().size(); ++i) {
    const ExportColumn& column = customers.columns()[i];
    sql += fmt::format("{}\n  {} {}{}", i == 0 ? "" : ",", sql_name(column.name), column.sql_type,
                       column.name == "pin" ? " PRIMARY KEY" : "");
  }
  return sql + "\n);\n";
}

}  // namespace onefold::exports
