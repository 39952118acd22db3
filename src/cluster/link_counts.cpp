#include "cluster/link_counts.hpp"

#include <algorithm>
#include <utility>

#include "record/radix_sort.hpp"

namespace onefold::cluster {

void LinkCounter::compact() {
  radix_sort(entries_, [](const Entry& entry) { return entry.left; });
  std::size_t kept = 0;
  for (const Entry& entry : entries_) {
    if (kept > 0 && entries_[kept - 1].left == entry.left)
      entries_[kept - 1].count += entry.count;
    else
      entries_[kept++] = entry;
  }
  entries_.resize(kept);
  most_entries_ = std::max<std::uint64_t>(least_entries_, 2 * kept);
}

std::vector<LinkCounter::Entry> LinkCounter::take() {
  compact();
  return std::exchange(entries_, {});
}

std::vector<std::uint32_t> count_by_record(const mpi::Communicator& world, const BlockDistribution& distribution,
                                           LinkCounter&& counter) {
  std::vector<LinkCounter::Entry> received;
  {
    const auto entries = counter.take();
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
    for (const auto& entry : entries) ++counts[static_cast<std::size_t>(distribution.owner(entry.left))];
    received = world.exchange(entries, counts);
  }
  std::vector<std::uint32_t> by_record(distribution.size(world.rank()), 0);
  const RecordId first = distribution.begin(world.rank());
  for (const auto& entry : received) by_record[entry.left - first] += static_cast<std::uint32_t>(entry.count);
  return by_record;
}

std::vector<std::uint64_t> count_by_cluster(const mpi::Communicator& world, const BlockDistribution& distribution,
                                            std::span<const RecordId> labels,
                                            std::span<const std::uint32_t> record_counts, const Clusters& clusters) {
  struct Count {
    std::uint32_t cluster_row;  // row of the cluster's id, counted from the first record of its rank
    std::uint32_t count;
  };
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  for (std::size_t row = 0; row < labels.size(); ++row)
    if (record_counts[row] > 0) ++counts[static_cast<std::size_t>(distribution.owner(labels[row]))];
  std::vector<std::uint64_t> next(counts);
  std::uint64_t sum = 0;
  for (auto& n : next) sum += std::exchange(n, sum);
  std::vector<Count> outgoing(sum);
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (record_counts[row] == 0) continue;
    const int owner = distribution.owner(labels[row]);
    outgoing[next[static_cast<std::size_t>(owner)]++] = {
        static_cast<std::uint32_t>(labels[row] - distribution.begin(owner)), record_counts[row]};
  }
  const auto received = world.exchange(outgoing, counts);
  std::vector<Count>().swap(outgoing);

  std::vector<std::uint64_t> by_row(distribution.size(world.rank()), 0);
  for (const Count& count : received) by_row[count.cluster_row] += count.count;
  const RecordId first = distribution.begin(world.rank());
  std::vector<std::uint64_t> by_cluster(clusters.size());
  for (std::size_t c = 0; c < by_cluster.size(); ++c) by_cluster[c] = by_row[clusters.id(c) - first];
  return by_cluster;
}

}  // namespace onefold::cluster
