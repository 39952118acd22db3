#include "result/write_statistics.hpp"

#include <vector>

namespace onefold::result {

void write_statistics(const Context& context, ResultWriter& writer) {
  progress::Statistics so_far = context.statistics;
  so_far.finish(context.world);
  TextColumn stages;
  std::vector<double> seconds;
  std::vector<std::int64_t> memory;
  TextColumn counters;
  std::vector<std::int64_t> values;
  for (const auto& stage : so_far.stages()) {
    stages.push_back(stage.name);
    seconds.push_back(stage.seconds);
    memory.push_back(static_cast<std::int64_t>(stage.peak_memory_bytes));
    for (const auto& counter : stage.counters) {
      counters.push_back(stage.name + "." + counter.name);
      values.push_back(static_cast<std::int64_t>(counter.value));
    }
  }
  writer.write_once("/statistics/stage", stages, Digested::no);
  writer.write_once("/statistics/seconds", seconds, Digested::no);
  writer.write_once("/statistics/peak_memory_bytes", memory, Digested::no);
  writer.write_once("/statistics/counter", counters);
  writer.write_once("/statistics/value", values);
  writer.write_once("/statistics/ranks", std::vector<std::int64_t>{context.world.size()}, Digested::no);
}

}  // namespace onefold::result
