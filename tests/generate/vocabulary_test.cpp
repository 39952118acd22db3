#include "generate/vocabulary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "generate/random.hpp"

namespace onefold::generate {
namespace {

TEST(ZipfWeights, fall_from_rank_to_rank_and_stay_positive) {
  for (const std::uint64_t flatness : {1, 10, 12, 1'000'000}) {
    const auto weights = zipf_weights(40'000, flatness);
    EXPECT_TRUE(std::is_sorted(weights.rbegin(), weights.rend()));
    EXPECT_GT(weights.back(), 0U);
    EXPECT_LT(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}), std::uint64_t{1} << 32);
  }
}

TEST(AliasTable, gives_each_index_its_weight) {
  const std::vector<std::vector<std::uint64_t>> cases = {
      {5}, {1, 1}, {1, 0, 3}, {0, 0, 7, 1}, {100, 10, 1, 10, 100}, zipf_weights(257, 3)};
  for (const auto& weights : cases) {
    const AliasTable table(weights);
    const double total = static_cast<double>(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}));
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
      const std::uint64_t share = table.share_of(i);
      const double expected = static_cast<double>(weights[i]) / total;
      EXPECT_NEAR(static_cast<double>(share) / (static_cast<double>(weights.size()) * 4294967296.0), expected, 1e-8);
      EXPECT_TRUE(weights[i] > 0 || share <= weights.size()) << "no weight, but drawn";
      sum += share;
    }
    EXPECT_EQ(sum, weights.size() << 32);
  }
}

TEST(AliasTable, draws_as_a_walk_through_the_cumulative_weights_would) {
  // The naive twin uses other random words, so shares are compared and not draws.
  const auto weights = zipf_weights(50, 5);
  const AliasTable table(weights);
  const std::uint64_t total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  std::vector<double> drawn(50);
  std::vector<double> walked(50);
  constexpr int kDraws = 200'000;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    drawn[table.draw(mix(1, i))] += 1.0 / kDraws;
    std::uint64_t rest = scale_to(mix(2, i), total);
    std::size_t index = 0;
    while (rest >= weights[index]) rest -= weights[index++];
    walked[index] += 1.0 / kDraws;
  }
  for (std::size_t i = 0; i < 50; ++i) EXPECT_NEAR(drawn[i], walked[i], 0.004);
}

TEST(Vocabulary, is_as_varied_as_a_country) {
  const auto words = make_vocabulary();
  EXPECT_GE(words.surnames.size(), 20'000U);
  for (const std::size_t sex : {0, 1}) {
    std::set<std::string> names;
    for (const auto& name : words.traditional[sex].names) names.insert(name.name);
    for (const auto& name : words.modern[sex].names) names.insert(name.name);
    EXPECT_GE(names.size(), 300U);
  }
  EXPECT_GE(words.towns.size(), 145U);
  for (const auto& town : words.towns) {
    EXPECT_GT(town.weight, 0U);
    EXPECT_TRUE(town.postcode_area.size() == 1 || town.postcode_area.size() == 2);
    EXPECT_TRUE(town.dialling_code.size() >= 2 && town.dialling_code.size() <= 4);
  }
  // The most frequent surname has about one per cent of all people, like Smith.
  const double smith = static_cast<double>(words.surnames.draw_table.share_of(0)) /
                       (static_cast<double>(words.surnames.size()) * 4294967296.0);
  EXPECT_EQ(words.surnames[0], "Smith");
  EXPECT_GT(smith, 0.005);
  EXPECT_LT(smith, 0.02);
}

TEST(Vocabulary, has_the_short_forms_of_given_names) {
  const auto words = make_vocabulary();
  const auto& men = words.traditional[1].names;
  const auto robert = std::find_if(men.begin(), men.end(), [](const GivenName& name) { return name.name == "Robert"; });
  ASSERT_NE(robert, men.end());
  EXPECT_EQ(robert->nicknames, (std::vector<std::string>{"Bob", "Rob", "Bobby"}));
}

}  // namespace
}  // namespace onefold::generate
