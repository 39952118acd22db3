// The tables of values that edges share, and the offsets of the index, against plain counting.
#include <algorithm>
#include <map>

#include "onefold/result/result_reader.hpp"
#include "record/hash.hpp"
#include "score/edge_index.hpp"
#include "score/shared_values.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::score {
namespace {

Edge formula_edge(std::uint64_t e) {
  return {e / 3, 1'000 + e, mix(1, e) % 19, 0, static_cast<std::uint16_t>(mix(2, e) % 3)};
}
std::vector<std::int32_t> formula_tail(std::uint64_t e) {
  return {static_cast<std::int32_t>(mix(3, e) % 7) - 3, static_cast<std::int32_t>(e % 2), 5};
}

// Edges of even numbers are links. Each edge is found by one rank.
ScoredPairs formula_pairs(const mpi::Communicator& world, scratch::WorkDirectory& work, std::uint64_t num_edges) {
  ScoredPairs pairs;
  for (const bool link : {true, false}) {
    EdgeRuns runs(world, work, {10'000, 1 << 12, 3});
    runs.open(link ? "links" : "review");
    for (std::uint64_t e = link ? 0 : 1; e < num_edges; e += 2)
      if (static_cast<int>(mix(4, e) % static_cast<std::uint64_t>(world.size())) == world.rank())
        runs.add(formula_edge(e), formula_tail(e));
    runs.publish();
    runs.finish();
    (link ? pairs.links : pairs.for_review) = std::move(runs);
  }
  return pairs;
}

TEST(SharedValues, are_counted_over_all_ranks_and_the_most_frequent_come_first) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  scratch::WorkDirectory work(world, folder / "work", 1);
  for (const std::uint64_t num_edges : {0U, 1U, 1'000U}) {
    const ScoredPairs pairs = formula_pairs(world, work, num_edges);
    const SharedValues shared(world, pairs);
    std::map<SharedValue, std::uint64_t> expected;
    for (std::uint64_t e = 0; e < num_edges; ++e) {
      ++expected[SharedValue::of_pattern(formula_edge(e))];
      for (std::size_t t = 0; t < 3; ++t) ++expected[SharedValue::of_adjustment(t, formula_tail(e)[t])];
    }
    std::size_t num_rows = 0;
    for (std::size_t table = 0; table < 4; ++table) {
      const auto& rows = shared.table(table);
      num_rows += rows.size();
      for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].value.table, table);
        EXPECT_EQ(rows[i].num_edges, expected[rows[i].value]);
        EXPECT_EQ(shared.row_of(rows[i].value), static_cast<std::int32_t>(i));
        if (i > 0) {
          EXPECT_GE(rows[i - 1].num_edges, rows[i].num_edges);
          EXPECT_TRUE(rows[i - 1].num_edges > rows[i].num_edges || rows[i - 1].value < rows[i].value);
        }
      }
    }
    EXPECT_EQ(num_rows, expected.size());
    if (num_edges == 1'000) {
      EXPECT_EQ(shared.table(1).size(), 7U);
      EXPECT_EQ(std::ranges::min(shared.table(1), {}, [](const auto& row) { return row.value.adjustment(); })
                    .value.adjustment(),
                -3);
    }
  }
}

TEST(OffsetCounter, writes_the_number_of_rows_before_each_key) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  const result::Column<std::int64_t> column{"/offsets"};
  for (const std::uint64_t num_keys : {0U, 1U, 5U, 1'000U}) {
    std::vector<std::int64_t> expected(num_keys + 1, 0);
    const std::string path = folder / (std::to_string(num_keys) + ".h5");
    {
      OffsetCounter counter(world, num_keys);
      result::ResultWriter writer(world, path, false, 1);
      for (std::uint64_t window = 0; window < 3; ++window) {
        // Ranks have different numbers of rows, and some have none. Keys repeat.
        std::vector<std::uint64_t> keys;
        for (int rank = 0; rank < world.size(); ++rank)
          for (std::uint64_t i = 0; num_keys > 0 && i < mix(window, static_cast<std::uint64_t>(rank)) % 40; ++i) {
            const std::uint64_t key = mix(window + 7, static_cast<std::uint64_t>(rank) * 100 + i) % num_keys;
            for (std::uint64_t later = key + 1; later <= num_keys; ++later) ++expected[later];
            if (rank == world.rank()) keys.push_back(key);
          }
        std::sort(keys.begin(), keys.end());
        counter.add(keys);
      }
      counter.write(column, writer);
      writer.publish();
    }
    EXPECT_EQ(column.read_all(result::ResultReader(path)), expected) << num_keys;
    world.barrier();
  }
}

}  // namespace
}  // namespace onefold::score
