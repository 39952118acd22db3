// A small valid result, built by formula, for tests of programs that read results: tests change a field and write it.
//
// Two sources. Records 3c, 3c + 1, 3c + 2 are customer c (the last may be smaller), chained by links 3c - 3c+1 - 3c+2.
// If c is even, an edge below the threshold joins 3c and 3c + 2; one more joins 3c and 3c + 4 of the next customer.
// Every tenth row of a source is in quarantine.
#pragma once

#include <string>
#include <vector>

#include "support/tiny_rows.hpp"

namespace onefold::test {

/// This rank's share of a column that all ranks hold.
template <typename T>
std::span<const T> local_share(const mpi::Communicator& world, const std::vector<T>& all, std::size_t width = 1) {
  const std::size_t rows = all.size() / width;
  const auto rank = static_cast<std::size_t>(world.rank());
  const auto ranks = static_cast<std::size_t>(world.size());
  const std::size_t begin = rows * rank / ranks * width;
  return std::span<const T>(all).subspan(begin, rows * (rank + 1) / ranks * width - begin);
}
inline TextColumn local_share(const mpi::Communicator& world, const std::vector<std::string>& all) {
  TextColumn out;
  for (const auto& value : local_share<std::string>(world, all)) out.push_back(value);
  return out;
}

/// Collective. What became of the lines of the files.
inline void write_lines(const mpi::Communicator& world, result::ResultWriter& writer, const TinyResult& tiny) {
  using result::Digested;
  writer.write("/quarantine/last_line", local_share(world, tiny.quarantine_last_line), Digested::no);
  writer.write_once("/lines/all", tiny.lines_all, Digested::no);
  writer.write_once("/lines/records", tiny.lines_records, Digested::no);
  writer.write_once("/lines/quarantined", tiny.lines_quarantined, Digested::no);
  writer.write_once("/lines/header", std::vector<std::int64_t>(tiny.lines_all.size(), 1), Digested::no);
  writer.write_once("/lines/blank", tiny.lines_blank, Digested::no);
  for (const char* name :
       {"/lines/delimiters", "/lines/comment", "/lines/skipped", "/lines/footer", "/lines/repeated_header"})
    writer.write_once(name, std::vector<std::int64_t>(tiny.lines_all.size(), 0), Digested::no);
}

/// Collective.
inline void write_indexes(const mpi::Communicator& world, result::ResultWriter& writer, const TinyResult& tiny) {
  const TinyIndexes indexes = tiny.indexes ? *tiny.indexes : indexes_of(tiny);
  writer.write("/customers/member_offsets", local_share(world, indexes.member_offsets));
  writer.write("/customers/members", local_share(world, indexes.members));
  writer.write("/index/pin", local_share(world, indexes.pin));
  writer.write("/index/pin_customer", local_share(world, indexes.pin_customer));
  writer.write("/index/source_id_hash", local_share(world, indexes.source_id_hash));
  writer.write("/index/source_id_record", local_share(world, indexes.source_id_record));
}

/// Collective.
inline void write_values(const mpi::Communicator& world, result::ResultWriter& writer, const TinyResult& tiny) {
  if (!tiny.keeps_values) return;
  const auto name = tiny.value_name.empty() ? values_of(tiny, tiny.golden_name, tiny.origin_name) : tiny.value_name;
  const auto note = tiny.value_note.empty() ? values_of(tiny, tiny.golden_note, tiny.origin_note) : tiny.value_note;
  writer.write("/records/value/name", local_share(world, name));
  writer.write("/records/value/note", local_share(world, note));
  writer.write("/records/updated", local_share(world, std::vector<std::int64_t>(tiny.record_source.size(), 7)));
}

inline void write_history(result::ResultWriter& writer, const TinyLineage& lineage) {
  using result::CrosswalkTable;
  using result::HistoryTable;
  std::vector<std::int64_t> pin, other;
  std::vector<std::int8_t> event;
  std::vector<std::int32_t> run, records, before;
  for (const auto& row : lineage.history) {
    pin.push_back(row.pin);
    other.push_back(row.other);
    event.push_back(static_cast<std::int8_t>(row.event));
    run.push_back(row.run);
    records.push_back(row.records);
    before.push_back(row.records_before);
  }
  HistoryTable::kPin.write_once(writer, pin);
  HistoryTable::kEvent.write_once(writer, event);
  HistoryTable::kRun.write_once(writer, run);
  HistoryTable::kRecords.write_once(writer, records);
  HistoryTable::kRecordsBefore.write_once(writer, before);
  HistoryTable::kOther.write_once(writer, other);
  result::RetiredTable::kPin.write_once(writer, lineage.retired_pin);
  result::RetiredTable::kForward.write_once(writer, lineage.retired_forward);
  result::RetiredTable::kRun.write_once(writer, lineage.retired_run);
  CrosswalkTable::kPreviousPin.write_once(writer, lineage.previous_pin);
  CrosswalkTable::kFirstPin.write_once(writer, lineage.first_pin);
  CrosswalkTable::kFirstRun.write_once(writer, lineage.first_run);
  CrosswalkTable::kLastRun.write_once(writer, lineage.last_run);
  CrosswalkTable::kDepartedSource.write_once(writer, text_column({"crm"}));
  CrosswalkTable::kDepartedId.write_once(writer, text_column({"gone"}));
  CrosswalkTable::kDepartedPin.write_once(writer, std::vector<std::int64_t>{1'000'000});
  CrosswalkTable::kCarriedRow.write_once(writer, lineage.carried_row);
  CrosswalkTable::kCarriedPin.write_once(writer, lineage.carried_pin);
}

inline void write_runs(result::ResultWriter& writer, const TinyResult& tiny) {
  result::RunsTable runs = tiny.lineage.runs;
  if (runs.size() == 0) {  // a first run
    runs.job.push_back("tiny");
    runs.previous_digest.push_back("");
    runs.records = {static_cast<std::int64_t>(tiny.pin.size())};
    runs.customers = {static_cast<std::int64_t>(tiny.customer_pin.size())};
    runs.moved_records = runs.departed_records = {0};
    for (auto& events : runs.events) events = {0};
    runs.events[static_cast<std::size_t>(PinEvent::created)] = runs.customers;
  }
  runs.write(writer);
  std::int64_t minted = tiny.lineage.minted_too_many;
  for (const std::int64_t created : runs.events[static_cast<std::size_t>(PinEvent::created)]) minted += created;
  writer.set_attribute(result::kPinsMinted, std::to_string(minted));
  if (runs.size() > 1) write_history(writer, tiny.lineage);
}

inline void write_reading(result::ResultWriter& writer, const TinyResult& tiny) {
  using result::Digested;
  if (tiny.reading_filled.empty()) return;
  writer.write_once("/reading/source", tiny.reading_source);
  writer.write_once("/reading/attribute", tiny.reading_attribute);
  writer.write_once("/reading/filled", tiny.reading_filled);
  writer.write_once("/reading/missing", tiny.reading_missing);
  writer.write_once("/reading/dummy", std::vector<std::int64_t>(tiny.reading_filled.size(), 0));
  writer.write_once("/reading/unreadable", tiny.reading_unreadable);
  writer.write_once("/reading/distinct", std::vector<std::int64_t>(tiny.reading_filled.size(), 1), Digested::no);
  writer.write_once("/reading/ambiguous", std::vector<std::int64_t>(tiny.reading_filled.size(), 0));
  writer.write_once("/unreadable/reading", std::vector<std::int32_t>{1});
  writer.write_once("/unreadable/row", std::vector<std::int64_t>{1});
  writer.write_once("/unreadable/file", text_column({"crm.csv"}), Digested::no);
  writer.write_once("/unreadable/row_of_file", std::vector<std::int64_t>{1}, Digested::no);
}

inline void write_attributes(result::ResultWriter& writer, const TinyResult& tiny) {
  writer.write_once("/attributes/name", text_column({"name", "note"}));
  writer.write_once("/attributes/type", text_column({"full_name", "text"}));
  if (!tiny.attribute_conflict.empty()) writer.write_once("/attributes/conflict", tiny.attribute_conflict);
  if (!tiny.separator.empty()) writer.write_once("/attributes/separator", text_column(tiny.separator));
}

/// Collective. Values as other systems load them begin with "clean ".
inline void write_lineage(const mpi::Communicator& world, result::ResultWriter& writer, const TinyResult& tiny) {
  for (int a = 0; a < 2; ++a) {
    const std::string name = a == 0 ? "name" : "note";
    const auto& golden = a == 0 ? tiny.golden_name : tiny.golden_note;
    std::vector<std::string> cleansed;
    for (const auto& value : golden) cleansed.push_back(value.empty() ? "" : "clean " + value);
    writer.write("/customers/cleansed/" + name, local_share(world, cleansed));
    const std::string lineage = "/customers/lineage/" + name;
    writer.write(lineage + "/record", local_share(world, a == 0 ? tiny.origin_name : tiny.origin_note));
    writer.write(lineage + "/rule", local_share(world, tiny.rule_of_value[a]));
    writer.write(lineage + "/score", local_share(world, tiny.score_of_value[a]));
    writer.write(lineage + "/runner_up", local_share(world, tiny.runner_up[a]));
    writer.write(lineage + "/distinct", local_share(world, tiny.distinct_values[a]));
  }
  if (!tiny.attribute_group.empty()) writer.write_once("/attributes/group", tiny.attribute_group);
}

/// Collective. The edges with their index, and the tables that they name.
inline void write_edges(const mpi::Communicator& world, result::ResultWriter& writer, const TinyResult& tiny) {
  writer.write("/edges/left", local_share(world, tiny.left));
  writer.write("/edges/right", local_share(world, tiny.right));
  writer.write("/edges/pattern", local_share(world, tiny.edge_pattern));
  writer.write("/edges/term_frequency/name", local_share(world, tiny.edge_adjustment));
  writer.write("/edges/left_offsets", local_share(world, tiny.left_offsets));
  writer.write("/edges/by_right", local_share(world, tiny.by_right));
  writer.write("/edges/right_offsets", local_share(world, tiny.right_offsets));
  if (!tiny.rival_group.empty()) {
    writer.write("/edges/probability_among_rivals", local_share(world, tiny.among_rivals));
    writer.write_once("/sources/rival_group", tiny.rival_group);
    writer.write_once("/model/rival_partners", std::vector<std::int64_t>{1});
  }
  writer.write("/patterns/pattern", local_share(world, tiny.patterns));
  writer.write("/patterns/rule", local_share(world, tiny.pattern_rule));
  writer.write_matrix("/patterns/level", local_share(world, tiny.pattern_level, 2), 2);
  writer.write("/patterns/weight_log2", local_share(world, tiny.pattern_weight_log2));
  writer.write("/patterns/edges", local_share(world, tiny.pattern_edges));
  writer.write_once("/term_frequencies/name", tiny.adjustments);
}

/// Collective. Returns the content digest.
inline std::string write_tiny(const mpi::Communicator& world, const std::string& path, const TinyResult& tiny,
                              int compression = 1) {
  using result::Digested;
  result::ResultWriter writer(world, path, true, compression);
  writer.write_once("/sources/name", text_column(tiny.source_names));
  writer.write_once("/sources/rows_read", tiny.rows_read);
  writer.write_once("/sources/records", tiny.records);
  writer.write_once("/sources/quarantined", tiny.quarantined);
  writer.write_once("/sources/first_record_id", tiny.first_record_id);
  writer.write_once("/sources/file", text_column({"crm.csv", "shop.csv"}), Digested::no);
  writer.write_once("/sources/file_source", std::vector<std::int32_t>{0, 1}, Digested::no);
  writer.write_once("/sources/naming", std::vector<std::int8_t>(tiny.source_names.size(), 1));
  write_runs(writer, tiny);
  write_reading(writer, tiny);
  write_attributes(writer, tiny);
  writer.write("/records/source", local_share(world, tiny.record_source));
  writer.write("/records/source_id", local_share(world, tiny.source_id));
  writer.write("/records/row", local_share(world, tiny.row));
  writer.write("/records/pin", local_share(world, tiny.pin));
  writer.write("/records/cluster_id", local_share(world, tiny.cluster_id));
  writer.write("/records/true_id", local_share(world, tiny.true_id));
  write_values(world, writer, tiny);
  write_indexes(world, writer, tiny);
  writer.write("/customers/pin", local_share(world, tiny.customer_pin));
  writer.write("/customers/cluster_id", local_share(world, tiny.customer_cluster));
  writer.write("/customers/size", local_share(world, tiny.customer_size));
  writer.write("/customers/links", local_share(world, tiny.customer_links));
  writer.write("/customers/bridges", local_share(world, tiny.customer_bridges));
  writer.write("/customers/bridge_split", local_share(world, tiny.customer_bridge_split));
  writer.write("/customers/articulation_points", local_share(world, tiny.customer_articulation_points));
  writer.write("/customers/weakest_link_log2", local_share(world, tiny.customer_weakest_link_log2));
  writer.write("/customers/density", local_share(world, tiny.customer_density));
  writer.write("/customers/centrality", local_share(world, tiny.customer_centrality));
  writer.write("/customers/centre", local_share(world, tiny.customer_centre));
  writer.write("/customers/golden/name", local_share(world, tiny.golden_name));
  writer.write("/customers/golden/note", local_share(world, tiny.golden_note));
  write_lineage(world, writer, tiny);
  write_edges(world, writer, tiny);
  writer.write_once("/blocking/rule", text_column({"surname + year(birth_date)", "email"}));
  writer.write_once("/blocking/pairs", std::vector<std::int64_t>{100, 50});
  writer.write_once("/blocking/new_pairs", std::vector<std::int64_t>{100, 40});
  writer.write_once("/comparisons/name", text_column({"name", "birth_date"}));
  writer.write_once("/comparisons/num_levels", std::vector<std::int32_t>{4, 3});
  writer.write_once("/comparisons/level/comparison", std::vector<std::int32_t>{0, 0, 0, 0, 1, 1, 1});
  writer.write_once("/comparisons/level/level", std::vector<std::int32_t>{0, 1, 2, 3, 0, 1, 2});
  writer.write_once("/comparisons/level/text",
                    text_column({"missing", "exact", "jaro_winkler >= 0.92", "else", "missing", "exact", "else"}));
  writer.write_once("/comparisons/level/m", std::vector<double>{1, 0.9, 0.08, 0.02, 1, 0.95, 0.05});
  writer.write_once("/comparisons/level/u", std::vector<double>{1, 0.005, 0.009, 0.986, 1, 0.01, 0.99});
  writer.write_once("/comparisons/level/weight_log2", tiny.level_weight_log2);
  if (!tiny.dependence_log2.empty()) {
    writer.write_once("/dependence/first", std::vector<std::int32_t>(6, 0));
    writer.write_once("/dependence/second", std::vector<std::int32_t>(6, 1));
    writer.write_once("/dependence/first_level", std::vector<std::int32_t>{1, 1, 2, 2, 3, 3});
    writer.write_once("/dependence/second_level", std::vector<std::int32_t>{1, 2, 1, 2, 1, 2});
    writer.write_once("/dependence/correction_log2", tiny.dependence_log2);
  }
  writer.write_once("/comparisons/level/m_origin", text_column(std::vector<std::string>(7, "em")));
  writer.write_once("/comparisons/level/u_origin", text_column(std::vector<std::string>(7, "random_pairs")));
  writer.write_once("/blocking/skipped_records", std::vector<std::int64_t>{0, 3});
  writer.write_text("/cluster/method", tiny.attribute_conflict.empty() ? "components" : "repair");
  writer.write_once("/cluster/link_only", std::vector<std::int8_t>{0});
  writer.write_once("/statistics/stage", text_column({"ingest"}), Digested::no);
  writer.write_once("/statistics/seconds", std::vector<double>{1.5}, Digested::no);
  writer.write_once("/statistics/peak_memory_bytes", std::vector<std::int64_t>{1 << 20}, Digested::no);
  writer.write_once("/statistics/ranks", std::vector<std::int64_t>{1}, Digested::no);
  writer.write_once("/statistics/counter", text_column({"ingest.records"}));
  writer.write_once("/statistics/value", std::vector<std::int64_t>{7});
  writer.write_text("/model/json", "{\"levels\": \"" + std::string(700, '.') + "\"}");
  writer.write_once("/model/prior", std::vector<double>{1 / 257.0});
  writer.write_once("/model/prior_weight_log2", std::vector<double>{tiny.prior_weight_log2});
  writer.write_once("/cluster/threshold", std::vector<double>{16 / 17.0});
  writer.write_once("/cluster/threshold_weight_log2", std::vector<double>{tiny.threshold_weight_log2});
  writer.write_once("/cluster/review_threshold", std::vector<double>{0.01});
  writer.write("/quarantine/source", local_share(world, tiny.quarantine_source));
  writer.write("/quarantine/row", local_share(world, tiny.quarantine_row));
  writer.write("/quarantine/reason", local_share(world, tiny.quarantine_reason));
  writer.write("/quarantine/file", local_share(world, tiny.quarantine_file), Digested::no);
  writer.write("/quarantine/line", local_share(world, tiny.quarantine_line), Digested::no);
  write_lines(world, writer, tiny);
  if (tiny.completeness) tiny.completeness->write(writer);
  writer.write_text("/job/resolved", "[job]\nname = \"tiny\"\n", Digested::no);
  writer.write_text("/job/decisive", "");
  writer.describe("/edges", "Scored pairs at or above the review threshold");
  writer.describe("/records/pin", "Lasting number of the customer");
  return writer.publish();
}

}  // namespace onefold::test
