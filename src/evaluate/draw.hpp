// Draws records and pairs for review. What is drawn follows from the seed and the ids alone: the same for any number of
// ranks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evaluate/judge_edges.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

/// Collective. `count` different records (all, if there are fewer), each with the same chance. Equal on all ranks.
[[nodiscard]] std::vector<RecordId> draw_records(const mpi::Communicator& world, const BlockDistribution& distribution,
                                                 std::uint64_t count, std::uint64_t seed);

/// Kinds of pairs. Pairs in one cluster: 0 without an edge, then by the weight of their edge, least first; pairs with
/// an edge between two clusters likewise, from kFirstApart on.
inline constexpr std::uint32_t kNoEdge = 0;
inline constexpr std::uint32_t kFirstApart = 8;
inline constexpr std::uint32_t kNumStrata = 15;

struct DrawnPair {
  RecordId left = 0;
  RecordId right = 0;
  std::uint32_t stratum = 0;
};
struct PairSample {
  std::vector<std::uint64_t> stratum_pairs;  ///< [kNumStrata] how many there are
  std::vector<DrawnPair> drawn;              ///< in an order that says nothing
};

/// Collective. About `count` pairs in all, from each stratum that is not empty some, each pair of a stratum with the
/// same chance; more where there are many pairs and the edge's probability leaves doubt. `cluster`, `source`: of this
/// rank's records. `local_edges`: ascending by (left, right). Pairs within a source are left out when `link_only`.
/// Equal on all ranks.
[[nodiscard]] PairSample draw_pairs(const mpi::Communicator& world, const BlockDistribution& distribution,
                                    const std::vector<RecordId>& cluster, const std::vector<std::uint32_t>& source,
                                    std::span<const ScoredPair> local_edges, bool link_only, std::uint64_t count,
                                    std::uint64_t seed);

}  // namespace onefold::evaluate
