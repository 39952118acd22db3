#include "merge/golden_choices.hpp"

#include <gtest/gtest.h>

namespace onefold::merge {
namespace {

using config::SurvivorshipRule;

TEST(Choices, of_a_single_value_are_this_value_whatever_the_rule) {
  // Three customers: one member with a value; two members, the second with a value; a member without one.
  const std::vector<std::uint64_t> begins = {0, 1, 3, 4}, value_ids = {7, 0, 9, 0}, merits = {3, 0, 5, 0};
  const std::vector<RecordId> records = {10, 11, 12, 13};
  const std::vector<std::uint64_t> source_ends = {12, 20};
  const std::vector<std::int64_t> updated = {1, 2, 3, 4};
  for (const auto rule : {SurvivorshipRule::most_recent, SurvivorshipRule::longest, SurvivorshipRule::first}) {
    const MemberCells cells{begins, records, source_ends, updated, value_ids, merits};
    Survivorship survivorship({}, rule, false, 2);
    Choices choices;
    const Ties ties = choose(survivorship, rule, cells, choices);
    EXPECT_TRUE(ties.ties.empty());
    EXPECT_EQ(choices.winner, (std::vector<std::int64_t>{0, 2, -1}));
    EXPECT_EQ(choices.runner_up, (std::vector<std::int64_t>{-1, -1, -1}));
    EXPECT_EQ(choices.distinct, (std::vector<std::int32_t>{1, 1, 0}));
    const auto of_rule = static_cast<std::int8_t>(lineage_rule(rule));
    EXPECT_EQ(choices.rule,
              (std::vector<std::int8_t>{of_rule, of_rule, static_cast<std::int8_t>(result::LineageRule::none)}));
  }
}

TEST(Choices, a_single_value_without_trust_needs_the_last_resort) {
  const std::vector<std::uint64_t> begins = {0, 1}, value_ids = {7}, merits = {0};
  const std::vector<RecordId> records = {0};
  const std::vector<std::uint64_t> source_ends = {1};
  const std::vector<std::int64_t> updated = {1};
  config::MergeConfig merge;
  for (const bool last_resort : {false, true}) {
    merge.last_resort = last_resort;
    Survivorship survivorship(merge, SurvivorshipRule::trust, false, 1);
    Choices choices;
    (void)choose(survivorship, SurvivorshipRule::trust, {begins, records, source_ends, updated, value_ids, merits},
                 choices);
    EXPECT_EQ(choices.winner.front(), last_resort ? 0 : -1);
  }
}

}  // namespace
}  // namespace onefold::merge
