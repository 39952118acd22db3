// Measures how well its links hold a cluster together. Stewards look at this first to find customers that may be two.
// Local; one cluster at a time.
//
//   bridge               a link without which the cluster would fall into two: no other link joins its two
//                        sides
//   articulation point   a record without which the cluster would fall into two or more
//   weakest link         the lightest link of a maximum spanning tree: with a threshold above its weight, the cluster
//                        would fall into two
//   density              links divided by pairs of records: 1 if all are linked with each other
//   centre               member with the highest betweenness; ties: most links, then largest total weight, then
//                        smallest id
//   centrality           betweenness of the centre: the share of the pairs of other members whose shortest path runs
//                        through it; several shortest paths of a pair count in equal parts (Freeman, Sociometry 40,
//                        1977). 0 if all are linked with each other, 1 if all others are linked with the centre alone
//
// Bridges and articulation points: Hopcroft and Tarjan (CACM 16, 1973), boost::biconnected_components. Tree: Kruskal.
// Betweenness: Brandes (J. Math. Sociology 25, 2001), boost::brandes_betweenness_centrality. All results are integers
// that depend on the set of links, not on their order. Cost: O(members * links) time up to kMostCentralityWork, and
// above that O(links log links); 60 bytes per link. Bridges are not searched for if each member has links to half of
// the others; betweenness is not computed if all are linked with each other.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "onefold/record/record_id.hpp"

namespace onefold::structure {

/// Weight of a steward's must-link: it is never a bridge and never the weakest link.
inline constexpr std::int64_t kUnbreakable = std::numeric_limits<std::int64_t>::max();

/// A link between two members.
struct WeightedLink {
  RecordId left = 0;
  RecordId right = 0;
  std::int64_t weight = 0;
};

/// A centrality of 1.
inline constexpr std::int64_t kWholeCentrality = std::int64_t{1} << 20;
inline constexpr std::int64_t kUnknownCentrality = -1;
/// The product of members and links up to which centrality is computed: takes some seconds.
inline constexpr std::uint64_t kMostCentralityWork = std::uint64_t{1} << 28;

struct ClusterStructure {
  std::uint64_t size = 0;   ///< members
  std::uint64_t links = 0;  ///< without must-links
  std::uint32_t bridges = 0;
  std::uint32_t articulation_points = 0;
  std::uint32_t bridge_split = 0;            ///< most records on the smaller side of a bridge; 0: no bridge
  std::int64_t weakest_link = kUnbreakable;  ///< kUnbreakable: must-links alone join all members
  std::int64_t centrality = 0;  ///< in units of 2^-20; kUnknownCentrality: not computed, the centre goes by links then
  RecordId centre = 0;
};

/// The centrality of `structure` as a number from 0 to 1; NaN: unknown.
[[nodiscard]] double centrality_of(const ClusterStructure& structure);

/// The share of a customer's pairs that are links; 1 for a customer of one record.
[[nodiscard]] double density_of(std::uint64_t size, std::uint64_t links);

/// `links`, in any order, must join all members, of which there are at least two; a pair may occur at most once as a
/// link and once as a must-link. Sorts `links` and keeps each pair once.
[[nodiscard]] ClusterStructure structure_of(std::vector<WeightedLink>& links);

}  // namespace onefold::structure
