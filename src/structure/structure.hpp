// How well the links of a cluster hold it together: what a steward looks at first when he asks which customers may be
// two. Local; one cluster at a time.
//
//   bridge               a link without which the cluster would be two: nothing else says that its sides are one
//   customer articulation point   a record without which it would be weakest link         the lightest of a maximum
//   spanning tree: at a threshold above its weight the cluster is two density              links over pairs of records:
//   1 where all are linked with each other centre               the record that is most between the others; of several
//   the one with the most links, of those that whose links
//                        weigh most, of those the smallest
//   centrality           of the centre: the share of the pairs of others whose shortest ways of links go over it, ways
//   that are equally
//                        short sharing a pair (betweenness: Freeman, Sociometry 40, 1977). 0 where all are linked with
//                        each other, 1 where all others hang on the centre alone
//
// Blocks that no single record holds together are found by Hopcroft and Tarjan (CACM 16, 1973), as
// boost::biconnected_components; the tree is Kruskal's; betweenness is Brandes' (J. Math. Sociology 25, 2001),
// boost::brandes_betweenness_centrality. All figures are integers that follow from the set of links, in whatever order
// they come. Cost: O(members * links) time, at most kMostCentralityWork, and beyond that O(links log links); 60 bytes a
// link. Bridges are not searched for where each member has links to half of the others, betweenness not where all have
// to all.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "onefold/record/record_id.hpp"

namespace onefold::structure {

/// Of a steward's must-link: it cannot fail, so it is no bridge and never the weakest link.
inline constexpr std::int64_t kUnbreakable = std::numeric_limits<std::int64_t>::max();

/// `left` and `right` are two members.
struct WeightedLink {
  RecordId left = 0;
  RecordId right = 0;
  std::int64_t weight = 0;
};

/// Units of centrality in one.
inline constexpr std::int64_t kWholeCentrality = std::int64_t{1} << 20;
inline constexpr std::int64_t kUnknownCentrality = -1;
/// Members times links up to which centrality is looked for: some seconds.
inline constexpr std::uint64_t kMostCentralityWork = std::uint64_t{1} << 28;

struct ClusterStructure {
  std::uint64_t size = 0;   ///< members
  std::uint64_t links = 0;  ///< must-links not counted
  std::uint32_t bridges = 0;
  std::uint32_t articulation_points = 0;
  std::uint32_t bridge_split = 0;  ///< records on the smaller side of the bridge where that is most; 0: no bridge
  std::int64_t weakest_link = kUnbreakable;  ///< that: nothing but must-links is needed
  std::int64_t centrality = 0;  ///< in units of 2^-20; kUnknownCentrality: too much work; the centre goes by links then
  RecordId centre = 0;
};

/// The centrality of `structure` as a number from 0 to 1; NaN: unknown.
[[nodiscard]] double centrality_of(const ClusterStructure& structure);

/// The share of a customer's pairs that are links; of one record: 1, nothing is missing.
[[nodiscard]] double density_of(std::uint64_t size, std::uint64_t links);

/// `links`, in any order, join all members, of which there are two or more; a pair stands there once as a link and once
/// as a must-link at most. They are put in order, each pair once.
[[nodiscard]] ClusterStructure structure_of(std::vector<WeightedLink>& links);

}  // namespace onefold::structure
