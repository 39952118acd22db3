// Prints statistics: a table for people, JSON for machines.
#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "onefold/progress/statistics.hpp"
#include "progress/format.hpp"

namespace onefold::progress {

namespace {

std::string readable(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

std::string Statistics::table() const {
  // Columns are as wide as their widest entry. The first column is aligned left, numbers right.
  std::size_t name_width = std::string_view("total").size();
  for (const auto& stage : stages_) name_width = std::max(name_width, stage.name.size());
  const auto row = [&](std::string_view name, std::string_view seconds, std::string_view memory, std::string_view all) {
    return fmt::format("{:<{}}  {:>12}  {:>14}  {:>14}\n", name, name_width, seconds, memory, all);
  };
  std::string text = row("stage", "time", "memory/rank", "all ranks");
  for (const auto& stage : stages_)
    text += row(stage.name, human_seconds(stage.seconds), human_bytes(stage.peak_memory_bytes),
                human_bytes(stage.peak_memory_sum_bytes));
  text += row("total", human_seconds(total_seconds_), "", human_bytes(peak_memory_sum_bytes_));

  struct Line {
    std::string stage;
    std::string name;
    std::string value;
  };
  std::vector<Line> lines;
  for (const auto& stage : stages_) {
    for (const auto& counter : stage.counters)
      lines.push_back({stage.name, readable(counter.name), with_thousands(counter.value)});
    for (const auto& load : stage.loads)
      lines.push_back(
          {stage.name, readable(load.name) + ", largest share / mean", fmt::format("{:.3f}", load.max_over_mean)});
  }
  std::size_t label_width = 0;
  std::size_t value_width = 0;
  for (const auto& line : lines) {
    label_width = std::max(label_width, line.name.size());
    value_width = std::max(value_width, line.value.size());
  }
  if (!lines.empty()) text += '\n';
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // The name of a stage is printed once.
    const std::string& stage = i > 0 && lines[i - 1].stage == lines[i].stage ? std::string() : lines[i].stage;
    text += fmt::format("{:<{}}  {:<{}}  {:>{}}\n", stage, name_width, lines[i].name, label_width, lines[i].value,
                        value_width);
  }
  return text;
}

std::string Statistics::json(int indent) const {
  // ordered_json keeps stages, counters and fields in their order.
  nlohmann::ordered_json stages = nlohmann::ordered_json::array();
  for (const auto& stage : stages_) {
    nlohmann::ordered_json entry = {{"name", stage.name},
                                    {"seconds", stage.seconds},
                                    {"peak_memory_bytes", stage.peak_memory_bytes},
                                    {"peak_memory_sum_bytes", stage.peak_memory_sum_bytes},
                                    {"counters", nlohmann::ordered_json::object()},
                                    {"loads", nlohmann::ordered_json::object()}};
    for (const auto& counter : stage.counters) entry["counters"][counter.name] = counter.value;
    for (const auto& load : stage.loads)
      entry["loads"][load.name] = {{"sum", load.sum}, {"max", load.max}, {"max_over_mean", load.max_over_mean}};
    stages.push_back(std::move(entry));
  }
  const nlohmann::ordered_json all = {{"ranks", num_ranks_},
                                      {"total_seconds", total_seconds_},
                                      {"peak_memory_sum_bytes", peak_memory_sum_bytes_},
                                      {"stages", std::move(stages)}};
  return all.dump(indent);
}

}  // namespace onefold::progress
