#include "onefold/cluster/members.hpp"

#include <algorithm>

#include "onefold/mpi/exchange_by_owner.hpp"
#include "onefold/record/radix_sort.hpp"

namespace onefold::cluster {

Clusters group_members(const mpi::Communicator& world, const BlockDistribution& distribution,
                       std::span<const RecordId> labels) {
  struct Member {
    RecordId label;
    RecordId record;
  };
  const std::uint64_t first = distribution.begin(world.rank());
  std::vector<Member> local(labels.size());
  for (std::size_t row = 0; row < labels.size(); ++row) local[row] = {labels[row], first + row};
  auto members = mpi::exchange_by_owner(world, std::move(local), [&](const Member& m) { return distribution.owner(m.label); });
  // Records come in ascending order (ranks own ascending ids) and the sort is stable.
  radix_sort(members, [](const Member& m) { return m.label; });

  Clusters clusters;
  clusters.members.reserve(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    clusters.members.push_back(members[i].record);
    if (i + 1 == members.size() || members[i + 1].label != members[i].label) clusters.begins.push_back(i + 1);
  }
  return clusters;
}

}  // namespace onefold::cluster
