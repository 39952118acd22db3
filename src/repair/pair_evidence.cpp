#include "repair/pair_evidence.hpp"

#include <algorithm>

#include "record/hash.hpp"
#include "score/rival_probabilities.hpp"

namespace onefold::repair {

namespace {

constexpr FixedWeight kMostShareOfWeight = FixedWeight{64} << 20;  // kWholeShare / 1024

}  // namespace

PairEvidence::PairEvidence(const mpi::Communicator& world, std::uint64_t expected_matches_per_record)
    : expected_matches_(expected_matches_per_record), odds_(score::shared_odds(world)) {
  for (FixedWeight weight = kLeastEvidence; weight <= score::OddsTable::kMost; weight += score::OddsTable::kStep)
    shares_.push_back(
        static_cast<FixedShare>(probability_of(weight) * static_cast<double>(kWholeShare - kMostShareOfWeight)));
  world.broadcast(shares_);
}

void PairEvidence::open(std::uint32_t num_members) {
  if (expected_matches_ > 0) sums_.assign(num_members, 0);
}

void PairEvidence::add(std::uint32_t i, std::uint32_t j, FixedWeight weight) {
  if (expected_matches_ == 0 || weight < kLeastEvidence) return;
  sums_[i] += odds_(weight);
  sums_[j] += odds_(weight);
}

FixedShare PairEvidence::operator()(std::uint32_t i, std::uint32_t j, FixedWeight weight) const {
  if (weight < kLeastEvidence) return 0;
  const auto for_strength = std::clamp<FixedWeight>(weight, 0, kMostShareOfWeight);
  if (expected_matches_ == 0) return shares_[score::OddsTable::step_of(weight)] + for_strength;
  const std::uint64_t odds = odds_(weight);
  const auto seen_from = [&](std::uint32_t member) {
    return static_cast<FixedShare>(static_cast<Uint128>(odds) *
                                   static_cast<std::uint64_t>(kWholeShare - kMostShareOfWeight) /
                                   score::rivalled(odds, sums_[member], expected_matches_));
  };
  return (seen_from(i) + seen_from(j)) / 2 + for_strength;
}

}  // namespace onefold::repair
