// The threshold with the highest pairwise F1, when each rank knows what its own edges bring.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

/// Pairs that become predicted when the edges of one weight are linked.
struct WeightStep {
  std::uint64_t weight = 0;  ///< ordered_bits
  std::uint64_t true_positive = 0;
  std::uint64_t predicted = 0;
};

/// Collective. The weight from which linking gives the highest F1 of pairs; of equal ones the highest. Nothing without
/// steps. Steps of equal weight are added; ranks share the range of weights, so that none sees all steps.
[[nodiscard]] std::optional<std::uint64_t> best_threshold(const mpi::Communicator& world,
                                                          std::vector<WeightStep> local_steps,
                                                          std::uint64_t actual_pairs);

}  // namespace onefold::evaluate
