// Customers in windows, for the values of their members to be brought together a window at a time.
//
// Members are numbered customer by customer, in the order of their cluster ids. A window is a range of these numbers,
// the same for any number of ranks, and takes the customers that begin in it; ranks share it in parts of equally many
// numbers, wherever the ids lie. Not of equally many customers: a cluster has its smallest record for an id, so that
// customers with small ids have more members. Cost: 8 bytes a record and 4 a customer on the wire; memory of 8 bytes a
// record for the members of all windows, and what mpi::Fetch keeps to bring the values of each.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "cluster/members.hpp"
#include "mpi/fetch.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::merge {

/// This rank's part of a window.
struct MergeWindow {
  std::vector<std::uint64_t> begins;  ///< [customer + 1] first member
  std::vector<RecordId> members;      ///< customer by customer, ascending
  mpi::Fetch fetch;                   ///< of the members' values
  std::vector<std::int64_t> updated;  ///< [member] for whoever fills it
};

/// Collective. Takes the members out of `clusters`; their number stays.
[[nodiscard]] std::deque<MergeWindow> make_merge_windows(const mpi::Communicator& world,
                                                         const BlockDistribution& distribution,
                                                         cluster::Clusters& clusters, std::uint64_t max_window_members);

}  // namespace onefold::merge
