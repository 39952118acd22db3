// Lists the members of each cluster, from a label per record.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// Clusters whose id (smallest RecordId) this rank owns, ascending by id. All ranks' clusters together hold every
/// record once. Cluster k has the members members[begins[k]] .. members[begins[k + 1] - 1], ascending; the first is its
/// id.
struct Clusters {
  std::vector<std::uint64_t> begins = {0};
  std::vector<RecordId> members;
  [[nodiscard]] std::size_t size() const { return begins.size() - 1; }
  [[nodiscard]] RecordId id(std::size_t cluster) const { return members[begins[cluster]]; }
};

/// Collective. `labels[row]` is the cluster id of this rank's local row. O(records) time. On the wire: 8 bytes per
/// record whose cluster id another rank owns. Memory in addition to the result: those 8 bytes on both ranks, and 8
/// bytes per row.
[[nodiscard]] Clusters group_members(const mpi::Communicator& world, const BlockDistribution& distribution,
                                     std::span<const RecordId> labels);

}  // namespace onefold::cluster
