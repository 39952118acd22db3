// Rules that disagree on what matches look like.
#include "model/contradiction.hpp"

#include <gtest/gtest.h>

#include "model/estimate.hpp"

namespace onefold::model {
namespace {

TEST(Contradiction, is_the_share_of_m_that_two_rules_do_not_have_in_common) {
  const LevelTable first = {{0, 0.75, 0.25}, {0, 1, 0}};
  const LevelTable second = {{0, 0.25, 0.75}, {0, 0, 1}};
  const LevelTable many = {{0, 100, 100}, {0, 100, 100}};
  const std::vector<bool> both = {true, true};
  const std::vector<bool> only_first = {true, false};
  const auto found =
      largest_contradiction(std::vector<RuleEstimate>{{3, &first, &many, &both}, {5, &second, &many, &both}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->comparison, 1u);
  EXPECT_EQ(found->first, 3u);
  EXPECT_EQ(found->second, 5u);
  EXPECT_EQ(found->distance, 1);
  // A comparison that a rule's key reads is not compared.
  const auto free =
      largest_contradiction(std::vector<RuleEstimate>{{0, &first, &many, &both}, {1, &second, &many, &only_first}});
  ASSERT_TRUE(free);
  EXPECT_EQ(free->comparison, 0u);
  EXPECT_EQ(free->distance, 0.5);
}

TEST(Contradiction, needs_two_rules_with_enough_matches) {
  const LevelTable first = {{0, 1, 0}};
  const LevelTable second = {{0, 0, 1}};
  const LevelTable many = {{1000, 100, 0}};  // missing values do not count
  const LevelTable few = {{1000, 10, 0}};
  const std::vector<bool> free = {true};
  EXPECT_FALSE(largest_contradiction({}));
  EXPECT_FALSE(largest_contradiction(std::vector<RuleEstimate>{{0, &first, &many, &free}}));
  EXPECT_FALSE(largest_contradiction(std::vector<RuleEstimate>{{0, &first, &many, &free}, {1, &second, &few, &free}}));
}

}  // namespace
}  // namespace onefold::model
