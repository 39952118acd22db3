#include "result/statistics_table.hpp"

namespace onefold::result {

void StatisticsTable::write(ResultWriter& writer) const {
  kStage.write_once(writer, stage);
  kSeconds.write_once(writer, seconds);
  kPeakMemory.write_once(writer, peak_memory_bytes);
  kCounter.write_once(writer, counter);
  kValue.write_once(writer, value);
  kRanks.write_once(writer, std::vector{ranks});
}

void write_statistics(const Context& context, ResultWriter& writer) {
  progress::Statistics so_far = context.statistics;
  so_far.finish(context.world);
  StatisticsTable table;
  table.ranks = context.world.size();
  for (const auto& stage : so_far.stages()) {
    table.stage.push_back(stage.name);
    table.seconds.push_back(stage.seconds);
    table.peak_memory_bytes.push_back(static_cast<std::int64_t>(stage.peak_memory_bytes));
    for (const auto& counter : stage.counters) {
      table.counter.push_back(stage.name + "." + counter.name);
      table.value.push_back(static_cast<std::int64_t>(counter.value));
    }
  }
  table.write(writer);
}

}  // namespace onefold::result
