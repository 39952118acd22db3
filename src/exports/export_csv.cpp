#include "exports/export_csv.hpp"

#include <cmath>

#include "exports/csv_lines.hpp"
#include "exports/export_identity.hpp"
#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/quarantine_table.hpp"
#include "result/record_names.hpp"
#include "result/row_slices.hpp"

namespace onefold::exports {

namespace {

using result::CustomersTable;
using result::EdgesTable;
using result::RecordsTable;

void export_records(const result::ResultReader& file, CsvLines& csv) {
  const bool has_truth = RecordsTable::kTrueId.is_in(file);
  for (const char* name : {"source", "source_id", "pin", "cluster_id", "row"}) csv.field(name);
  if (has_truth) csv.field("true_id");
  csv.end_line();
  const TextColumn sources = result::SourcesTable::kName.read_all(file);
  result::for_each_slice(RecordsTable::kSource.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto source = RecordsTable::kSource.read(file, first, count);
    const auto id = RecordsTable::kSourceId.read(file, first, count);
    const auto pin = RecordsTable::kPin.read(file, first, count);
    const auto cluster = RecordsTable::kClusterId.read(file, first, count);
    const auto row = RecordsTable::kRow.read(file, first, count);
    const auto truth = has_truth ? RecordsTable::kTrueId.read(file, first, count) : TextColumn{};
    for (std::uint64_t i = 0; i < count; ++i) {
      csv.field(name_at(sources, source[i])).field(id[i]).pin(pin[i]).field(cluster[i]).field(row[i]);
      if (has_truth) csv.field(truth[i]);
      csv.end_line();
    }
  });
}

void export_customers(const result::ResultReader& file, CsvLines& csv) {
  const TextColumn attributes = result::AttributesTable::kName.read_all(file);
  for (const char* name : {"pin", "cluster_id", "size"}) csv.field(name);
  const bool has_structures = result::StructureRows::are_in(file);
  if (has_structures)
    for (const char* name :
         {"links", "density", "bridges", "bridge_split", "articulation_points", "weakest_link_log2", "centrality"})
      csv.field(name);
  for (std::size_t a = 0; a < attributes.size(); ++a) csv.field(attributes[a]);
  for (std::size_t a = 0; a < attributes.size(); ++a) csv.field(std::string(attributes[a]) + "_origin");
  csv.end_line();
  const result::RecordNames names(file);
  result::for_each_slice(CustomersTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = CustomersTable::kPin.read(file, first, count);
    const auto cluster = CustomersTable::kClusterId.read(file, first, count);
    const auto size = CustomersTable::kSize.read(file, first, count);
    result::StructureRows structures;
    if (has_structures) structures = result::StructureRows::read(file, first, count);
    std::vector<TextColumn> golden;
    std::vector<std::vector<std::int64_t>> origin;
    for (std::size_t a = 0; a < attributes.size(); ++a) {
      golden.push_back(CustomersTable::golden(attributes[a]).read(file, first, count));
      origin.push_back(CustomersTable::origin(attributes[a]).read(file, first, count));
    }
    for (std::uint64_t i = 0; i < count; ++i) {
      csv.pin(pin[i]).field(cluster[i]).field(size[i]);
      if (has_structures) {
        // An infinite or unknown number: the customer has no link that could fail, or it is too large and was not
        // analysed.
        const auto finite = [&](double number) {
          if (std::isfinite(number))
            csv.field(number);
          else
            csv.field("");
        };
        csv.field(structures.links[i]);
        finite(structures.density[i]);
        csv.field(structures.bridges[i]).field(structures.bridge_split[i]).field(structures.articulation_points[i]);
        finite(structures.weakest_link_log2[i]);
        finite(structures.centrality[i]);
      }
      for (const TextColumn& values : golden) csv.field(values[i]);
      for (const auto& records : origin) {
        if (records[i] == -1)
          csv.field("");
        else
          csv.record(names, records[i]);
      }
      csv.end_line();
    }
  });
}

void export_edges(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name : {"left_source", "left_id", "right_source", "right_id", "probability"}) csv.field(name);
  const bool has_rivals = EdgesTable::kAmongRivals.is_in(file);
  if (has_rivals) csv.field("probability_among_rivals");
  for (const char* name : {"weight_log2", "rule", "link"}) csv.field(name);
  csv.end_line();
  const result::RecordNames names(file);
  const TextColumn rules = result::BlockingTable::kRule.read_all(file);
  const double threshold = result::ClusterTable::kThresholdWeight.read_row(file, 0);
  const result::EdgeScoring scoring(file);
  result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    const auto scores = scoring.read(first, count);
    const auto among_rivals = has_rivals ? EdgesTable::kAmongRivals.read(file, first, count) : std::vector<float>{};
    for (std::uint64_t i = 0; i < count; ++i) {
      csv.field(names.source(left[i])).field(names.id(left[i])).field(names.source(right[i])).field(names.id(right[i]));
      csv.field(scores.probability(i));
      if (has_rivals) csv.field(among_rivals[i]);
      const double weight = scores.weight_log2[i];
      csv.field(weight).field(name_at(rules, scores.rule[i])).field(weight >= threshold ? "1" : "0").end_line();
    }
  });
}

void export_quarantine(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name : {"source", "file", "line", "row", "reason", "last_line"}) csv.field(name);
  csv.end_line();
  const TextColumn sources = result::SourcesTable::kName.read_all(file);
  result::for_each_slice(result::QuarantineTable::kSource.num_rows(file),
                         [&](std::uint64_t first, std::uint64_t count) {
                           const auto rows = result::QuarantineTable::read(file, first, count);
                           for (std::uint64_t i = 0; i < count; ++i)
                             csv.field(name_at(sources, rows.source[i]))
                                 .field(rows.file[i])
                                 .field(rows.line[i])
                                 .field(rows.row[i])
                                 .field(rows.reason[i])
                                 .field(rows.last_line[i])
                                 .end_line();
                         });
}

}  // namespace

void export_csv(const result::ResultReader& file, ExportTable table, const ByteSink& sink) {
  CsvLines csv(sink);
  switch (table) {
    case ExportTable::records:
      export_records(file, csv);
      break;
    case ExportTable::customers:
      export_customers(file, csv);
      break;
    case ExportTable::edges:
      export_edges(file, csv);
      break;
    case ExportTable::quarantine:
      export_quarantine(file, csv);
      break;
    case ExportTable::crosswalk:
      export_crosswalk(file, csv);
      break;
    case ExportTable::history:
      export_history(file, csv);
      break;
    case ExportTable::forwards:
      export_forwards(file, csv);
      break;
  }
  csv.flush();
}

}  // namespace onefold::exports
