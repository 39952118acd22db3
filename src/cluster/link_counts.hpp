// Counts the links of each cluster. The counts show, without visiting pairs, whether all members are linked with each
// other. Each rank counts its share of the links by their left record; the counts go to the owners of the records, and
// from there to the owners of the clusters.
//
// Cost: 16 bytes per record that is the left one of a link of this rank, twice that while counts are combined; 16 bytes
// on the wire each, and 8 bytes per record whose cluster another rank owns.
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
  /// Combines counts for the first time at `least_entries` entries; small in tests.
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
  /// Returns the entries in ascending order, each record once, and leaves the counter empty.
  [[nodiscard]] std::vector<Entry> take();

 private:
  void compact();
  std::uint64_t least_entries_;
  std::uint64_t most_entries_;
  std::vector<Entry> entries_;
};

/// Collective. [local record] number of links in which it is the left record, over all ranks.
[[nodiscard]] std::vector<std::uint32_t> count_by_record(const mpi::Communicator& world,
                                                         const BlockDistribution& distribution, LinkCounter&& counter);

/// Collective. [cluster] links between its members, if `record_counts` count only links within clusters.
[[nodiscard]] std::vector<std::uint64_t> count_by_cluster(const mpi::Communicator& world,
                                                          const BlockDistribution& distribution,
                                                          std::span<const RecordId> labels,
                                                          std::span<const std::uint32_t> record_counts,
                                                          const Clusters& clusters);

}  // namespace onefold::cluster
