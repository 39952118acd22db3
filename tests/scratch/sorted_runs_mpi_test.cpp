// Sorted runs against a brute-force sort: several spills, several products, windows of any size, ranks without rows.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "record/hash.hpp"
#include "scratch/sorted_runs.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::scratch {
namespace {

using test::ScratchFolder;

constexpr std::uint64_t kRunsJob = 42;

struct Measured {
  static constexpr std::size_t kWords = 3;
  std::uint64_t key = 0;
  std::uint64_t then = 0;
  std::int64_t value = 0;
  void encode(std::uint64_t* words) const {
    words[0] = key;
    words[1] = then;
    words[2] = static_cast<std::uint64_t>(value);
  }
  static Measured decode(const std::uint64_t* words) {
    return {words[0], words[1], static_cast<std::int64_t>(words[2])};
  }
  auto operator<=>(const Measured&) const = default;
};
using Runs = SortedRuns<Measured>;

struct WithTail {
  Measured row;
  std::vector<std::int32_t> tail;
  auto operator<=>(const WithTail&) const = default;
};

// Row `i` of a product, which every rank can compute. Some keys have many rows, some rows occur twice.
WithTail row_of(std::uint64_t seed, std::uint64_t i, std::uint64_t num_keys, std::size_t num_tail) {
  const std::uint64_t draw = mix(seed, i / 10 * 10 + std::min<std::uint64_t>(i % 10, 8));
  WithTail row{{draw % 4 == 0 ? num_keys / 3 : scale_to(draw, num_keys), mix(draw, 1) % 7,
                static_cast<std::int64_t>(mix(draw, 2) % 5) - 2},
               {}};
  for (std::size_t t = 0; t < num_tail; ++t) row.tail.push_back(static_cast<std::int32_t>(mix(draw, 3 + t)) % 3);
  return row;
}

struct Plan {
  std::uint64_t num_keys = 1000;
  std::vector<std::uint64_t> rows_of_product;
  std::uint64_t max_run_bytes = 1 << 20;
  std::size_t num_tail = 0;
  int only_rank = -1;  // the rank that has all rows; -1: they are dealt to all ranks
};

// Adds the rows of all products; appends all of them to `all`.
Runs write_rows(WorkDirectory& work, const Plan& plan, const std::string& name, std::vector<WithTail>& all) {
  const auto& world = test::world();
  Runs runs(world, work, {plan.num_keys, plan.max_run_bytes, plan.num_tail});
  for (std::size_t p = 0; p < plan.rows_of_product.size(); ++p) {
    runs.open(name + "-" + std::to_string(p));
    const std::uint64_t seed = mix(test::kSeed + p, name.size());
    for (std::uint64_t i = 0; i < plan.rows_of_product[p]; ++i) {
      const auto row = row_of(seed, i, plan.num_keys, plan.num_tail);
      all.push_back(row);
      const int target = plan.only_rank >= 0
                             ? std::min(plan.only_rank, world.size() - 1)
                             : static_cast<int>(mix(seed + 1, i) % static_cast<std::uint64_t>(world.size()));
      if (target == world.rank()) runs.add(row.row, row.tail);
    }
    runs.publish();
  }
  runs.finish();
  return runs;
}

std::vector<WithTail> rows_of(const RowWindow<Measured>& window, std::size_t num_tail) {
  std::vector<WithTail> rows;
  for (std::size_t i = 0; i < window.size(); ++i) {
    rows.push_back({window[i], {}});
    for (std::size_t t = 0; t < num_tail; ++t) rows.back().tail.push_back(window.tail(i, t));
  }
  return rows;
}

// Collective. The rows of all ranks, rank after rank, on every rank.
std::vector<WithTail> gather(const std::vector<WithTail>& local, std::size_t num_tail) {
  std::vector<Measured> rows;
  std::vector<std::int32_t> tails;
  for (const auto& row : local) {
    rows.push_back(row.row);
    tails.insert(tails.end(), row.tail.begin(), row.tail.end());
  }
  rows = test::world().gather_all(rows);
  tails = test::world().gather_all(tails);
  std::vector<WithTail> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto first = tails.begin() + static_cast<std::ptrdiff_t>(i * num_tail);
    all.push_back({rows[i], {first, first + static_cast<std::ptrdiff_t>(num_tail)}});
  }
  return all;
}

// The order of the words: keys and second words are unsigned, and so are the words after them.
std::vector<WithTail> sorted_by_words(std::vector<WithTail> rows) {
  const auto words_of = [](const WithTail& row) {
    std::vector<std::uint64_t> words(Measured::kWords);
    row.row.encode(words.data());
    for (std::size_t t = 0; t < row.tail.size(); t += 2) {
      const auto low = static_cast<std::uint32_t>(row.tail[t]);
      const auto high = t + 1 < row.tail.size() ? static_cast<std::uint32_t>(row.tail[t + 1]) : 0U;
      words.push_back(low | std::uint64_t{high} << 32);
    }
    return words;
  };
  std::sort(rows.begin(), rows.end(), [&](const WithTail& a, const WithTail& b) { return words_of(a) < words_of(b); });
  return rows;
}

