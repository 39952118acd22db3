#include "model/flat_levels.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "model/draw.hpp"

namespace onefold::model {
namespace {

const LevelTable kMatches = {{0, 0.85, 0.10, 0.05}, {0, 0.7, 0.3}, {0, 0.9, 0.04, 0.04, 0.02}};
const LevelTable kOthers = {{0, 0.02, 0.05, 0.93}, {0, 0.1, 0.9}, {0, 0.01, 0.02, 0.07, 0.9}};
const LevelTable kRelatives = {{0, 0.3, 0.3, 0.4}, {0, 0.5, 0.5}, {0, 0.2, 0.2, 0.3, 0.3}};
const LevelTable kRecordsNearby = {{0, 0.1, 0.2, 0.7}, {0, 0.4, 0.6}, {0, 0.1, 0.1, 0.2, 0.6}};

TEST(FlatLevels, give_every_pattern_the_same_bits_as_the_plain_twin) {
  const PatternSpace space({4, 3, 5});
  std::vector<PatternCount> patterns;
  // All patterns; level 0 is a missing value.
  for (Pattern pattern = 0; pattern < 4 * 3 * 5; ++pattern) patterns.push_back({pattern, pattern + 1});
  const FlatPatterns flat(space, kOthers, patterns);
  ASSERT_EQ(flat.size(), patterns.size());
  const Related none, relatives{0.07, kRelatives}, neighbours{0.03, kRecordsNearby};
  for (const auto& [related, beside] :
       {std::pair(&none, &none), std::pair(&relatives, &none), std::pair(&relatives, &neighbours)}) {
    const ClassParameters parameters{kMatches, kOthers, 0.013, *related, *beside};
    const FlatLevels levels(parameters);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const auto expected = class_probabilities(space, patterns[i].pattern, parameters, {});
      const auto found = levels.classes_of(flat.cells(i));
      // Equal, not nearly equal: models must not change.
      EXPECT_EQ(found.match, expected.match) << i;
      EXPECT_EQ(found.related, expected.related) << i;
      EXPECT_EQ(found.neighbours, expected.neighbours) << i;
      EXPECT_EQ(found.likelihood, expected.likelihood) << i;
      EXPECT_EQ(flat.count(i), static_cast<double>(patterns[i].count));
    }
  }
}

}  // namespace
}  // namespace onefold::model
