#include <numeric>
#include <thread>

#include "onefold/progress/statistics.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"

namespace onefold::progress {
namespace {

TEST(Statistics, counters_are_sums_over_ranks_and_waves_in_the_order_they_came) {
  const auto& world = test::world();
  const auto rank = static_cast<std::uint64_t>(world.rank());
  const auto size = static_cast<std::uint64_t>(world.size());
  Statistics statistics;
  {
    const auto timer = statistics.time("ingest");
    statistics.add("rows_read", rank + 1);
    statistics.add_global("files", 3);
    statistics.add("rows_read", 10);
  }
  for (int wave = 0; wave < 2; ++wave) {
    const auto timer = statistics.time("score");
    statistics.add("pairs", 5);
    statistics.add_load("pairs_scored", world.is_root() ? 2 : 1);
  }
  statistics.finish(world);

  ASSERT_EQ(statistics.stages().size(), 2U);
  const auto& ingest = statistics.stages()[0];
  EXPECT_EQ(ingest.name, "ingest");
  ASSERT_EQ(ingest.counters.size(), 2U);
  EXPECT_EQ(ingest.counters[0].name, "rows_read");
  EXPECT_EQ(ingest.counters[0].value, size * (size + 1) / 2 + 10 * size);
  EXPECT_EQ(ingest.counters[1].value, 3U) << "global values are not multiplied by the number of ranks";
  EXPECT_EQ(statistics.counter("score", "pairs"), 10 * size);
  EXPECT_EQ(statistics.counter("score", "other"), 0U);
  const auto& load = statistics.stages()[1].loads.at(0);
  EXPECT_EQ(load.sum, 2 * (size + 1));
  EXPECT_EQ(load.max, 4U);
  EXPECT_DOUBLE_EQ(load.max_over_mean, 4.0 * static_cast<double>(size) / static_cast<double>(load.sum));
}

TEST(Statistics, seconds_are_those_of_the_slowest_rank_and_memory_is_that_of_the_process) {
  const auto& world = test::world();
  Statistics statistics;
  {
    const auto timer = statistics.time("uneven");
    if (world.rank() == world.size() - 1) std::this_thread::sleep_for(std::chrono::milliseconds(60));
  }
  const double before = statistics.stages()[0].seconds;
  statistics.finish(world);
  const auto& stage = statistics.stages()[0];
  EXPECT_GE(stage.seconds, 0.06);
  EXPECT_GE(stage.seconds, before - 1e-9);
  EXPECT_GE(statistics.total_seconds(), stage.seconds);
  EXPECT_GT(stage.peak_memory_bytes, std::uint64_t{1} << 20);
  EXPECT_GE(stage.peak_memory_sum_bytes, stage.peak_memory_bytes);
  EXPECT_LE(stage.peak_memory_sum_bytes, stage.peak_memory_bytes * static_cast<std::uint64_t>(world.size()));
  EXPECT_GE(statistics.peak_memory_sum_bytes(), stage.peak_memory_sum_bytes);
}

TEST(Statistics, all_ranks_see_the_same_and_no_load_at_all_is_even) {
  const auto& world = test::world();
  Statistics statistics;
  {
    const auto timer = statistics.time("block");
    statistics.add_load("bytes", 0);
  }
  statistics.finish(world);
  EXPECT_DOUBLE_EQ(statistics.stages()[0].loads[0].max_over_mean, 1.0);
  const auto all = world.gather_all(statistics.json());
  for (const auto& json : all) EXPECT_EQ(json, all[0]);
}

TEST(Statistics, ranks_that_record_different_counters_are_a_defect) {
  const auto& world = test::world();
  Statistics statistics;
  {
    const auto timer = statistics.time("block");
    statistics.add(world.is_root() ? "keys" : "blocks", 1);
  }
  if (world.size() == 1)
    EXPECT_NO_THROW(statistics.finish(world));
  else
    EXPECT_THROW(statistics.finish(world), Error);
}

TEST(Statistics, the_table_is_aligned_and_the_json_says_the_same) {
  const auto& world = test::world();
  Statistics statistics;
  {
    const auto timer = statistics.time("ingest");
    statistics.add_global("rows_read", 1'234'567);
  }
  {
    const auto timer = statistics.time("score");
    statistics.add_global("pairs", 89);
    statistics.add_load("pairs_scored", 7);
  }
  statistics.finish(world);
  const std::string table = statistics.table();
  EXPECT_NE(table.find("1,234,567\n"), std::string::npos) << table;
  EXPECT_NE(table.find("       89\n"), std::string::npos) << table;
  // The lines up to the first empty one have columns of equal width.
  const std::string stages = table.substr(0, table.find("\n\n") + 1);
  const std::size_t width = stages.find('\n');
  for (std::size_t at = 0; at < stages.size(); at += width + 1) EXPECT_EQ(stages.find('\n', at) - at, width) << table;

  const std::string json = statistics.json();
  EXPECT_EQ(json.find("{\"ranks\":" + std::to_string(world.size()) + ",\"total_seconds\":"), 0U) << json;
  EXPECT_NE(json.find("\"counters\":{\"rows_read\":1234567}"), std::string::npos) << json;
  EXPECT_NE(
      json.find("\"pairs_scored\":{\"sum\":" + std::to_string(7 * world.size()) + ",\"max\":7,\"max_over_mean\":1.0}"),
      std::string::npos)
      << json;
}

}  // namespace
}  // namespace onefold::progress
