#include "plan/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "block/wave_rows.hpp"
#include "ingest/ingest.hpp"
#include "memory/memory_budget.hpp"
#include "merge/write_needs.hpp"

namespace onefold::plan {

namespace {

struct Rate {
  std::string_view name;
  double value;
};

// Nanoseconds per item on one core. scripts/measure-rates fitted them to runs of configs/bench_std.toml and
// configs/bench_wide.toml on 1,000,000 records of `onefold generate`. They hold for one processor; ForecastInput::speed
// adapts them to another one by a common factor.
constexpr Rate kTimes[] = {
    {"ingest.input_byte", 3.0},
    {"ingest.raw_byte", 3.0},
    {"ingest.record", 300},
    {"cleanse.coded_value", 110},
    {"cleanse.packed_value", 250},
    {"cleanse.text_value", 250},
    {"cleanse.fingerprint_value", 120},
    {"block.record_of_a_rule", 110},
    {"block.keyed_row", 150},
    {"block.row_in_block", 40},
    {"block.key_of_list", 140},
    {"plan.earlier_key", 25},
    {"plan.row_in_block", 120},
    {"plan.key_of_list", 250},
    {"plan.pair_of_lists", 1},
    {"train.compared_pair", 60},
    {"train.record_of_a_prior_rule", 250},
    {"score.row", 300},
    {"score.earlier_key", 15},
    {"score.pair", 30},
    {"score.key_of_list", 250},
    {"score.pair_of_lists", 5},
    {"score.edge", 500},
    {"cluster.record", 100},
    {"cluster.edge", 60},
    {"repair.record", 450},
    {"repair.member", 700},
    {"repair.pair", 80},
    {"structure.link", 300},
    {"write.record", 300},
    {"write.record_value", 120},
    {"write.golden_value", 350},
    {"write.edge", 1200},
    {"write.output_byte", 2},
    // Not measured: 10 gigabits per second and node.
    {"wire.byte", 0.8},
};

// Bytes per item. For memory: of the stage's structures. For scratch and output: on disk.
constexpr Rate kBytes[] = {
    {"process", 54e6},
    {"ingest.buffers", 14e6},
    {"ingest.record", 24},
    {"cleanse.row_in_work", 60},
    {"cleanse.distinct_value_in_work", 64},
    {"block.keyed_row", 75},
    {"train.pair", 4},
    {"score.row", 110},
    {"score.earlier_key", 8},
    {"score.edge", 90},
    {"cluster.record", 60},
    {"cluster.link", 12},
    {"repair.record", 70},
    {"repair.member", 70},
    {"structure.record", 60},
    {"structure.link", 32},
    {"write.record", 10},
    {"write.edge_in_window", 200},
    {"write.merged_record", merge::kMergedRecordBytes},
    {"write.member_in_window", 40},
    {"output.record", 5.2},
    {"output.golden_byte", 0.47},
    {"output.golden_value", 2.4},
    {"output.edge", 19.3},
};

// Assumed shares: edges per new pair of a rule and per record in its blocks, whichever gives fewer; links per edge and
// per record, whichever gives fewer. They come from the same runs as the rates.
constexpr double kEdgesOfNewPairs = 0.8;
constexpr double kEdgesOfRows = 1.0;
// Edges per record in blocks and key, for rules that give a record several keys.
constexpr double kEdgesOfListRows = 0.6;
constexpr double kLinksOfEdges = 0.85;
constexpr double kLinksOfRecords = 1.15;
// Assumed shares: records of components that are not fully linked, per link; pairs per record of such a component;
// records with a link, per link. They come from the same runs as the rates.
constexpr double kRepairedOfLinks = 0.17;
constexpr double kPairsOfRepaired = 2.9;
constexpr double kLinkedOfLinks = 0.71;

// Words have at least three characters and a blank, on average: two bytes of weight per four bytes of text.
constexpr double kWeightBytesOfText = 0.5;
// Number of rows that ingest writes to the work directory in one page.
constexpr double kRawPageRows = ingest::kBatchRows;

template <std::size_t N>
double rate_of(const Rate (&rates)[N], std::string_view name) {
  for (const Rate& rate : rates)
    if (rate.name == name) return rate.value;
  throw std::logic_error("no rate of this name");
}

// A stage's forecast, to which terms are added one by one.
class StageSum {
 public:
  explicit StageSum(std::string_view name) { forecast_.name = name; }
  StageSum& time(std::string_view rate, double amount) {
    const double seconds = amount * rate_of(kTimes, rate) * 1e-9;
    forecast_.time.push_back({rate, amount, seconds});
    return *this;
  }
  StageSum& memory(std::string_view rate, double amount) { return bytes(rate, amount, amount * rate_of(kBytes, rate)); }
  // Adds bytes that follow from stored sizes, without a rate.
  StageSum& bytes(std::string_view name, double amount, double value) {
    forecast_.memory.push_back({name, amount, value});
    return *this;
  }
  [[nodiscard]] StageForecast sum(double speed) {
    for (const auto& term : forecast_.time) forecast_.seconds += term.value / speed;
    double bytes = 0;
    for (const auto& term : forecast_.memory) bytes += term.value;
    forecast_.memory_bytes = static_cast<std::uint64_t>(bytes);
    return forecast_;
  }

