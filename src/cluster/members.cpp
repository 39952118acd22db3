// Lists members by cluster without sorting. Each rank counts the members of its clusters in an array over the records
// that it owns. Members, which arrive in ascending order, are then appended at the position of their cluster.
#include "cluster/members.hpp"

#include <limits>
#include <utility>

#include "cluster/huge_pages.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

namespace {

// A record of one rank that belongs to a cluster of another rank, each counted from the first record of its rank.
struct Membership {
  std::uint32_t record_row;
  std::uint32_t cluster_row;
};

// Collective. The members of this rank's clusters that are on other ranks, in the order of ranks and records.
std::vector<Membership> send_foreign(const mpi::Communicator& world, const BlockDistribution& distribution,
                                     std::span<const RecordId> labels, std::vector<std::uint64_t>& received_counts) {
  const int self = world.rank();
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  for (const RecordId label : labels) ++counts[static_cast<std::size_t>(distribution.owner(label))];
  counts[static_cast<std::size_t>(self)] = 0;
  std::vector<std::uint64_t> next(counts);
  std::uint64_t sum = 0;
  for (auto& n : next) sum += std::exchange(n, sum);
  std::vector<Membership> outgoing(sum);
  for (std::uint64_t row = 0; row < labels.size(); ++row) {
    const int owner = distribution.owner(labels[row]);
    if (owner == self) continue;
    outgoing[next[static_cast<std::size_t>(owner)]++] = {
        static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(labels[row] - distribution.begin(owner))};
  }
  return world.exchange(outgoing, counts, &received_counts);
}

}  // namespace

Clusters group_members(const mpi::Communicator& world, const BlockDistribution& distribution,
                       std::span<const RecordId> labels) {
  if (distribution.size(0) > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "more than 2^32 records on one rank: use more ranks");
  std::vector<std::uint64_t> received_counts;
  const auto received = send_foreign(world, distribution, labels, received_counts);
  const RecordId first = distribution.begin(world.rank());
  const std::uint64_t num_owned = distribution.size(world.rank());

  // Calls use(cluster's row, record) for each member of this rank's clusters, in ascending order of records.
  const auto for_each_member = [&](auto use) {
    std::size_t at = 0;
    for (int rank = 0; rank < world.size(); ++rank) {
      if (rank == world.rank())
        for (std::uint64_t row = 0; row < labels.size(); ++row)
          if (labels[row] - first < num_owned) use(labels[row] - first, first + row);
      for (std::uint64_t k = 0; k < received_counts[static_cast<std::size_t>(rank)]; ++k, ++at)
        use(received[at].cluster_row, distribution.begin(rank) + received[at].record_row);
    }
  };

  // First the number of members of the cluster with each id, then the position of its next member.
  auto place = array_in_huge_pages<std::uint64_t>(num_owned);
  std::uint64_t num_members = 0;
  for_each_member([&](std::uint64_t row, RecordId) {
    ++place[row];
    ++num_members;
  });
  std::uint64_t num_clusters = 0;
  for (const auto n : place) num_clusters += n > 0 ? 1 : 0;
  Clusters clusters;
  clusters.begins.reserve(num_clusters + 1);
  std::uint64_t begin = 0;
  for (auto& n : place) {
    if (n == 0) continue;
    begin += std::exchange(n, begin);
    clusters.begins.push_back(begin);
  }
  clusters.members = array_in_huge_pages<RecordId>(num_members);
  for_each_member([&](std::uint64_t row, RecordId record) { clusters.members[place[row]++] = record; });
  return clusters;
}

}  // namespace onefold::cluster
