// Connected components of the graph whose vertices are all records and whose edges are links.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/cluster/packed_links.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// Equal on all ranks.
struct ComponentCounters {
  std::uint64_t rounds = 0;            ///< contraction rounds, the base case not counted
  std::uint64_t exchanges = 0;         ///< personalised exchanges
  std::uint64_t bytes_on_wire = 0;     ///< sent between different ranks, all ranks together
  std::uint64_t contracted_edges = 0;  ///< edges between the ranks' forests, all ranks together
  std::uint64_t most_labels = 0;       ///< received by an owner in one exchange: at most one per record and other rank
  std::uint64_t most_questions = 0;    ///< received by an owner in one exchange
};

struct ComponentOptions {
  std::uint64_t base_case_edges = 16'000'000;  ///< contracted edges that one rank may finish alone; small in tests
};

/// Collective. For each record of this rank's share of `distribution`, the smallest RecordId of its component.
/// `local_links` may be any links, on any rank, in any order, with repetitions and loops.
[[nodiscard]] std::vector<RecordId> find_components(const mpi::Communicator& world,
                                                    const BlockDistribution& distribution,
                                                    std::span<const Link> local_links,
                                                    const ComponentOptions& options = {},
                                                    ComponentCounters* counters = nullptr);
/// The same, but frees the links once the forest of this rank is made, before anything is sent.
[[nodiscard]] std::vector<RecordId> find_components(const mpi::Communicator& world,
                                                    const BlockDistribution& distribution,
                                                    std::vector<Link>&& local_links,
                                                    const ComponentOptions& options = {},
                                                    ComponentCounters* counters = nullptr);
[[nodiscard]] std::vector<RecordId> find_components(const mpi::Communicator& world,
                                                    const BlockDistribution& distribution, PackedLinks&& local_links,
                                                    const ComponentOptions& options = {},
                                                    ComponentCounters* counters = nullptr);

}  // namespace onefold::cluster
