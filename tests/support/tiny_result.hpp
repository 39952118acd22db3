// A small valid result, built by formula, for tests of programs that read results: tests change a field and write it.
//
// Two sources. Records 3c, 3c + 1, 3c + 2 are customer c (the last may be smaller), chained by links 3c - 3c+1 - 3c+2.
// If c is even, an edge below the threshold joins 3c and 3c + 2; one more joins 3c and 3c + 4 of the next customer.
// Every tenth row of a source is in quarantine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "onefold/result/result_reader.hpp"
#include "result/identity_tables.hpp"
#include "result/result_writer.hpp"
#include "score/rivals.hpp"

namespace onefold::test {

struct TinyEdge {
  std::int64_t left, right;
  std::int8_t name_level, date_level;
  double term_frequency_log2;
};

/// A PIN that a second run retired.
inline constexpr std::int64_t kMergedPin = 2'000'000;

/// What /runs, /history, /retired and /crosswalk say; without runs: a first run.
struct TinyLineage {
  result::RunsTable runs;
  std::int64_t minted_too_many = 0;
  std::vector<result::HistoryRow> history;
  std::vector<std::int64_t> retired_pin, retired_forward;
  std::vector<std::int32_t> retired_run;
  std::vector<std::int64_t> previous_pin, first_pin;
  std::vector<std::int32_t> first_run, last_run;
  std::vector<std::int64_t> carried_row, carried_pin;
};

struct TinyResult {
  TinyLineage lineage;
  std::vector<std::int32_t> reading_source, reading_attribute;  // empty: no reading report
  std::vector<std::int64_t> reading_filled, reading_missing, reading_unreadable;
  std::vector<std::string> source_names = {"crm", "shop"};
  std::vector<std::int32_t> rival_group;  // of sources; empty: no record has rivals
  std::vector<float> among_rivals;
  std::vector<std::int64_t> rows_read, records, quarantined, first_record_id;
  std::vector<std::int32_t> record_source;
  std::vector<std::string> source_id, true_id;
  std::vector<std::int64_t> row, pin, cluster_id;
  std::vector<std::int64_t> customer_pin, customer_cluster, customer_size, customer_links, customer_centre;
  std::vector<std::int32_t> customer_bridges, customer_bridge_split, customer_articulation_points;
  std::vector<double> customer_weakest_link_log2, customer_density, customer_centrality;
  std::vector<std::string> golden_name, golden_note;
  std::vector<std::int64_t> origin_name, origin_note;
  std::vector<std::int64_t> left, right;
  // Of edges, and not in the file: derive_tables() makes the tables from them.
  std::vector<std::int64_t> pattern;
  std::vector<double> weight_log2, probability, term_frequency_log2;
  std::vector<std::int32_t> rule;
  std::vector<std::int8_t> level;
  // The tables of patterns and adjustments, and the rows that edges name.
  std::vector<std::int64_t> patterns, pattern_edges;
  std::vector<std::int16_t> pattern_rule;
  std::vector<std::int8_t> pattern_level;
  std::vector<double> pattern_weight_log2, adjustments;
  std::vector<std::int32_t> edge_pattern, edge_adjustment;
  std::vector<std::int64_t> left_offsets, by_right, right_offsets;
  std::vector<std::int32_t> quarantine_source;
  std::vector<std::int64_t> quarantine_row, quarantine_line, quarantine_last_line;
  std::vector<std::int64_t> lines_all, lines_records, lines_quarantined, lines_blank;
  std::vector<std::string> quarantine_reason, quarantine_file;
  std::vector<std::int8_t> attribute_conflict;  // empty: not in the file
  double prior_weight_log2 = -8;
  double threshold_weight_log2 = 4;
  std::vector<double> dependence_log2;  // name levels 1 to 3 by date levels 1 and 2; empty: not in the file
  std::vector<double> level_weight_log2 = {
      0, 7.5, 3.25, -4, 0, 6.5, -2.5};  // name: missing, exact, close, else; date: missing, exact, else
};

inline TextColumn text_column(const std::vector<std::string>& values) {
  TextColumn out;
  for (const auto& value : values) out.push_back(value);
  return out;
}

inline void add_edge(TinyResult& out, const TinyEdge& edge) {
  out.left.push_back(edge.left);
  out.right.push_back(edge.right);
  out.level.push_back(edge.name_level);
  out.level.push_back(edge.date_level);
  out.pattern.push_back(edge.name_level + 4 * edge.date_level);
  out.term_frequency_log2.push_back(edge.term_frequency_log2);
  const double weight = out.prior_weight_log2 + out.level_weight_log2[static_cast<std::size_t>(edge.name_level)] +
                        out.level_weight_log2[4 + static_cast<std::size_t>(edge.date_level)] + edge.term_frequency_log2;
  out.weight_log2.push_back(weight);
  out.probability.push_back(1 / (1 + std::exp2(-weight)));
  out.rule.push_back(static_cast<std::int32_t>(edge.left % 2));
}

/// The tables that the file holds instead of the weights of edges, and the index of edges.
inline void derive_tables(TinyResult& out) {
  std::map<std::pair<std::int64_t, std::int32_t>, std::int32_t> row_of_pattern;
  std::map<double, std::int32_t> row_of_adjustment;
  for (std::size_t e = 0; e < out.left.size(); ++e) {
    const auto [row, is_new] =
        row_of_pattern.emplace(std::pair(out.pattern[e], out.rule[e]), static_cast<std::int32_t>(out.patterns.size()));
    if (is_new) {
      out.patterns.push_back(out.pattern[e]);
      out.pattern_rule.push_back(static_cast<std::int16_t>(out.rule[e]));
      out.pattern_level.insert(out.pattern_level.end(), {out.level[2 * e], out.level[2 * e + 1]});
      out.pattern_weight_log2.push_back(out.weight_log2[e] - out.term_frequency_log2[e]);
      out.pattern_edges.push_back(0);
    }
    ++out.pattern_edges[static_cast<std::size_t>(row->second)];
    out.edge_pattern.push_back(row->second);
    const auto [adjustment, is_other] =
        row_of_adjustment.emplace(out.term_frequency_log2[e], static_cast<std::int32_t>(out.adjustments.size()));
    if (is_other) out.adjustments.push_back(out.term_frequency_log2[e]);
    out.edge_adjustment.push_back(adjustment->second);
    out.by_right.push_back(static_cast<std::int64_t>(e));
  }
  const auto at = [](std::int64_t i) { return static_cast<std::size_t>(i); };
  std::stable_sort(out.by_right.begin(), out.by_right.end(),
                   [&](std::int64_t a, std::int64_t b) { return out.right[at(a)] < out.right[at(b)]; });
  const auto num_before = [](const std::vector<std::int64_t>& records, std::int64_t record) {
    return std::count_if(records.begin(), records.end(), [&](std::int64_t other) { return other < record; });
  };
  const auto num_records = static_cast<std::int64_t>(out.cluster_id.size());
  for (std::int64_t record = 0; record <= num_records; ++record)
    out.right_offsets.push_back(num_before(out.right, record));
  for (std::int64_t record = 0; record < num_records + 256; record += 256)
    out.left_offsets.push_back(num_before(out.left, record));
}

/// `long_notes`: one attribute has values longer than 255 bytes.
inline TinyResult tiny_result(std::int64_t num_records, bool long_notes = false) {
  TinyResult out;
  const std::int64_t of_crm = num_records / 3;
  for (int s = 0; s < 2; ++s) {
    const std::int64_t wanted = s == 0 ? of_crm : num_records - of_crm;
    out.first_record_id.push_back(s == 0 ? 0 : of_crm);
    std::int64_t row = 0;
    std::int64_t quarantined = 0;
    for (std::int64_t made = 0; made < wanted;) {
      ++row;
      if (row % 10 == 5) {
        ++quarantined;
        out.quarantine_source.push_back(s);
        out.quarantine_row.push_back(row);
        out.quarantine_line.push_back(row + 1);
        out.quarantine_last_line.push_back(row + 1);
        out.quarantine_reason.push_back("stray_quote");
        out.quarantine_file.push_back(s == 0 ? "crm, \"new\".csv" : "shop.csv");
        continue;
      }
      ++made;
      out.record_source.push_back(s);
      out.row.push_back(row);
      out.source_id.push_back(std::string(s == 0 ? "c:" : "s-").append(std::to_string(row)));
    }
    out.rows_read.push_back(row);
    out.records.push_back(wanted);
    out.quarantined.push_back(quarantined);
    out.lines_all.push_back(row + 3);  // a header, and two blank lines at the end
    out.lines_records.push_back(wanted);
    out.lines_quarantined.push_back(quarantined);
    out.lines_blank.push_back(2);
  }
  for (std::int64_t id = 0; id < num_records; ++id) {
    const std::int64_t cluster = id - id % 3;
    out.cluster_id.push_back(cluster);
    out.pin.push_back(1'000'000 + 7 * cluster);
    out.true_id.push_back(std::string("t").append(std::to_string(cluster)));
    if (id != cluster) continue;
    out.customer_cluster.push_back(cluster);
    out.customer_pin.push_back(out.pin.back());
    out.customer_size.push_back(std::min<std::int64_t>(3, num_records - cluster));
    // A chain, whose second link is the weaker one.
    const std::int64_t size = out.customer_size.back();
    out.customer_links.push_back(size - 1);
    out.customer_density.push_back(size == 3 ? 2.0 / 3 : 1);
    out.customer_centrality.push_back(size == 3 ? 1 : 0);
    out.customer_bridges.push_back(static_cast<std::int32_t>(size - 1));
    out.customer_bridge_split.push_back(size > 1 ? 1 : 0);
    out.customer_articulation_points.push_back(size == 3 ? 1 : 0);
    out.customer_weakest_link_log2.push_back(size == 1   ? std::numeric_limits<double>::infinity()
                                             : size == 2 ? 6.5
                                                         : 4.5);
    out.customer_centre.push_back(size == 3 ? cluster + 1 : cluster);
    const bool missing = cluster % 9 == 6;
    out.golden_name.push_back(missing ? "" : "N\xc3\xa4me, " + std::to_string(cluster));
    out.origin_name.push_back(missing ? -1 : cluster + out.customer_size.back() - 1);
    out.golden_note.push_back(long_notes ? std::string(static_cast<std::size_t>(cluster % 400), 'x') + "\"y\""
                                         : "note");
    out.origin_note.push_back(cluster);
  }
  for (std::int64_t cluster = 0; cluster < num_records; cluster += 3) {
    if (cluster + 1 < num_records) add_edge(out, {cluster, cluster + 1, 1, 1, 0.5});
    if (cluster + 2 < num_records && cluster % 2 == 0) add_edge(out, {cluster, cluster + 2, 2, 1, 0});
    if (cluster + 4 < num_records) add_edge(out, {cluster, cluster + 4, 1, 2, -0.25});
    if (cluster + 2 < num_records) add_edge(out, {cluster + 1, cluster + 2, 1, 1, -1.5});
  }
  derive_tables(out);
  return out;
}

/// A second run: record 2 had a PIN of its own in the first one, and the first customer a record that is gone.
inline TinyResult with_second_run(TinyResult tiny) {
  using result::PinEvent;
  TinyLineage& lineage = tiny.lineage;
  const auto num_records = static_cast<std::int64_t>(tiny.pin.size());
  const auto num_customers = static_cast<std::int64_t>(tiny.customer_pin.size());
  for (std::size_t c = 0; c < tiny.customer_pin.size(); ++c)
    lineage.history.push_back({tiny.customer_pin[c], 0, 1, static_cast<std::int32_t>(tiny.customer_size[c]), 0,
                               PinEvent::created});
  lineage.history.push_back({kMergedPin, 0, 1, 1, 0, PinEvent::created});
  lineage.history.push_back({tiny.customer_pin[0], 0, 2, 3, 3, PinEvent::grown});
  lineage.history.push_back({kMergedPin, tiny.customer_pin[0], 2, 0, 1, PinEvent::merged_into});
  lineage.retired_pin = {kMergedPin};
  lineage.retired_forward = {tiny.customer_pin[0]};
  lineage.retired_run = {2};
  lineage.previous_pin.assign(tiny.pin.size() + 1, 0);
  lineage.first_pin = lineage.previous_pin;
  lineage.previous_pin[2] = lineage.first_pin[2] = kMergedPin;
  lineage.first_run.assign(tiny.pin.size() + 1, 1);
  lineage.last_run.assign(tiny.pin.size() + 1, 2);
  lineage.last_run.back() = 1;
  lineage.carried_row = {2};
  lineage.carried_pin = {kMergedPin};
  auto& runs = lineage.runs;
  runs.job = text_column({"tiny", "tiny"});
  runs.previous_digest = text_column({"", "0123456789abcdef0123456789abcdef"});
  runs.records = {num_records + 1, num_records};
  runs.customers = {num_customers + 1, num_customers};
  runs.moved_records = {0, 0};
  runs.departed_records = {0, 1};
  for (auto& events : runs.events) events = {0, 0};
  runs.events[static_cast<std::size_t>(PinEvent::created)] = {num_customers + 1, 0};
  runs.events[static_cast<std::size_t>(PinEvent::kept)] = {0, num_customers - 1};
  runs.events[static_cast<std::size_t>(PinEvent::grown)] = {0, 1};
  runs.events[static_cast<std::size_t>(PinEvent::merged_into)] = {0, 1};
  return tiny;
}

/// Records of the second source are rivals.
inline TinyResult with_rivals(TinyResult tiny) {
  tiny.rival_group = {-1, 0};
  tiny.among_rivals.resize(tiny.left.size());
  const auto of_shop = [&](std::int64_t record) { return tiny.record_source[static_cast<std::size_t>(record)] == 1; };
  const score::OddsTable table;
  const auto odds = [&](std::size_t e) { return table(std::llround(tiny.weight_log2[e] * (1 << 20))); };
  for (std::size_t e = 0; e < tiny.left.size(); ++e) {
    const auto seen = [&](std::int64_t record, std::int64_t other) {
      std::uint64_t sum = 0;
      for (std::size_t f = 0; f < tiny.left.size(); ++f)
        if ((tiny.left[f] == record && of_shop(tiny.right[f])) || (tiny.right[f] == record && of_shop(tiny.left[f])))
          sum += odds(f);
      return of_shop(other) ? score::expand(score::compact(sum)) : 0;
    };
    tiny.among_rivals[e] = static_cast<float>(score::probability_among_rivals(
        odds(e), seen(tiny.left[e], tiny.right[e]), seen(tiny.right[e], tiny.left[e]), 1));
  }
  return tiny;
}

/// Both exact: a quarter of a bit less.
inline TinyResult with_dependence(TinyResult tiny) {
  tiny.dependence_log2 = {-0.25, 0, 0, 0, 0, 0};
  for (std::size_t e = 0; e < tiny.left.size(); ++e)
    if (tiny.level[2 * e] == 1 && tiny.level[2 * e + 1] == 1) {
      tiny.weight_log2[e] -= 0.25;
      tiny.probability[e] = 1 / (1 + std::exp2(-tiny.weight_log2[e]));
    }
  for (std::size_t p = 0; p < tiny.patterns.size(); ++p)
    if (tiny.pattern_level[2 * p] == 1 && tiny.pattern_level[2 * p + 1] == 1) tiny.pattern_weight_log2[p] -= 0.25;
  for (auto& weight : tiny.customer_weakest_link_log2) weight -= 0.25;
  return tiny;
}

/// Two attributes of two sources, and the column `updated` of the second one. The first source has an unreadable note.
inline TinyResult with_reading(TinyResult tiny) {
  tiny.reading_source = {0, 0, 1, 1, 1};
  tiny.reading_attribute = {0, 1, 0, 1, -1};
  const std::int64_t first = tiny.records[0], second = tiny.records[1];
  tiny.reading_filled = {first, first - 1, second, 0, second};
  tiny.reading_missing = {0, 0, 0, second, 0};
  tiny.reading_unreadable = {0, 1, 0, 0, 0};
  return tiny;
}

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
  for (const char* name : {"/lines/delimiters", "/lines/comment", "/lines/skipped", "/lines/footer"})
    writer.write_once(name, std::vector<std::int64_t>(tiny.lines_all.size(), 0), Digested::no);
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
    runs.events[static_cast<std::size_t>(result::PinEvent::created)] = runs.customers;
  }
  runs.write(writer);
  std::int64_t minted = tiny.lineage.minted_too_many;
  for (const std::int64_t created : runs.events[static_cast<std::size_t>(result::PinEvent::created)]) minted += created;
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
  writer.write_once("/attributes/name", text_column({"name", "note"}));
  writer.write_once("/attributes/type", text_column({"full_name", "text"}));
  if (!tiny.attribute_conflict.empty()) writer.write_once("/attributes/conflict", tiny.attribute_conflict);
  writer.write("/records/source", local_share(world, tiny.record_source));
  writer.write("/records/source_id", local_share(world, tiny.source_id));
  writer.write("/records/row", local_share(world, tiny.row));
  writer.write("/records/pin", local_share(world, tiny.pin));
  writer.write("/records/cluster_id", local_share(world, tiny.cluster_id));
  writer.write("/records/true_id", local_share(world, tiny.true_id));
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
  writer.write("/customers/origin/name", local_share(world, tiny.origin_name));
  writer.write("/customers/origin/note", local_share(world, tiny.origin_note));
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
  writer.write_text("/job/resolved", "[job]\nname = \"tiny\"\n", Digested::no);
  writer.write_text("/job/decisive", "");
  writer.describe("/edges", "Scored pairs at or above the review threshold");
  writer.describe("/records/pin", "Lasting number of the customer");
  return writer.publish();
}

}  // namespace onefold::test
