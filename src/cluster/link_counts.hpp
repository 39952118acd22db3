// How many links each cluster has: enough to tell, without looking at pairs, that all members of a cluster are linked
// with each other. Links are counted where scoring left them, by their left record; the counts go to the records'
// owners, and from there to the clusters'.
//
// Cost: 16 bytes for each record that is left in a link of this rank, twice while they are put together; as much on the
// wire, once, and 8 bytes a record whose cluster another rank owns.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cluster/members.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// Local. Counts links by their left record.
class LinkCounter {
 public:
  /// Puts counts together for the first time when `least_entries` are waiting; small in tests.
  explicit LinkCounter(std::uint64_t least_entries = std::uint64_t{1} << 20)
      : least_entries_(least_entries), most_entries_(least_entries) {}
  void add(RecordId left) {
    if (!entries_.empty() && entries_.back().left == left) {
      ++entries_.back().count;
      return;
    }
    if (entries_.size() >= most_entries_) compact();
    entries_.push_back({left, 1});
  }

  struct Entry {
    RecordId left;
    std::uint64_t count;
  };
  /// Ascending, each record once; none are left here.
  [[nodiscard]] std::vector<Entry> take();

 private:
  void compact();
  std::uint64_t least_entries_;
  std::uint64_t most_entries_;
  std::vector<Entry> entries_;
};

/// Collective. [local record] links of which it is the left one, over all ranks.
[[nodiscard]] std::vector<std::uint32_t> count_by_record(const mpi::Communicator& world,
                                                         const BlockDistribution& distribution, LinkCounter&& counter);

/// Collective. [cluster] links between its members, when `record_counts` are of links within clusters only.
[[nodiscard]] std::vector<std::uint64_t> count_by_cluster(const mpi::Communicator& world,
                                                          const BlockDistribution& distribution,
                                                          std::span<const RecordId> labels,
                                                          std::span<const std::uint32_t> record_counts,
                                                          const Clusters& clusters);

}  // namespace onefold::cluster
