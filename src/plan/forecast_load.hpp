// Amounts that several stages of the forecast share, and the sum of a stage's terms.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "plan/forecast.hpp"
#include "plan/forecast_rates.hpp"

namespace onefold::plan {

/// A stage's forecast, to which terms are added one by one.
class StageSum {
 public:
  explicit StageSum(std::string_view name) { forecast_.name = name; }
  StageSum& time(std::string_view rate, double amount) {
    const double seconds = amount * rate_of(kTimes, rate) * 1e-9;
    forecast_.time.push_back({rate, amount, seconds});
    return *this;
  }
  StageSum& memory(std::string_view rate, double amount) { return bytes(rate, amount, amount * rate_of(kBytes, rate)); }
  /// Adds bytes that follow from stored sizes, without a rate.
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

/// Amounts that several stages use. `_each` is per rank, for memory; an amount `/ busy` is the share of one running
/// rank, for time.
struct Load {
  explicit Load(const ForecastInput& in);

  /// Bytes of an attribute's column on one rank. A dictionary counts in full, because every rank reads it.
  [[nodiscard]] double column_bytes(const AttributeLoad& attribute) const;
  [[nodiscard]] double mean_bytes(const AttributeLoad& attribute) const {
    return records == 0 ? 0 : static_cast<double>(attribute.raw_bytes) / records;
  }
  /// Bytes that each node sends to other nodes, if `all_bytes` are distributed evenly.
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
  std::vector<std::uint64_t> value_bytes;  ///< bytes per value in a wave
};

/// Keys of all records under a rule.
[[nodiscard]] double keys_of(const RuleLoad& rule);

/// Assumed number of edges among the pairs of a rule.
[[nodiscard]] double edges_of(const RuleLoad& rule);

/// For rules that give a record several keys: keys that are computed again, for rows in blocks, to find the first rule
/// that proposes a pair; and pairs that are checked in this way.
struct ListLoad {
  double keys = 0;
  double pairs = 0;
};
[[nodiscard]] ListLoad load_of_lists(const ForecastInput& input);

}  // namespace onefold::plan
