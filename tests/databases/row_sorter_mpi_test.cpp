// Rows sorted over ranks: one order, whatever ranks they came to and however small the runs are.
#include <gtest/gtest.h>

#include <algorithm>

#include "databases/row_sorter.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "tables/row_file.hpp"

namespace onefold::databases {
namespace {

using Row = std::pair<std::string, std::string>;

/// Ids that share long beginnings, that are empty, and that repeat.
Row row_of(std::uint64_t i) {
  const std::uint64_t hash = mix(test::kSeed, i);
  std::string id = std::to_string(hash % 5000);
  if (hash % 7 == 0) id = std::string(40, 'k') + id;
  if (hash % 31 == 0) id.clear();
  return {id, std::string(hash % 50, 'v') + std::to_string(hash)};
}

std::string packed(const Row& row) {
  const std::string_view values[] = {row.first, row.second};
  std::string out;
  tables::append_row(out, values, std::nullopt);
  return out;
}

std::vector<Row> read_rows_of(const std::string& path) {
  std::vector<Row> rows;
  const auto reader = tables::open_row_file(path)->read({0, ~0ULL}, {});
  while (reader->next()) rows.emplace_back(reader->value(0), reader->value(1));
  return rows;
}

class RowSorting : public testing::Test {
 protected:
  static const mpi::Communicator& world() { return test::world(); }
  test::ScratchFolder folder_{world()};
};

TEST_F(RowSorting, gives_one_order_for_all_deals_and_sizes_of_runs) {
  scratch::WorkDirectory work(world(), folder_ / "work", 1);
  constexpr std::uint64_t kRows = 3000;
  std::vector<Row> expected;
  for (std::uint64_t i = 0; i < kRows; ++i) expected.push_back(row_of(i));
  std::ranges::sort(expected, {}, [](const Row& row) { return std::pair(row.first, packed(row)); });
  for (const std::uint64_t run_bytes : {1ULL, 5'000ULL, 1ULL << 20}) {
    for (const std::uint64_t deal : {1, 2}) {
      RowSorter sorter(work, "rows", {run_bytes, 300});
      // The second deal leaves all rows to the last rank.
      for (std::uint64_t i = 0; i < kRows; ++i) {
        const auto ranks = static_cast<std::uint64_t>(world().size());
        const std::uint64_t owner = deal == 2 ? ranks - 1 : mix(deal, i) % ranks;
        if (run_bytes == 1 && i >= 200) break;
        if (owner == static_cast<std::uint64_t>(world().rank())) sorter.add(packed(row_of(i)));
      }
      const auto sorted = sorter.write(world(), {"id", "value"});
      const auto rows = read_rows_of(sorted.path);
      EXPECT_EQ(rows.size(), sorted.num_rows);
      if (run_bytes > 1) {
        EXPECT_EQ(rows, expected);
      } else {
        EXPECT_EQ(rows.size(), 200U);
        EXPECT_TRUE(std::ranges::is_sorted(rows, {}, [](const Row& row) { return row.first; }));
      }
    }
  }
  // The first rank removes the work directory.
  world().barrier();
}

TEST_F(RowSorting, forgets_what_came_after_the_mark_also_if_it_is_on_disk) {
  scratch::WorkDirectory work(world(), folder_ / "work", 1);
  RowSorter sorter(work, "rows", {2'000, 300});
  const std::string rank = std::to_string(world().rank());
  sorter.add(packed({"kept" + rank, "1"}));
  sorter.mark();
  for (int i = 0; i < 500; ++i) sorter.add(packed({"dropped" + rank + std::to_string(i), "2"}));
  sorter.forget();
  EXPECT_EQ(sorter.num_rows(), 1U);
  sorter.add(packed({"new" + rank, "3"}));
  const auto sorted = sorter.write(world(), {"id", "value"});
  EXPECT_EQ(sorted.num_rows, 2U * static_cast<unsigned>(world().size()));
  for (const Row& row : read_rows_of(sorted.path)) EXPECT_EQ(row.first.find("dropped"), std::string::npos);
  world().barrier();
}

TEST_F(RowSorting, without_rows_gives_an_empty_file_and_leaves_no_run) {
  scratch::WorkDirectory work(world(), folder_ / "work", 1);
  std::string path;
  {
    RowSorter sorter(work, "rows", {});
    path = sorter.write(world(), {"id", "value"}).path;
  }
  EXPECT_TRUE(read_rows_of(path).empty());
  world().barrier();
  std::size_t num_files = 0;
  for (const auto& name : test::names_in(folder_ / "work")) num_files += name.starts_with("rows");
  EXPECT_EQ(num_files, 1U);
  world().barrier();
}

}  // namespace
}  // namespace onefold::databases
