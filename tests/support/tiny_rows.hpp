// The rows of small results: a consistent one, and changes of it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/history.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/identity_tables.hpp"
#include "result/index_tables.hpp"
#include "result/model_tables.hpp"
#include "result/result_writer.hpp"
#include "score/rivals.hpp"

namespace onefold::test {

struct TinyEdge {
  std::int64_t left, right;
  std::int8_t name_level, date_level;
  double term_frequency_log2;
};

struct TinyIndexes {
  std::vector<std::int64_t> member_offsets, members, pin, pin_customer, source_id_hash, source_id_record;
};

/// A PIN that a second run retired.
inline constexpr std::int64_t kMergedPin = 2'000'000;

/// What /runs, /history, /retired and /crosswalk say; without runs: a first run.
struct TinyLineage {
  result::RunsTable runs;
  std::int64_t minted_too_many = 0;
  std::vector<identity::HistoryRow> history;
  std::vector<std::int64_t> retired_pin, retired_forward;
  std::vector<std::int32_t> retired_run;
  std::vector<std::int64_t> previous_pin, first_pin;
  std::vector<std::int32_t> first_run, last_run;
  std::vector<std::int64_t> carried_row, carried_pin;
};

struct TinyResult {
  TinyLineage lineage;
  std::optional<TinyIndexes> indexes;                           // nothing: those that fit the other tables
  std::optional<result::CompletenessTable> completeness;        // nothing: no estimate
  bool keeps_values = true;                                     // of records
  std::vector<std::string> value_name, value_note;              // empty: those that fit the golden values
  std::vector<std::string> separator;                           // of attributes; empty: not in the file
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
  // Lineage besides the record: [customer]; of the first attribute, then of the second one.
  std::vector<std::int8_t> rule_of_value[2];
  std::vector<std::int32_t> score_of_value[2], distinct_values[2];
  std::vector<std::int64_t> runner_up[2];
  std::vector<std::int32_t> attribute_group;  // empty: not in the file
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
    for (int a = 0; a < 2; ++a) {
      const bool is_missing = a == 0 && missing;
      const std::int64_t record = a == 0 ? out.origin_name.back() : cluster;
      // Every other customer of three records has a second value.
      const bool has_other = !is_missing && size == 3 && cluster % 2 == 0;
      out.rule_of_value[a].push_back(static_cast<std::int8_t>(is_missing ? 0 : a == 0 ? 2 : 10));
      out.score_of_value[a].push_back(a == 0 ? 0 : 45'000);
      out.distinct_values[a].push_back(is_missing ? 0 : has_other ? 2 : 1);
      out.runner_up[a].push_back(has_other ? (record == cluster ? cluster + 1 : cluster) : -1);
    }
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
  TinyLineage& lineage = tiny.lineage;
  const auto num_records = static_cast<std::int64_t>(tiny.pin.size());
  const auto num_customers = static_cast<std::int64_t>(tiny.customer_pin.size());
  for (std::size_t c = 0; c < tiny.customer_pin.size(); ++c)
    lineage.history.push_back(
        {tiny.customer_pin[c], 0, 1, static_cast<std::int32_t>(tiny.customer_size[c]), 0, PinEvent::created});
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

/// The indexes that fit the tables.
inline TinyIndexes indexes_of(const TinyResult& tiny) {
  TinyIndexes out;
  out.member_offsets.push_back(0);
  for (const auto cluster : tiny.customer_cluster) {
    for (std::size_t id = 0; id < tiny.cluster_id.size(); ++id)
      if (tiny.cluster_id[id] == cluster) out.members.push_back(static_cast<std::int64_t>(id));
    out.member_offsets.push_back(static_cast<std::int64_t>(out.members.size()));
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> rows;
  for (std::size_t c = 0; c < tiny.customer_pin.size(); ++c)
    rows.emplace_back(tiny.customer_pin[c], static_cast<std::int64_t>(c));
  std::sort(rows.begin(), rows.end());
  for (const auto& [pin, customer] : rows) {
    out.pin.push_back(pin);
    out.pin_customer.push_back(customer);
  }
  rows.clear();
  for (std::size_t id = 0; id < tiny.source_id.size(); ++id) {
    const auto source = static_cast<std::size_t>(tiny.record_source[id]);
    rows.emplace_back(result::SourceIdIndex::hash(source < tiny.source_names.size() ? tiny.source_names[source] : "",
                                                  tiny.source_id[id]),
                      static_cast<std::int64_t>(id));
  }
  std::sort(rows.begin(), rows.end());
  for (const auto& [hash, record] : rows) {
    out.source_id_hash.push_back(hash);
    out.source_id_record.push_back(record);
  }
  return out;
}

/// Values of records that fit the golden ones.
inline std::vector<std::string> values_of(const TinyResult& tiny, const std::vector<std::string>& golden,
                                          const std::vector<std::int64_t>& origin) {
  std::vector<std::string> values(tiny.record_source.size(), "other");
  for (std::size_t c = 0; c < golden.size(); ++c)
    if (origin[c] >= 0 && static_cast<std::size_t>(origin[c]) < values.size())
      values[static_cast<std::size_t>(origin[c])] = golden[c];
  return values;
}

}  // namespace onefold::test