 private:
  StageForecast forecast_;
};

// Amounts that several stages use. `_each` is per rank, for memory; an amount `/ busy` is the share of one running
// rank, for time.
struct Load {
  explicit Load(const ForecastInput& in)
      : input(in),
        records(static_cast<double>(in.num_records)),
        ranks(in.ranks),
        busy(std::min(in.busy_ranks, in.ranks)),
        records_each(std::ceil(records / ranks)),
        attributes(static_cast<double>(in.attributes.size())) {
    for (const auto& attribute : in.attributes) {
      raw_bytes += static_cast<double>(attribute.raw_bytes);
      largest_raw_bytes = std::max(largest_raw_bytes, static_cast<double>(attribute.raw_bytes));
      columns += column_bytes(attribute);
      if (attribute.storage != Storage::fingerprint) {
        storages.push_back(attribute.storage);
        value_bytes.push_back(
            block::wave_value_bytes(attribute.storage, static_cast<std::uint64_t>(mean_bytes(attribute))));
      }
      // Weights are stored and sent in the same way as texts.
      storages.insert(storages.end(), attribute.num_weights, Storage::text);
      const auto weight_bytes = static_cast<std::uint64_t>(mean_bytes(attribute) * kWeightBytesOfText);
      value_bytes.insert(value_bytes.end(), attribute.num_weights,
                         block::wave_value_bytes(Storage::text, weight_bytes));
    }
  }

  // Bytes of an attribute's column on one rank. A dictionary counts in full, because every rank reads it.
  [[nodiscard]] double column_bytes(const AttributeLoad& attribute) const {
    const double counts = (attribute.is_counted && attribute.storage != Storage::coded ? 4 * records_each : 0) +
                          attribute.num_weights * (8 + mean_bytes(attribute) * kWeightBytesOfText) * records_each;
    switch (attribute.storage) {
      case Storage::coded:
        return 4 * records_each + static_cast<double>(attribute.num_distinct) * (16 + mean_bytes(attribute)) + counts;
      case Storage::packed:
        return 8 * records_each + counts;
      case Storage::text:
        return (8 + mean_bytes(attribute)) * records_each + counts;
      default:
        return 0;
    }
  }
  [[nodiscard]] double mean_bytes(const AttributeLoad& attribute) const {
    return records == 0 ? 0 : static_cast<double>(attribute.raw_bytes) / records;
  }
  // Bytes that each node sends to other nodes, if `all_bytes` are distributed evenly.
  [[nodiscard]] double wire(double all_bytes) const {
    return all_bytes * (input.nodes - 1) / input.nodes / input.nodes;
  }

  const ForecastInput& input;
  double records;
  double ranks;
  double busy;
  double records_each;
  double attributes;
  double raw_bytes = 0;
  double largest_raw_bytes = 0;
  double columns = 0;
  std::vector<Storage> storages;
  std::vector<std::uint64_t> value_bytes;  // bytes per value in a wave
};

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

double keys_of(const RuleLoad& rule) {
  return static_cast<double>(rule.gives_several_keys ? rule.num_keys : rule.num_keyed_rows);
}

// For rules that give a record several keys: keys that are made again, for rows in blocks, to find the first rule that
// proposes a pair; and pairs that are checked in this way.
struct ListLoad {
  double keys = 0;
  double pairs = 0;
};
ListLoad load_of_lists(const ForecastInput& input) {
  ListLoad load;
  double keys_a_row = 0;
  for (const auto& rule : input.rules) {
    if (rule.gives_several_keys && rule.num_keyed_rows > 0)
      keys_a_row += keys_of(rule) / static_cast<double>(rule.num_keyed_rows);
    if (keys_a_row == 0) continue;
    load.keys += keys_a_row * static_cast<double>(rule.num_rows);
    load.pairs += static_cast<double>(rule.num_pairs);
  }
  return load;
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

double edges_of(const RuleLoad& rule) {
  return std::min(kEdgesOfNewPairs * static_cast<double>(rule.num_new_pairs),
                  (rule.gives_several_keys ? kEdgesOfListRows : kEdgesOfRows) * static_cast<double>(rule.num_rows));
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
  for (const auto& attribute : input.attributes)
    bytes += (attribute.has_value_ids && attribute.storage != Storage::coded ? 8 : 4) * load.records;
  const auto edge_bytes = 8 * static_cast<double>(4 + (input.num_term_frequencies + 1) / 2);
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
  const double output =
      load.records * rate_of(kBytes, "output.record") + edges * rate_of(kBytes, "output.edge") +
      customers * load.attributes * rate_of(kBytes, "output.golden_value") +
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

StageForecast forecast_of_plan(const ForecastInput& input, const std::vector<bool>& is_in_key) {
  ForecastInput keys = input;
  keys.attributes.clear();
  for (std::size_t a = 0; a < is_in_key.size(); ++a)
    if (is_in_key[a]) keys.attributes.push_back(input.attributes[a]);
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
