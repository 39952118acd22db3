// Divides customers into windows, so that ranks fetch the values of their members window by window.
//
// Members are numbered customer by customer, in the order of cluster ids. A window is a range of max_window_members of
// these numbers and contains the customers that begin in it. The ranks share a window in parts with equally many member
// numbers. Parts with equally many customers would be uneven: the id of a cluster is its smallest record, so customers
// with small ids have more members. The caller derives max_window_members from memory and ranks; golden records do not
// depend on it. Cost: 8 bytes of communication per record and 4 per customer. Memory: 8 bytes per record for the
// members of all windows, and the memory of mpi::Fetch.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <vector>

#include "cluster/members.hpp"
#include "mpi/fetch.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::merge {

/// This rank's part of a window.
struct MergeWindow {
  std::vector<std::uint64_t> begins;  ///< [customer + 1] index of its first member
  std::vector<RecordId> members;      ///< ordered by customer; within a customer as the caller orders them
  mpi::Fetch fetch;                   ///< fetches the members' values
  std::vector<std::int64_t> updated;  ///< [member] filled in by the caller
};

/// Collective. Orders the members of each customer, which ascend by record id before.
using MemberOrder = std::function<void(std::span<const std::uint64_t> begins, std::span<RecordId> members)>;

/// Collective. Empties the list of members in `clusters`, but keeps their number. Without `order`, members ascend by
/// record id.
[[nodiscard]] std::deque<MergeWindow> make_merge_windows(const mpi::Communicator& world,
                                                         const BlockDistribution& distribution,
                                                         cluster::Clusters& clusters, std::uint64_t max_window_members,
                                                         const MemberOrder& order = {});

}  // namespace onefold::merge
