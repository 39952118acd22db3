// Brings edges into the one order that does not depend on who scored them.
#pragma once

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/score/score_tiles.hpp"

namespace onefold::score {

/// Collective. Every edge goes to the owner of its left record; there they ascend by (left, right). All ranks' edges in the order of
/// ranks are then the global order.
[[nodiscard]] EdgeList order_edges(const mpi::Communicator& world, const BlockDistribution& distribution, EdgeList edges,
                                   std::size_t num_term_frequencies);

}  // namespace onefold::score
