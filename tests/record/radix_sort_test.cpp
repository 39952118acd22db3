#include "record/radix_sort.hpp"

#include <gtest/gtest.h>

#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"
#include "record/hash.hpp"

namespace onefold {
namespace {

struct Item {
  std::uint64_t key;
  std::uint32_t place;
  bool operator==(const Item&) const = default;
};

TEST(RadixSort, gives_what_a_stable_sort_gives) {
  // Short and long inputs; keys that differ in all bits, in a few, in the lowest, in the highest; many equal keys.
  for (const std::size_t count : {0U, 1U, 2U, 100U, 4095U, 4096U, 50'000U})
    for (const std::uint64_t mask : {~0ULL, 0xffULL, 0xff00000000000000ULL, 0x10001ULL, 0ULL}) {
      std::vector<Item> items;
      for (std::size_t i = 0; i < count; ++i) items.push_back({mix(3, i) & mask, static_cast<std::uint32_t>(i)});
      auto expected = items;
      std::stable_sort(expected.begin(), expected.end(), [](const Item& a, const Item& b) { return a.key < b.key; });
      radix_sort(items, [](const Item& item) { return item.key; });
      EXPECT_EQ(items, expected) << count << " items, mask " << mask;
    }
}

TEST(BlockDistribution, shares_cover_all_ids_in_order_and_owners_agree) {
  for (const std::uint64_t num_global : {0ULL, 1ULL, 3ULL, 100ULL, 101ULL})
    for (const int ranks : {1, 2, 7, 31}) {
      const BlockDistribution distribution(num_global, ranks);
      std::uint64_t next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        EXPECT_EQ(distribution.begin(rank), next);
        for (auto id = distribution.begin(rank); id < distribution.end(rank); ++id)
          EXPECT_EQ(distribution.owner(id), rank);
        next = distribution.end(rank);
      }
      EXPECT_EQ(next, num_global);
    }
}

TEST(TextColumn, gives_back_what_was_put_in) {
  TextColumn column;
  for (const auto* text : {"", "a", "", "bc"}) column.push_back(text);
  ASSERT_EQ(column.size(), 4U);
  EXPECT_EQ(column[0], "");
  EXPECT_EQ(column[1], "a");
  EXPECT_EQ(column[2], "");
  EXPECT_EQ(column[3], "bc");
  column.release();
  EXPECT_EQ(column.size(), 0U);
}

TEST(ScaleTo, stays_below_the_bound_and_reaches_all_of_it) {
  std::vector<int> seen(7, 0);
  for (std::uint64_t i = 0; i < 1000; ++i) ++seen[scale_to(mix(1, i), 7)];
  for (const int count : seen) EXPECT_GT(count, 90);
  EXPECT_EQ(scale_to(~0ULL, 7), 6U);
  EXPECT_EQ(scale_to(0, 7), 0U);
}

}  // namespace
}  // namespace onefold
