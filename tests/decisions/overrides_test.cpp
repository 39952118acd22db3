#include "decisions/overrides.hpp"

#include <gtest/gtest.h>

#include "onefold/record/error.hpp"

namespace onefold::decisions {
namespace {

Override set(AttributeIndex attribute, const std::string& value, const std::string& when, std::uint64_t line) {
  Override row;
  row.attribute = attribute;
  row.value = value;
  row.when = when;
  row.place = {.file = 0, .line = line};
  return row;
}

std::vector<CustomerOverride> all_of_customer(std::uint64_t customer, std::size_t num_rows) {
  std::vector<CustomerOverride> all;
  for (std::uint32_t row = 0; row < num_rows; ++row) all.push_back({customer, row});
  return all;
}

TEST(SettleOverrides, the_latest_of_one_golden_value_wins) {
  const Overrides overrides{{"d.csv"}, {set(0, "new", "2026-03-01", 2), set(0, "old", "2026-02-28T23:59:59", 3)}};
  const auto settled = settle_overrides(overrides, all_of_customer(7, 2));
  EXPECT_EQ(settled.winners, (std::vector<CustomerOverride>{{7, 0}}));
  EXPECT_EQ(settled.superseded_rows, (std::vector<std::uint32_t>{1}));
}

TEST(SettleOverrides, one_with_a_time_is_later_than_one_without) {
  const Overrides overrides{{"d.csv"}, {set(0, "a", "", 2), set(0, "b", "2020-01-01", 3)}};
  EXPECT_EQ(settle_overrides(overrides, all_of_customer(1, 2)).winners, (std::vector<CustomerOverride>{{1, 1}}));
}

TEST(SettleOverrides, different_attributes_and_different_customers_do_not_meet) {
  const Overrides overrides{{"d.csv"}, {set(1, "a", "", 2), set(0, "b", "", 3), set(0, "c", "", 4)}};
  const auto settled = settle_overrides(overrides, {{5, 0}, {5, 1}, {3, 2}});
  EXPECT_EQ(settled.winners, (std::vector<CustomerOverride>{{3, 2}, {5, 1}, {5, 0}}));
  EXPECT_TRUE(settled.superseded_rows.empty());
}

TEST(SettleOverrides, the_same_value_twice_is_no_contradiction) {
  const Overrides overrides{{"d.csv"}, {set(0, "a", "2026-01-01", 9), set(0, "a", "2026-01-01", 4)}};
  EXPECT_EQ(settle_overrides(overrides, all_of_customer(1, 2)).winners, (std::vector<CustomerOverride>{{1, 1}}));
}

TEST(SettleOverrides, two_values_of_one_time_are_refused_with_both_lines_and_without_a_value) {
  const Overrides overrides{{"d.csv"}, {set(0, "secret", "2026-01-01", 4), set(0, "hidden", "2026-01-01", 9)}};
  try {
    (void)settle_overrides(overrides, all_of_customer(1, 2));
    FAIL() << "the contradiction was not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_EQ(std::string(error.what()),
              "[merge]: decisions: two overrides give one golden value different values, and neither is later: d.csv "
              "line 4 and d.csv line 9. Take one of them out, or give it a later `when`");
  }
}

TEST(SettleOverrides, the_winner_does_not_depend_on_the_order_of_the_candidates) {
  const Overrides overrides{{"d.csv"},
                            {set(0, "a", "2026-01-01", 2), set(0, "b", "2026-01-03", 3), set(0, "c", "2026-01-02", 4)}};
  auto candidates = all_of_customer(1, 3);
  const auto expected = settle_overrides(overrides, candidates);
  std::swap(candidates[0], candidates[2]);
  EXPECT_EQ(settle_overrides(overrides, candidates).winners, expected.winners);
  EXPECT_EQ(expected.winners, (std::vector<CustomerOverride>{{1, 1}}));
  EXPECT_EQ(expected.superseded_rows, (std::vector<std::uint32_t>{0, 2}));
}

}  // namespace
}  // namespace onefold::decisions
