// Draws records and pairs for review. The sample depends only on the seed and the RecordIds, not on the number of
// ranks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evaluate/judge_edges.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

/// Collective. Draws `count` different records, or all if there are fewer, each with the same chance. Equal on all
/// ranks.
[[nodiscard]] std::vector<RecordId> draw_records(const mpi::Communicator& world, const BlockDistribution& distribution,
                                                 std::uint64_t count, std::uint64_t seed);

/// Strata of pairs. Pairs in one cluster: stratum 0 without an edge, then by ascending weight of their edge. Pairs
/// between two clusters, which have an edge: from kFirstApart on, by ascending weight.
inline constexpr std::uint32_t kNoEdge = 0;
inline constexpr std::uint32_t kFirstApart = 8;
inline constexpr std::uint32_t kNumStrata = 15;

struct DrawnPair {
  RecordId left = 0;
  RecordId right = 0;
  std::uint32_t stratum = 0;
};
struct PairSample {
  std::vector<std::uint64_t> stratum_pairs;  ///< [stratum] how many pairs there are
  std::vector<DrawnPair> drawn;              ///< in random order
};

/// The records of a result and the clusters that it puts them in.
struct ClusteredRecords {
  const BlockDistribution& distribution;
  const std::vector<RecordId>& cluster;      ///< [local record]
  const std::vector<std::uint32_t>& source;  ///< [local record]
  std::uint64_t num_sources = 1;
  bool link_only = false;  ///< pairs within a source do not count
};

/// Collective. Draws about `count` pairs, some from each stratum that is not empty, each pair of a stratum with the
/// same chance. Strata with many pairs, and strata whose probability leaves doubt, get more. `local_edges` ascend by
/// (left, right). Equal on all ranks.
[[nodiscard]] PairSample draw_pairs(const mpi::Communicator& world, const ClusteredRecords& records,
                                    std::span<const ScoredPair> local_edges, std::uint64_t count, std::uint64_t seed);

}  // namespace onefold::evaluate
