#include "evidence_shares.hpp"

#include <algorithm>
#include <cmath>

#include "onefold/record/hash.hpp"

namespace onefold::pipeline {

namespace {

constexpr model::FixedWeight kStep = (1 << 20) / 64;
constexpr model::FixedWeight kMostEvidence = model::FixedWeight{24} << 20;
constexpr model::FixedWeight kMostWeight = model::FixedWeight{64} << 20;   // kWholeShare / 1024
constexpr std::uint64_t kEvenOdds = 1 << 20;

}  // namespace

EvidenceShares::EvidenceShares(const mpi::Communicator& world, std::uint64_t partners) : partners_(partners) {
  for (model::FixedWeight weight = kLeastEvidence; weight <= kMostEvidence; weight += kStep) {
    shares_.push_back(
        static_cast<cluster::FixedShare>(model::probability_of(weight) * static_cast<double>(cluster::kWholeShare - kMostWeight)));
    odds_.push_back(static_cast<std::uint64_t>(std::llround(std::exp2(model::to_double(weight)) * static_cast<double>(kEvenOdds))));
  }
  world.broadcast(shares_);
  world.broadcast(odds_);
}

std::size_t EvidenceShares::step_of(model::FixedWeight weight) const {
  return static_cast<std::size_t>((std::min(weight, kMostEvidence) - kLeastEvidence) / kStep);
}

void EvidenceShares::open(std::uint32_t num_members) {
  if (partners_ > 0) sums_.assign(num_members, 0);
}

void EvidenceShares::tell(std::uint32_t i, std::uint32_t j, model::FixedWeight weight) {
  if (partners_ == 0 || weight < kLeastEvidence) return;
  // At most 2^44 each: 20,000 members fit.
  sums_[i] += odds_[step_of(weight)];
  sums_[j] += odds_[step_of(weight)];
}

cluster::FixedShare EvidenceShares::operator()(std::uint32_t i, std::uint32_t j, model::FixedWeight weight) const {
  if (weight < kLeastEvidence) return 0;
  const auto for_strength = std::clamp<model::FixedWeight>(weight, 0, kMostWeight);
  if (partners_ == 0) return shares_[step_of(weight)] + for_strength;
  const std::uint64_t odds = odds_[step_of(weight)];
  const auto seen_from = [&](std::uint32_t member) {
    const std::uint64_t all = kEvenOdds + odds + (sums_[member] - odds) / partners_;
    return static_cast<cluster::FixedShare>(static_cast<Uint128>(odds) * static_cast<std::uint64_t>(cluster::kWholeShare - kMostWeight) / all);
  };
  return (seen_from(i) + seen_from(j)) / 2 + for_strength;
}

}  // namespace onefold::pipeline
