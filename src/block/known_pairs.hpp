// Pairs that are known before training to be matches or not, as blocks, so that training counts them like the pairs of
// a rule.
#pragma once

#include <vector>

#include "block/blocks.hpp"
#include "decisions/decisions.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/hashed_record.hpp"

namespace onefold::block {

/// Local. This rank's share of the labelled pairs that are matches, or of those that are not; one block per pair.
[[nodiscard]] Blocks blocks_of_labels(const mpi::Communicator& world,
                                      const std::vector<decisions::LabelledPair>& labels, bool matches);

/// Collective. One block per hash that two or more records share, at the owner of the hash. `local`: records with the
/// hashes of their true ids, on any rank.
[[nodiscard]] Blocks blocks_of_true_ids(const mpi::Communicator& world, std::vector<HashedRecord> local);

}  // namespace onefold::block
