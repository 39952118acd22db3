#include "repair/pair_evidence.hpp"
#include "support/mpi_test.hpp"

namespace onefold::repair {
namespace {

double share_of(repair::FixedShare share) {
  return static_cast<double>(share) / static_cast<double>(repair::kWholeShare);
}

FixedWeight bits(int weight) { return FixedWeight{weight} << 20; }

TEST(PairEvidence, are_match_probabilities_if_candidates_do_not_compete) {
  PairEvidence shares(test::world(), 0);
  shares.open(3);
  // One thousandth comes from the weight.
  for (const int weight : {-8, -2, 0, 3, 20})
    EXPECT_NEAR(share_of(shares(0, 1, bits(weight))), probability_of(bits(weight)), 0.002) << weight;
  EXPECT_EQ(shares(0, 1, bits(-9)), 0);
  EXPECT_GT(shares(0, 1, bits(40)), shares(0, 1, bits(30)));
}

TEST(PairEvidence, rivals_of_a_record_share_its_place) {
  // Record 0 is equally similar to 1 and to 2, which are not similar to each other.
  PairEvidence shares(test::world(), 1);
  shares.open(3);
  shares.add(0, 1, bits(10));
  shares.add(0, 2, bits(10));
  shares.add(1, 2, bits(-12));
  // Record 0 gives the pair a half, the other record has no rival.
  EXPECT_NEAR(share_of(shares(0, 1, bits(10))), 0.75, 0.003);
  EXPECT_EQ(shares(0, 1, bits(10)), shares(2, 0, bits(10)));
  EXPECT_EQ(shares(1, 2, bits(-12)), 0);
  // The pairs of the last component are forgotten.
  shares.open(2);
  shares.add(0, 1, bits(10));
  EXPECT_NEAR(share_of(shares(0, 1, bits(10))), probability_of(bits(10)), 0.002);
}

TEST(PairEvidence, a_weaker_rival_loses_and_more_places_are_shared_by_more) {
  for (const std::uint64_t partners : {1U, 4U}) {
    PairEvidence shares(test::world(), partners);
    shares.open(3);
    shares.add(0, 1, bits(10));
    shares.add(0, 2, bits(3));
    const double odds = 8;
    const double seen_by_first = odds / (1 + odds + 1024.0 / static_cast<double>(partners));
    EXPECT_NEAR(share_of(shares(0, 2, bits(3))), (seen_by_first + odds / (1 + odds)) / 2, 0.003) << partners;
  }
}

}  // namespace
}  // namespace onefold::repair
