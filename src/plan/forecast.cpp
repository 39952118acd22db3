#include "plan/forecast.hpp"

#include <algorithm>
#include <cmath>

#include "block/wave_rows.hpp"
#include "ingest/ingest.hpp"
#include "memory/memory_budget.hpp"
#include "merge/write_needs.hpp"
#include "plan/forecast_load.hpp"
#include "plan/forecast_rates.hpp"

namespace onefold::plan {

namespace {

StageForecast forecast_ingest(const Load& load) {
  StageSum stage("ingest");
  stage.time("ingest.input_byte", static_cast<double>(load.input.input_bytes) / load.busy)
      .time("ingest.raw_byte", (load.raw_bytes + static_cast<double>(load.input.id_bytes)) / load.busy)
      .time("ingest.record", load.records / load.busy)
      .memory("process", 1)
      .memory("ingest.buffers", 1)
      .memory("ingest.record", load.records_each);
  return stage.sum(load.input.speed);
}

std::string_view cleanse_rate(Storage storage) {
  constexpr std::string_view kNames[] = {"cleanse.coded_value", "cleanse.packed_value", "cleanse.text_value",
                                         "cleanse.fingerprint_value"};
  return kNames[static_cast<std::size_t>(storage)];
}

StageForecast forecast_cleanse(const Load& load) {
  StageSum stage("cleanse");
  double values[4] = {};
  double before = 0;
  double most = 0;
  for (const auto& attribute : load.input.attributes) {
    values[static_cast<std::size_t>(attribute.storage)] += load.records / load.busy;
    // Memory for this attribute besides the columns before it: values, hashes, and what is built from them.
    const double distinct = attribute.storage == Storage::coded ? static_cast<double>(attribute.num_distinct) : 0;
    const double text = attribute.storage == Storage::fingerprint ? 0 : load.mean_bytes(attribute) * load.records_each;
    most = std::max(most, before + text + load.records_each * rate_of(kBytes, "cleanse.row_in_work") +
                              distinct * rate_of(kBytes, "cleanse.distinct_value_in_work"));
    before += load.column_bytes(attribute);
  }
  for (const Storage storage : {Storage::coded, Storage::packed, Storage::text, Storage::fingerprint})
    stage.time(cleanse_rate(storage), values[static_cast<std::size_t>(storage)]);
  stage.memory("process", 1).bytes("columns", 1, std::max(most, load.columns));
  return stage.sum(load.input.speed);
}

StageForecast forecast_block(const Load& load, std::span<const std::uint64_t> num_waves) {
  StageSum stage("block");
  double rows = 0;
  double keyed_rows = 0;
  double list_keys = 0;
  double wave_rows = 0;
  for (std::size_t r = 0; r < load.input.rules.size(); ++r) {
    const auto& rule = load.input.rules[r];
    rows += static_cast<double>(rule.num_rows);
    keyed_rows += keys_of(rule) * rule.num_passes;
    const auto waves = static_cast<double>(std::max<std::uint64_t>(1, num_waves[r]));
    // Keys are made once per wave of a pass, once more to count them per part of the hash space, and twice more if
    // blocks may be too large, to find the records that lose all keys.
    if (rule.gives_several_keys)
      list_keys += keys_of(rule) * (1 + waves * rule.num_passes + (rule.num_passes > 1 ? 2 : 0));
    wave_rows = std::max(wave_rows, keys_of(rule) / waves / load.ranks);
  }
  stage.time("block.record_of_a_rule", static_cast<double>(load.input.rules.size()) * load.records / load.busy)
      .time("block.keyed_row", keyed_rows / load.busy)
      .time("block.row_in_block", rows / load.busy)
      .time("block.key_of_list", list_keys / load.busy)
      .time("wire.byte", load.wire(16 * keyed_rows))
      .memory("process", 1)
      .bytes("columns", 1, load.columns)
      .memory("block.keyed_row", wave_rows);
  return stage.sum(load.input.speed);
}

StageForecast forecast_train(const Load& load) {
  StageSum stage("train");
  const auto& input = load.input;
  const auto pairs = static_cast<double>(input.num_training_pairs);
  const double prior_records = pairs == 0 ? 0 : static_cast<double>(input.num_prior_rules) * load.records;
  stage.time("train.compared_pair", pairs * static_cast<double>(input.num_comparisons) / load.busy)
      .time("train.record_of_a_prior_rule", prior_records / load.busy)
      .memory("process", 1)
      .bytes("columns", 1, load.columns)
      .memory("train.pair", pairs / load.ranks)
      .memory("block.keyed_row", prior_records > 0 ? load.records_each : 0);
  return stage.sum(input.speed);
}

StageForecast forecast_score(const Load& load, std::span<const std::uint64_t> num_waves, double num_edges) {
  StageSum stage("score");
  const auto& input = load.input;
  double rows = 0;
  double earlier_keys = 0;
  double pairs = 0;
  double row_bytes = 0;
  for (const Storage storage : load.storages) row_bytes += storage == Storage::coded ? 4 : 8;
  // The wave that needs most memory.
  double wave_rows = 0;
  double wave_keys = 0;
  double wave_edges = 0;
  double wave_bytes = 0;
  const double most_edges =
      static_cast<double>(memory::MemoryBudget::run_bytes(input.memory_per_rank_bytes)) / rate_of(kBytes, "score.edge");
  for (std::size_t r = 0; r < input.rules.size(); ++r) {
    const auto& rule = input.rules[r];
    rows += static_cast<double>(rule.num_rows);
    earlier_keys += static_cast<double>(rule.num_rows) * static_cast<double>(r);
    pairs += static_cast<double>(rule.num_pairs);
    const double share = load.ranks * static_cast<double>(std::max<std::uint64_t>(1, num_waves[r]));
    const double here_rows = static_cast<double>(rule.num_rows) / share;
    const double here_edges = std::min(most_edges, edges_of(rule) / share);
    const double here_bytes = here_rows * (rate_of(kBytes, "score.row") + row_bytes + 8 * static_cast<double>(r)) +
                              here_edges * rate_of(kBytes, "score.edge");
    if (here_bytes <= wave_bytes) continue;
    wave_bytes = here_bytes;
    wave_rows = here_rows;
    wave_keys = here_rows * static_cast<double>(r);
    wave_edges = here_edges;
  }
  stage.time("score.row", rows / load.busy)
      .time("score.earlier_key", earlier_keys / load.busy)
      .time("score.pair", pairs / load.busy)
      .time("score.key_of_list", load_of_lists(input).keys / load.busy)
      .time("score.pair_of_lists", load_of_lists(input).pairs / load.busy)
      .time("score.edge", num_edges / load.busy)
      .time("wire.byte", load.wire(rows * (12 + row_bytes)))
      .memory("process", 1)
      .bytes("columns", 1, load.columns)
      .memory("score.row", wave_rows)
      .bytes("values of rows", wave_rows, wave_rows * row_bytes)
      .memory("score.earlier_key", wave_keys)
      .memory("score.edge", wave_edges);
  return stage.sum(input.speed);
}

StageForecast forecast_cluster(const Load& load, double num_edges, double num_links) {
  StageSum stage("cluster");
  // Links are reduced to a forest whenever they exceed it by half.
  const double kept_links = std::min(num_links, 1.5 * load.records) / load.ranks;
  stage.time("cluster.record", load.records / load.busy)
      .time("cluster.edge", num_edges / load.busy)
      .time("wire.byte", load.wire(20 * num_edges))
      .memory("process", 1)
      .bytes("columns", 1, load.input.repairs ? load.columns : 0)
      .memory("cluster.record", load.records_each)
      .memory("cluster.link", kept_links);
  return stage.sum(load.input.speed);
}

StageForecast forecast_repair(const Load& load, double num_members) {
  StageSum stage("repair");
  double row_bytes = 0;
  for (const Storage storage : load.storages) row_bytes += storage == Storage::coded ? 4 : 8;
  // A batch may use all remaining memory, as a wave of scoring did. These records need less.
  const double members_each = num_members / load.ranks;
  stage.time("repair.record", load.records / load.busy)
      .time("repair.member", num_members / load.busy)
      .time("repair.pair", num_members * kPairsOfRepaired / load.busy)
      .time("wire.byte", load.wire(num_members * (12 + row_bytes)))
      .memory("process", 1)
      .bytes("columns", 1, load.columns)
      .memory("repair.record", load.records_each)
      .memory("repair.member", members_each)
      .bytes("values of members", members_each, members_each * row_bytes);
  return stage.sum(load.input.speed);
}

StageForecast forecast_structure(const Load& load, double num_links) {
  StageSum stage("structure");
  stage.time("structure.link", num_links / load.busy)
      .time("wire.byte", load.wire(35 * num_links))
      .memory("process", 1)
      .bytes("columns", 1, load.columns)
      .memory("structure.record", load.records_each)
      .memory("structure.link", num_links / load.ranks);
  return stage.sum(load.input.speed);
}

// The same computation as in merge::measure_write_needs, with equal shares for all ranks.
memory::WindowNeeds merge_needs(const Load& load) {
  memory::WindowNeeds needs;
  for (const auto& attribute : load.input.attributes) {
    const double row = load.mean_bytes(attribute) + 4;
    const double page = std::min(load.records_each, kRawPageRows) * row;
    const double bytes = load.records_each * row;
    needs.row_text_bytes = std::max(needs.row_text_bytes, static_cast<std::uint64_t>(row));
    needs.local_bytes = std::max(needs.local_bytes, static_cast<std::uint64_t>(bytes + 8 * load.records_each));
    needs.fixed_bytes = std::max(
        needs.fixed_bytes, static_cast<std::uint64_t>(bytes + page + load.records_each * merge::kMergedRecordBytes));
  }
  return needs;
}

// Memory for windows and for columns that windows do not divide; negative if nothing is left.
double free_to_write(const Load& load, double held_bytes_per_record) {
  const double held = rate_of(kBytes, "process") + held_bytes_per_record * load.records_each +
                      static_cast<double>(memory::MemoryBudget::kReserveBytes);
  return static_cast<double>(load.input.memory_per_rank_bytes) - held;
}

// Window rows per rank.
double window_rows_each(const Load& load, const memory::WindowNeeds& needs, double free) {
  const auto ranks = static_cast<std::uint64_t>(load.input.ranks);
  const double bytes = std::max(free - static_cast<double>(needs.fixed_bytes),
                                static_cast<double>(memory::least_window_bytes(needs, ranks)));
  return static_cast<double>(memory::window_rows_in(static_cast<std::uint64_t>(bytes), needs, ranks)) / load.ranks;
}

// The smallest memory_per_rank with which customers can be merged.
std::uint64_t least_memory_to_write(const Load& load) {
  const memory::WindowNeeds needs = merge_needs(load);
  const double free = free_to_write(load, merge::kCustomerBytes);
  const auto least =
      static_cast<double>(merge::kLaterBytes + needs.fixed_bytes +
                          memory::least_window_bytes(needs, static_cast<std::uint64_t>(load.input.ranks)));
  return static_cast<std::uint64_t>(static_cast<double>(load.input.memory_per_rank_bytes) - free + least);
}

StageForecast forecast_write(const Load& load, double num_edges, double num_customers, double output_bytes) {
  StageSum stage("write");
  const double golden_values = num_customers * load.attributes;
  const double edge_window =
      std::min(num_edges / load.ranks,
               window_rows_each(load, {}, free_to_write(load, merge::kCustomerBytes + merge::kMembershipBytes)));
  const double members = std::min(
      load.records_each, window_rows_each(load, merge_needs(load), free_to_write(load, merge::kCustomerBytes)));
  const double customers = members * num_customers / std::max(1.0, load.records);
  // Edges are written first, customers afterwards. For customers, one attribute is in memory in full, and the surviving
  // values of a window twice.
  const double edges_bytes = edge_window * rate_of(kBytes, "write.edge_in_window");
  const double text_bytes = (load.records_each + 2 * customers) * load.largest_raw_bytes / std::max(1.0, load.records);
  const double customer_bytes = load.records_each * rate_of(kBytes, "write.merged_record") +
                                members * rate_of(kBytes, "write.member_in_window") + text_bytes;
  const bool edges_take_more = edges_bytes > customer_bytes;
  stage.time("write.record", load.records / load.busy)
      .time("write.record_value", load.records * load.attributes / load.busy)
      .time("write.golden_value", golden_values / load.busy)
      .time("write.edge", num_edges / load.busy)
      .time("write.output_byte", output_bytes / load.input.nodes)
      .time("wire.byte", load.wire(load.raw_bytes))
      .memory("process", 1)
      .memory("write.record", load.records_each)
      .memory("write.edge_in_window", edges_take_more ? edge_window : 0)
      .memory("write.merged_record", edges_take_more ? 0 : load.records_each)
      .memory("write.member_in_window", edges_take_more ? 0 : members)
      .bytes("values of members", members, edges_take_more ? 0 : text_bytes);
  return stage.sum(load.input.speed);
}

// Largest size of the work directory. Raw values stay until they are merged; the blocks of a rule are deleted once it
// is scored, while its edges are added.
double scratch_bytes(const Load& load) {
  const auto& input = load.input;
  // Each row of a text column has an end of 4 bytes; a record has two such columns and a time.
  double bytes =
      load.raw_bytes + 4 * load.attributes * load.records + static_cast<double>(input.id_bytes) + 16 * load.records;
  if (input.keeps_cleansed) bytes += load.raw_bytes + 4 * load.attributes * load.records;
  for (const auto& attribute : input.attributes)
    bytes += (attribute.has_value_ids && attribute.storage != Storage::coded ? 8 : 4) * load.records;
  const auto edge_bytes = static_cast<double>(8 * (4 + (input.num_term_frequencies + 1) / 2));
  const auto block_bytes = [](const RuleLoad& rule) {
    return 8 * static_cast<double>(rule.num_rows + 2 * rule.num_blocks);
  };
  double here = 0;
  for (const auto& rule : input.rules) here += block_bytes(rule);
  double most = here;
  for (const auto& rule : input.rules) {
    here += edges_of(rule) * edge_bytes;
    most = std::max(most, here);
    here -= block_bytes(rule);
  }
  // Edges stay until they are written; before them the index of names is sorted.
  most = std::max(most, here + 16 * load.records);
  return bytes + most;
}

std::vector<std::uint64_t> count_waves(const Load& load) {
  std::vector<std::uint64_t> num_waves;
  const double held =
      rate_of(kBytes, "process") + load.columns + static_cast<double>(memory::MemoryBudget::kReserveBytes);
  const double free = static_cast<double>(load.input.memory_per_rank_bytes) - held;
  for (std::size_t r = 0; r < load.input.rules.size(); ++r) {
    const double max_rows = free / static_cast<double>(block::wave_bytes_per_row(load.value_bytes, r)) * load.ranks;
    const double waves = std::max(1.0, std::ceil(keys_of(load.input.rules[r]) / std::max(1.0, max_rows)));
    num_waves.push_back(free < static_cast<double>(block::kLeastWaveBytes) ? 0 : static_cast<std::uint64_t>(waves));
  }
  return num_waves;
}

}  // namespace

Forecast make_forecast(const ForecastInput& input) {
  const Load load(input);
  Forecast forecast;
  double edges = 0;
  for (const auto& rule : input.rules) edges += edges_of(rule);
  const double links = std::min(kLinksOfEdges * edges, kLinksOfRecords * load.records);
  // Most customers have two or three records, so on average a link reduces the number of customers by half a customer.
  const double customers = load.records - links / 2;
  const double num_kept = (input.keeps_raw ? 1 : 0) + (input.keeps_cleansed ? 1 : 0);
  const double output =
      load.records * rate_of(kBytes, "output.record") + customers * rate_of(kBytes, "output.customer") +
      num_kept * (load.raw_bytes * rate_of(kBytes, "output.kept_byte") +
                  load.records * load.attributes * rate_of(kBytes, "output.kept_value")) +
      edges * rate_of(kBytes, "output.edge") + customers * load.attributes * rate_of(kBytes, "output.golden_value") +
      load.raw_bytes * customers / std::max(1.0, load.records) * rate_of(kBytes, "output.golden_byte");
  forecast.num_waves = count_waves(load);
  forecast.stages = {forecast_ingest(load),
                     forecast_cleanse(load),
                     forecast_block(load, forecast.num_waves),
                     forecast_train(load),
                     forecast_score(load, forecast.num_waves, edges),
                     forecast_cluster(load, edges, links)};
  if (input.repairs) {
    const double repaired = std::min(load.records, links * (input.repairs_all ? kLinkedOfLinks : kRepairedOfLinks));
    forecast.stages.push_back(forecast_repair(load, repaired));
    forecast.num_repaired = static_cast<std::uint64_t>(repaired);
  }
  forecast.stages.push_back(forecast_structure(load, links));
  forecast.stages.push_back(forecast_write(load, edges, customers, output));
  for (const auto& stage : forecast.stages) {
    forecast.total_seconds += stage.seconds;
    forecast.peak_memory_bytes = std::max(forecast.peak_memory_bytes, stage.memory_bytes);
  }
  forecast.scratch_bytes = static_cast<std::uint64_t>(scratch_bytes(load));
  forecast.output_bytes = static_cast<std::uint64_t>(output);
  forecast.least_write_bytes = least_memory_to_write(load);
  forecast.num_edges = static_cast<std::uint64_t>(edges);
  forecast.num_links = static_cast<std::uint64_t>(links);
  forecast.num_customers = static_cast<std::uint64_t>(customers);
  return forecast;
}

StageForecast forecast_of_plan(const ForecastInput& input) {
  ForecastInput keys = input;
  keys.id_bytes = 0;
  keys.speed = 1;
  const Load load(keys);
  StageSum plan("plan");
  const std::vector<std::uint64_t> num_waves(keys.rules.size(), 1);
  for (const auto& stage : {forecast_ingest(load), forecast_cleanse(load), forecast_block(load, num_waves)})
    for (const auto& term : stage.time) plan.time(term.rate, term.amount);
  double rows = 0;
  double earlier_keys = 0;
  for (std::size_t r = 1; r < keys.rules.size(); ++r) {
    rows += static_cast<double>(keys.rules[r].num_rows) / load.busy;
    earlier_keys += static_cast<double>(keys.rules[r].num_rows) * static_cast<double>(r) / load.busy;
  }
  const ListLoad lists = load_of_lists(keys);
  plan.time("plan.row_in_block", rows)
      .time("plan.earlier_key", earlier_keys)
      .time("plan.key_of_list", lists.keys / load.busy)
      .time("plan.pair_of_lists", lists.pairs / load.busy);
  return plan.sum(1);
}

}  // namespace onefold::plan
