// Customers in windows: each is merged once, in the order of cluster ids, and ranks get equal numbers of members.
#include <algorithm>
#include <vector>

#include "merge/merge_windows.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::merge {
namespace {

using Groups = std::vector<std::vector<RecordId>>;

// `label_of` is equal on all ranks. The expected result comes from a loop over all records.
template <typename LabelOf>
void expect_windows(std::uint64_t num_records, std::uint64_t max_window_members, LabelOf label_of) {
  const auto& world = test::world();
  const BlockDistribution distribution(num_records, world.size());
  std::vector<RecordId> labels;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    labels.push_back(label_of(id));
  auto clusters = cluster::group_members(world, distribution, labels);
  const auto windows = make_merge_windows(world, distribution, clusters, max_window_members);

  Groups expected(num_records);
  std::uint64_t largest = 0;
  for (RecordId id = 0; id < num_records; ++id) expected[label_of(id)].push_back(id);
  std::erase_if(expected, [](const auto& members) { return members.empty(); });
  for (const auto& members : expected) largest = std::max<std::uint64_t>(largest, members.size());

  Groups found;
  for (const auto& window : windows) {
    // The parts of the ranks in the order of ranks, as they are written.
    const auto members = world.gather_all(window.members);
    std::vector<std::uint64_t> sizes;
    for (std::size_t c = 0; c + 1 < window.begins.size(); ++c) sizes.push_back(window.begins[c + 1] - window.begins[c]);
    std::size_t next = 0;
    for (const auto size : world.gather_all(sizes)) {
      found.emplace_back(members.begin() + static_cast<std::ptrdiff_t>(next),
                         members.begin() + static_cast<std::ptrdiff_t>(next + size));
      next += size;
    }
    EXPECT_EQ(next, members.size());
    EXPECT_LT(next, max_window_members + largest);
    EXPECT_LE(window.members.size(), max_window_members / static_cast<std::uint64_t>(world.size()) + largest)
        << "a part of the window, and the rest of its last customer";
    // The fetched values are those of the members.
    const auto values =
        window.fetch.values<RecordId>([&](std::uint64_t row) { return distribution.begin(world.rank()) + row; });
    EXPECT_EQ(values, window.members);
  }
  EXPECT_EQ(found, expected);
}

TEST(MergeWindows, hold_every_customer_once_in_order) {
  for (const std::uint64_t window : {1, 7, 64, 100'000})
    expect_windows(500, window, [](RecordId id) { return id < 3 ? id : id - id % 3 * (mix(1, id) % 2); });
}

TEST(MergeWindows, are_shared_by_members_if_the_first_customers_are_the_large_ones) {
  // 100 customers of 5 records, 500 of 1. Half of the customers would have three quarters of the records.
  expect_windows(1'000, 1'000, [](RecordId id) { return id < 100 || id >= 500 ? id : id % 100; });
}

TEST(MergeWindows, take_a_customer_that_is_larger_than_a_window) {
  expect_windows(300, 10, [](RecordId id) { return id < 250 ? id / 200 * 200 : id; });
  expect_windows(300, 10, [](RecordId) { return RecordId{0}; });
}

TEST(MergeWindows, of_no_customers_are_none) {
  expect_windows(0, 10, [](RecordId id) { return id; });
}

}  // namespace
}  // namespace onefold::merge
