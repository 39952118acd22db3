// How well the links of a cluster hold it together: what a steward looks at first when he asks which customers may be two. Local; one
// cluster at a time.
//
//   bridge               a link without which the cluster would be two: nothing else says that its sides are one customer
//   articulation point   a record without which it would be
//   weakest link         the lightest of a maximum spanning tree: at a threshold above its weight the cluster is two
//   centre               the record with the most links, of those that whose links weigh most, of those the smallest
//
// Blocks that no single record holds together are found by Hopcroft and Tarjan (CACM 16, 1973), as boost::biconnected_components; the
// tree is Kruskal's. All figures are integers that follow from the set of links, in whatever order they come.
// Cost: O(links log links) time, 60 bytes a link; where each member has links to half of the others, no search is needed.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// Of a steward's must-link: it cannot fail, so it is no bridge and never the weakest link.
inline constexpr std::int64_t kUnbreakable = std::numeric_limits<std::int64_t>::max();

/// `left` and `right` are two members.
struct WeightedLink {
  RecordId left = 0;
  RecordId right = 0;
  std::int64_t weight = 0;
};

struct ClusterStructure {
  std::uint64_t size = 0;                  ///< members
  std::uint64_t links = 0;                 ///< must-links not counted
  std::uint32_t bridges = 0;
  std::uint32_t articulation_points = 0;
  std::uint32_t bridge_split = 0;          ///< records on the smaller side of the bridge where that is most; 0: no bridge
  std::int64_t weakest_link = kUnbreakable;   ///< that: nothing but must-links is needed
  RecordId centre = 0;
};

/// `links`, in any order, join all members, of which there are two or more; a pair stands there once as a link and once as a must-link at
/// most. They are put in order, each pair once.
[[nodiscard]] ClusterStructure structure_of(std::vector<WeightedLink>& links);

}  // namespace onefold::cluster
