// Finds the threshold with the highest pairwise F1. Each rank knows the pairs that its own edges add.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

/// Pairs that become predicted when the edges of one weight become links.
struct WeightStep {
  std::uint64_t weight = 0;  ///< ordered_bits
  std::uint64_t true_positive = 0;
  std::uint64_t predicted = 0;
};

/// Collective. Returns the threshold weight with the highest pairwise F1; ties: the highest weight. Returns nothing if
/// there are no steps. Steps of equal weight are added. Each rank handles a range of weights, so that no rank holds all
/// steps.
[[nodiscard]] std::optional<std::uint64_t> best_threshold(const mpi::Communicator& world,
                                                          std::vector<WeightStep> local_steps,
                                                          std::uint64_t actual_pairs);

}  // namespace onefold::evaluate
