// What a pair counts in cluster repair, from its weight: its match probability, or where the model was learnt from
// candidates that compete for a record (model/candidate_em.hpp), its probability given the other pairs of its two
// records.
#pragma once

#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "onefold/mpi/communicator.hpp"
#include "repair/repair.hpp"
#include "score/rivals.hpp"

namespace onefold::repair {

/// Pairs below are taken to be no matches at all: 1 in 257.
inline constexpr FixedWeight kLeastEvidence = score::OddsTable::kLeast;

/// The match probability, and for a thousandth the weight, up to 64 bits: probabilities of strong pairs are all but
/// equal, and the best pair is to win. Probabilities go in steps of 1/64 bit and are made on one rank: exp2 is not the
/// same in the last bit everywhere.
class PairEvidence {
 public:
  /// Collective. `expected_matches_per_record`: matches that a record's candidates compete for; 0: they do not compete.
  PairEvidence(const mpi::Communicator& world, std::uint64_t expected_matches_per_record);

  /// Begins a component of `num_members`. Where candidates compete, all its pairs are told before any is asked for.
  void open(std::uint32_t num_members);
  void add(std::uint32_t i, std::uint32_t j, FixedWeight weight);
  [[nodiscard]] FixedShare operator()(std::uint32_t i, std::uint32_t j, FixedWeight weight) const;

 private:
  std::uint64_t expected_matches_;
  std::vector<FixedShare> shares_;  // [step]
  score::OddsTable odds_;
  std::vector<std::uint64_t> sums_;  // [member] of the odds of its pairs
};

}  // namespace onefold::repair
