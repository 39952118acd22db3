// The rates of the forecast: time and memory per item of each stage, and the shares that it assumes.
#pragma once

#include <stdexcept>
#include <string_view>

#include "ingest/ingest.hpp"
#include "merge/write_needs.hpp"

namespace onefold::plan {

/// A rate by its name.
struct Rate {
  std::string_view name;
  double value;
};

/// Nanoseconds per item on one core. scripts/measure-rates fitted them to runs of configs/bench_std.toml and
/// configs/bench_wide.toml on 1,000,000 records of `onefold generate`. They hold for one processor;
/// ForecastInput::speed adapts them to another one by a common factor.
inline constexpr Rate kTimes[] = {
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

/// Bytes per item. For memory: of the stage's structures. For scratch and output: on disk.
inline constexpr Rate kBytes[] = {
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
    {"output.record", 20},
    {"output.customer", 9},
    {"output.kept_byte", 0.4},
    {"output.kept_value", 0.8},
    {"output.golden_byte", 0.95},
    {"output.golden_value", 3.2},
    {"output.edge", 9.5},
};

/// Assumed shares: edges per new pair of a rule and per record in its blocks, whichever gives fewer; links per edge and
/// per record, whichever gives fewer. They come from the same runs as the rates.
inline constexpr double kEdgesOfNewPairs = 0.8;
inline constexpr double kEdgesOfRows = 1.0;
/// Edges per record in blocks and key, for rules that give a record several keys.
inline constexpr double kEdgesOfListRows = 0.6;
inline constexpr double kLinksOfEdges = 0.85;
inline constexpr double kLinksOfRecords = 1.15;
/// Assumed shares: records of components that are not fully linked, per link; pairs per record of such a component;
/// records with a link, per link. They come from the same runs as the rates.
inline constexpr double kRepairedOfLinks = 0.17;
inline constexpr double kPairsOfRepaired = 2.9;
inline constexpr double kLinkedOfLinks = 0.71;

/// Words have at least three characters and a space, on average: two bytes of weight per four bytes of text.
inline constexpr double kWeightBytesOfText = 0.5;
/// Number of rows that ingest writes to the work directory in one page.
inline constexpr double kRawPageRows = ingest::kBatchRows;

/// The rate with this name; throws std::logic_error if there is none.
template <std::size_t N>
[[nodiscard]] double rate_of(const Rate (&rates)[N], std::string_view name) {
  for (const Rate& rate : rates)
    if (rate.name == name) return rate.value;
  throw std::logic_error("no rate of this name");
}

}  // namespace onefold::plan
