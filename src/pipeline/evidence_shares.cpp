#include "evidence_shares.hpp"

#include <algorithm>

#include "onefold/record/hash.hpp"
#include "rival_odds.hpp"

namespace onefold::pipeline {

namespace {

constexpr model::FixedWeight kMostWeight = model::FixedWeight{64} << 20;  // kWholeShare / 1024

}  // namespace

EvidenceShares::EvidenceShares(const mpi::Communicator& world, std::uint64_t partners)
    : partners_(partners), odds_(shared_odds(world)) {
  for (model::FixedWeight weight = kLeastEvidence; weight <= cluster::OddsTable::kMost;
       weight += cluster::OddsTable::kStep)
    shares_.push_back(static_cast<cluster::FixedShare>(model::probability_of(weight) *
                                                       static_cast<double>(cluster::kWholeShare - kMostWeight)));
  world.broadcast(shares_);
}

void EvidenceShares::open(std::uint32_t num_members) {
  if (partners_ > 0) sums_.assign(num_members, 0);
}

void EvidenceShares::tell(std::uint32_t i, std::uint32_t j, model::FixedWeight weight) {
  if (partners_ == 0 || weight < kLeastEvidence) return;
  sums_[i] += odds_(weight);
  sums_[j] += odds_(weight);
}

cluster::FixedShare EvidenceShares::operator()(std::uint32_t i, std::uint32_t j, model::FixedWeight weight) const {
  if (weight < kLeastEvidence) return 0;
  const auto for_strength = std::clamp<model::FixedWeight>(weight, 0, kMostWeight);
  if (partners_ == 0) return shares_[cluster::OddsTable::step_of(weight)] + for_strength;
  const std::uint64_t odds = odds_(weight);
  const auto seen_from = [&](std::uint32_t member) {
    return static_cast<cluster::FixedShare>(static_cast<Uint128>(odds) *
                                            static_cast<std::uint64_t>(cluster::kWholeShare - kMostWeight) /
                                            cluster::rivalled(odds, sums_[member], partners_));
  };
  return (seen_from(i) + seen_from(j)) / 2 + for_strength;
}

}  // namespace onefold::pipeline
