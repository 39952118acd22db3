// The evidence of a pair in cluster repair, from its weight: its match probability. If the model was learnt from
// candidates that compete for a record (model/candidate_em.hpp), it is the pair's probability given the other pairs of
// its two records.
#pragma once

#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "onefold/mpi/communicator.hpp"
#include "repair/repair.hpp"
#include "score/rivals.hpp"

namespace onefold::repair {

/// Pairs below this weight count as probability 0: their probability is at most 1 in 257.
inline constexpr FixedWeight kLeastEvidence = score::OddsTable::kLeast;

/// The evidence is the match probability plus, for up to a thousandth, the weight up to 64 bits: the probabilities of
/// strong pairs are nearly equal, and the strongest pair must win. Probabilities have steps of 1/64 bit, and one rank
/// computes them for all, because exp2 differs in its last bit between processors.
class PairEvidence {
 public:
  /// Collective. `expected_matches_per_record`: number of matches for which a record's candidates compete; 0: they do
  /// not compete.
  PairEvidence(const mpi::Communicator& world, std::uint64_t expected_matches_per_record);

  /// Begins a component of `num_members`. If candidates compete, add all its pairs before asking for any.
  void open(std::uint32_t num_members);
  void add(std::uint32_t i, std::uint32_t j, FixedWeight weight);
  [[nodiscard]] FixedShare operator()(std::uint32_t i, std::uint32_t j, FixedWeight weight) const;

 private:
  std::uint64_t expected_matches_;
  std::vector<FixedShare> shares_;  // [step]
  score::OddsTable odds_;
  std::vector<std::uint64_t> sums_;  // [member] sum of the odds of its pairs
};

}  // namespace onefold::repair
