#include "onefold/cluster/members.hpp"

#include <algorithm>

#include "onefold/record/radix_sort.hpp"

namespace onefold::cluster {

Clusters group_members(const mpi::Communicator& world, const BlockDistribution& distribution,
                       std::span<const RecordId> labels) {
  struct Member {
    RecordId label;
    RecordId record;
  };
  const auto ranks = static_cast<std::size_t>(world.size());
  const std::uint64_t first = distribution.begin(world.rank());
  std::vector<std::uint64_t> counts(ranks, 0);
  for (const RecordId label : labels) ++counts[static_cast<std::size_t>(distribution.owner(label))];
  std::vector<std::uint64_t> next(ranks, 0);
  for (std::size_t r = 1; r < ranks; ++r) next[r] = next[r - 1] + counts[r - 1];
  std::vector<Member> outgoing(labels.size());
  for (std::size_t row = 0; row < labels.size(); ++row)
    outgoing[next[static_cast<std::size_t>(distribution.owner(labels[row]))]++] = {labels[row], first + row};
  auto members = world.exchange(outgoing, counts);
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
