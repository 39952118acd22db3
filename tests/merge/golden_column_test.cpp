#include "onefold/merge/golden_column.hpp"

#include <gtest/gtest.h>

namespace onefold::merge {
namespace {

TEST(GoldenColumn, takes_one_value_per_cluster_and_names_the_record_it_came_from) {
  TextColumn raw;
  for (const auto* value : {"Ann", "Anne", "ANN", "n/a", "Bob"}) raw.push_back(value);
  const std::vector<std::uint64_t> begins = {0, 3, 4, 5};
  const std::vector<RecordId> record = {2, 5, 9, 3, 4};
  const std::vector<std::uint64_t> source_ends = {5, 10};
  const std::vector<std::int64_t> updated = {10, 30, 20, 99, 5};
  const std::vector<std::uint64_t> cleansed = {7, 8, 7, 0, 9};   // "Ann" and "ANN" say the same; "n/a" says nothing
  const MemberValues values{begins, record, source_ends, updated, cleansed, raw};

  const auto recent = golden_column(config::SurvivorshipRule::most_recent, values, {});
  ASSERT_EQ(recent.value.size(), 3U);
  EXPECT_EQ(recent.value[0], "Anne");
  EXPECT_EQ(recent.value[1], "") << "a dummy does not survive, not even alone";
  EXPECT_EQ(recent.value[2], "Bob");
  EXPECT_EQ(recent.origin, (std::vector<std::int64_t>{5, -1, 4}));

  const auto frequent = golden_column(config::SurvivorshipRule::most_frequent, values, {});
  EXPECT_EQ(frequent.origin[0], 9) << "of the two that say the same, the later";
}

TEST(GoldenColumn, of_no_clusters_is_empty) {
  const TextColumn raw;
  const std::vector<std::uint64_t> begins = {0};
  const auto golden = golden_column(config::SurvivorshipRule::longest, {begins, {}, {}, {}, {}, raw}, {});
  EXPECT_EQ(golden.value.size(), 0U);
  EXPECT_TRUE(golden.origin.empty());
}

}  // namespace
}  // namespace onefold::merge