void expect_one_order(const Plan& plan) {
  const ScratchFolder folder(test::world());
  WorkDirectory work(test::world(), folder / "work", kRunsJob);
  std::vector<WithTail> all;
  Runs runs = write_rows(work, plan, "rows", all);
  const auto expected = sorted_by_words(all);
  EXPECT_EQ(runs.num_rows(), expected.size());

  std::vector<WithTail> local;
  runs.for_each_local([&](const Measured& row) { local.push_back({row, {}}); });
  std::vector<WithTail> one_by_one;
  LocalRows<Measured> reader(runs);
  for (Measured row; reader.next(row);) one_by_one.push_back({row, {}});
  Measured none;
  EXPECT_FALSE(reader.next(none));
  EXPECT_EQ(one_by_one, local);
  auto found_rows = gather(local, 0);
  std::sort(found_rows.begin(), found_rows.end());
  std::vector<WithTail> expected_rows;
  for (const auto& row : expected) expected_rows.push_back({row.row, {}});
  std::sort(expected_rows.begin(), expected_rows.end());
  EXPECT_EQ(found_rows, expected_rows);

  for (const std::uint64_t max_window_rows : {1U, 13U, 1'000'000U}) {
    std::vector<WithTail> found;
    runs.for_each_window(max_window_rows, [&](const RowWindow<Measured>& window) {
      const auto some = gather(rows_of(window, plan.num_tail), plan.num_tail);
      found.insert(found.end(), some.begin(), some.end());
    });
    EXPECT_EQ(found, expected) << "windows of " << max_window_rows;
  }
  runs.remove();
  EXPECT_FALSE(work.has_product("rows-0"));
}

TEST(SortedRuns, have_one_order_for_rows_of_any_rank_and_any_number_of_runs) {
  // Memory for all rows, for a few, and for one.
  for (const std::uint64_t max_run_bytes : {1U << 20, 500U, 1U})
    expect_one_order({.rows_of_product = {90}, .max_run_bytes = max_run_bytes});
  expect_one_order({.rows_of_product = {5'000}, .max_run_bytes = 100'000});
  // Several blocks of waiting rows, which a second run fills again.
  expect_one_order({.rows_of_product = {20'000}, .max_run_bytes = 1 << 20, .only_rank = 0});
}

TEST(SortedRuns, of_several_products_are_one_set_of_rows) {
  expect_one_order({.rows_of_product = {120, 0, 1, 60}, .max_run_bytes = 1'500});
}

TEST(SortedRuns, may_be_empty_on_a_rank_and_on_all) {
  for (const int rank : {0, 1, 6})
    expect_one_order({.rows_of_product = {70, 40}, .max_run_bytes = 900, .only_rank = rank});
  expect_one_order({.rows_of_product = {0}});
  expect_one_order({.num_keys = 0, .rows_of_product = {0, 0}});
}

TEST(SortedRuns, may_have_few_keys_or_keys_up_to_the_largest) {
  for (const std::uint64_t num_keys :
       {std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{65'536}, std::uint64_t{1} << 40})
    expect_one_order({.num_keys = num_keys, .rows_of_product = {150}, .max_run_bytes = 2'000});
}

TEST(SortedRuns, keep_the_tail_of_each_row) {
  for (const std::size_t num_tail : {1U, 2U, 5U})
    expect_one_order({.rows_of_product = {80, 30}, .max_run_bytes = 1'200, .num_tail = num_tail});
}

TEST(SortedRuns, merge_with_others_into_one_order) {
  const ScratchFolder folder(test::world());
  WorkDirectory work(test::world(), folder / "work", kRunsJob);
  std::vector<WithTail> all;
  const Runs first = write_rows(work, {.rows_of_product = {100, 20}, .max_run_bytes = 800, .num_tail = 2}, "a", all);
  const Runs second = write_rows(work, {.rows_of_product = {50}, .num_tail = 2, .only_rank = 0}, "second", all);
  const Runs none = write_rows(work, {.rows_of_product = {0}, .num_tail = 2}, "empty", all);
  const auto expected = sorted_by_words(all);
  for (const std::uint64_t max_window_rows : {1U, 40U, 1'000U}) {
    std::vector<WithTail> found;
    std::uint64_t largest = 0;
    Runs::for_each_merged_window({&first, &second, &none}, max_window_rows, [&](const RowWindow<Measured>& window) {
      const auto some = gather(rows_of(window, 2), 2);
      largest = std::max<std::uint64_t>(largest, some.size());
      found.insert(found.end(), some.begin(), some.end());
    });
    EXPECT_EQ(found, expected) << "windows of " << max_window_rows;
    // A quarter of the rows have the same key, which a window cannot divide.
    if (max_window_rows == 40) {
      EXPECT_LT(largest, 80U);
    }
  }
}

TEST(SortedRuns, give_a_window_column_by_column) {
  const ScratchFolder folder(test::world());
  WorkDirectory work(test::world(), folder / "work", kRunsJob);
  std::vector<WithTail> all;
  const Runs runs = write_rows(work, {.rows_of_product = {60}}, "rows", all);
  const auto expected = sorted_by_words(all);
  std::vector<std::int64_t> values;
  runs.for_each_window(7, [&](const RowWindow<Measured>& window) {
    const auto some =
        test::world().gather_all(window.column<std::int64_t>([](const Measured& row) { return row.value; }));
    values.insert(values.end(), some.begin(), some.end());
  });
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(values[i], expected[i].row.value) << i;
}

}  // namespace
}  // namespace onefold::scratch
