#include "merge/golden_origins.hpp"

#include <gtest/gtest.h>

#include "merge/golden_record.hpp"

namespace onefold::merge {
namespace {

using config::SurvivorshipRule;

std::vector<std::uint64_t> spellings(SurvivorshipRule rule, const std::vector<std::string_view>& texts) {
  std::vector<std::uint64_t> all;
  for (const auto text : texts) all.push_back(spelling(rule, text));
  return all;
}

TEST(GoldenOrigins, name_one_record_per_cluster) {
  const std::vector<std::string_view> raw = {"Ann", "Anne", "ANN", "n/a", "Bob"};
  const std::vector<std::uint64_t> begins = {0, 3, 4, 5};
  const std::vector<RecordId> record = {2, 5, 9, 3, 4};
  const std::vector<std::uint64_t> source_ends = {5, 10};
  const std::vector<std::int64_t> updated = {10, 30, 20, 99, 5};
  const std::vector<std::uint64_t> cleansed = {7, 8, 7, 0,
                                               9};  // "Ann" and "ANN" have equal cleansed values; "n/a" is missing
  MemberValues values{begins, record, source_ends, updated, cleansed, {}};

  EXPECT_EQ(golden_origins(SurvivorshipRule::most_recent, values, {}), (std::vector<std::int64_t>{5, -1, 4}))
      << "a dummy does not survive, not even alone";
  EXPECT_EQ(golden_origins(SurvivorshipRule::source_priority, values, std::vector<std::uint32_t>{0, 1})[0], 2);

  auto spelling = spellings(SurvivorshipRule::most_frequent, raw);
  values.spelling = spelling;
  EXPECT_EQ(golden_origins(SurvivorshipRule::most_frequent, values, {})[0], 9)
      << "of the two that say the same, the later";

  spelling = spellings(SurvivorshipRule::longest, raw);
  values.spelling = spelling;
  EXPECT_EQ(golden_origins(SurvivorshipRule::longest, values, {})[0], 5);
}

TEST(GoldenOrigins, of_no_clusters_are_none) {
  const std::vector<std::uint64_t> begins = {0};
  EXPECT_TRUE(golden_origins(SurvivorshipRule::longest, {begins, {}, {}, {}, {}, {}}, {}).empty());
}

}  // namespace
}  // namespace onefold::merge
