#include "structure/structure.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <boost/pending/disjoint_sets.hpp>

namespace onefold::structure {

namespace {

// Stores each link in both directions. For a search that remembers the link by which it came, this is the undirected
// graph in a third of the memory.
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;
using GraphEdge = boost::graph_traits<Graph>::edge_descriptor;

struct MemberLink {
  std::uint32_t left;
  std::uint32_t right;
  std::int64_t weight;
};

bool is_before(const MemberLink& a, const MemberLink& b) {
  return std::tie(a.left, a.right) < std::tie(b.left, b.right);
}

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size)
      : rank_(size), parent_(size), sets_(Map(rank_.begin()), Map(parent_.begin())) {
    for (std::uint32_t i = 0; i < size; ++i) sets_.make_set(i);
  }
  std::uint32_t find(std::uint32_t i) { return sets_.find_set(i); }
  // False if they are connected already.
  bool join(std::uint32_t i, std::uint32_t j) {
    i = find(i);
    j = find(j);
    if (i == j) return false;
    sets_.link(i, j);
    return true;
  }

 private:
  using Map = boost::iterator_property_map<std::vector<std::uint32_t>::iterator,
                                           boost::typed_identity_property_map<std::uint32_t>>;
  std::vector<std::uint32_t> rank_;
  std::vector<std::uint32_t> parent_;
  boost::disjoint_sets<Map, Map> sets_;
};

void sort_without_twins(std::vector<WeightedLink>& links) {
  std::sort(links.begin(), links.end(), [](const WeightedLink& a, const WeightedLink& b) {
    return std::tuple(a.left, a.right, b.weight) < std::tuple(b.left, b.right, a.weight);
  });
  const auto is_twin = [](const WeightedLink& a, const WeightedLink& b) {
    return a.left == b.left && a.right == b.right;
  };
  links.erase(std::unique(links.begin(), links.end(), is_twin), links.end());
}

Graph graph_of(const std::vector<MemberLink>& links, std::uint32_t num_members) {
  std::vector<std::uint32_t> from;
  std::vector<std::uint32_t> to;
  from.reserve(2 * links.size());
  to.reserve(2 * links.size());
  for (const auto& link : links) {
    from.insert(from.end(), {link.left, link.right});
    to.insert(to.end(), {link.right, link.left});
  }
  return Graph(boost::construct_inplace_from_sources_and_targets, from, to, num_members);
}

// [member] Betweenness: the share of the pairs of other members whose shortest paths contain it, in units of 2^-20.
// Whole numbers make members with equal positions equal, although sums in floating point may differ in the last bit.
std::vector<std::int64_t> find_betweenness(const Graph& graph) {
  const auto num_members = static_cast<double>(boost::num_vertices(graph));
  std::vector<double> between(boost::num_vertices(graph), 0);
  boost::brandes_betweenness_centrality(
      graph, boost::make_iterator_property_map(between.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<std::int64_t> shares;
  shares.reserve(between.size());
  // Each pair was counted in both directions.
  for (const double b : between)
    shares.push_back(std::llround(b / ((num_members - 1) * (num_members - 2)) * static_cast<double>(kWholeCentrality)));
  return shares;
}

// The bridges: biconnected components that consist of a single link.
std::vector<MemberLink> find_bridges(const Graph& graph, const std::vector<MemberLink>& links,
                                     ClusterStructure& structure) {
  // In a search, only one direction of a link gets a number; the other one keeps this value.
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> block(boost::num_edges(graph), kNone);
  const auto block_of = boost::make_iterator_property_map(block.begin(), boost::get(boost::edge_index, graph));
  const auto count_point =
      boost::make_function_output_iterator([&](std::uint32_t) { ++structure.articulation_points; });
  const std::size_t num_blocks = boost::biconnected_components(graph, block_of, count_point).first;

  std::vector<std::uint32_t> links_of_block(num_blocks, 0);
  for (const auto b : block)
    if (b != kNone) ++links_of_block[b];
  std::vector<MemberLink> bridges;
  for (const GraphEdge edge : boost::make_iterator_range(boost::edges(graph))) {
    const std::uint32_t b = block[boost::get(boost::edge_index, graph, edge)];
    if (b == kNone || links_of_block[b] != 1) continue;
    const std::uint32_t one = boost::source(edge, graph);
    const std::uint32_t other = boost::target(edge, graph);
    const auto link = std::lower_bound(links.begin(), links.end(),
                                       MemberLink{std::min(one, other), std::max(one, other), 0}, is_before);
    if (link->weight != kUnbreakable) bridges.push_back(*link);
  }
  return bridges;
}

// The parts that bridges connect form a tree, which is removed leaf by leaf.
std::uint32_t largest_split(const std::vector<MemberLink>& links, const std::vector<MemberLink>& bridges,
                            std::uint32_t num_members) {
  DisjointSets parts(num_members);
  auto sorted = bridges;
  std::sort(sorted.begin(), sorted.end(), is_before);
  for (const auto& link : links)
    if (!std::binary_search(sorted.begin(), sorted.end(), link, is_before)) parts.join(link.left, link.right);
  std::vector<std::uint32_t> size(num_members, 0);
  std::vector<std::uint32_t> num_bridges(num_members, 0);
  std::vector<std::uint32_t> their_sum(num_members, 0);  // sum of the members behind the bridge of a leaf
  for (std::uint32_t i = 0; i < num_members; ++i) ++size[parts.find(i)];
  for (std::uint32_t b = 0; b < sorted.size(); ++b)
    for (const auto member : {sorted[b].left, sorted[b].right}) {
      ++num_bridges[parts.find(member)];
      their_sum[parts.find(member)] += b;
    }
  std::vector<std::uint32_t> leaves;
  for (std::uint32_t i = 0; i < num_members; ++i)
    if (num_bridges[i] == 1) leaves.push_back(i);
  std::uint32_t largest = 0;
  for (std::size_t l = 0; l < leaves.size(); ++l) {
    const std::uint32_t leaf = leaves[l];
    if (num_bridges[leaf] != 1) continue;  // if two parts remain, the other one used the bridge
    const auto& bridge = sorted[their_sum[leaf]];
    const std::uint32_t other = parts.find(bridge.left) == leaf ? parts.find(bridge.right) : parts.find(bridge.left);
    largest = std::max(largest, std::min(size[leaf], num_members - size[leaf]));
    size[other] += size[leaf];
    their_sum[other] -= their_sum[leaf];
    num_bridges[leaf] = 0;
    if (--num_bridges[other] == 1) leaves.push_back(other);
  }
  return largest;
}

}  // namespace

double centrality_of(const ClusterStructure& structure) {
  if (structure.size == 0 || structure.centrality == kUnknownCentrality)
    return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(structure.centrality) / static_cast<double>(kWholeCentrality);
}

double density_of(std::uint64_t size, std::uint64_t links) {
  return size < 2 ? 1.0 : static_cast<double>(links) / (static_cast<double>(size) * static_cast<double>(size - 1) / 2);
}

ClusterStructure structure_of(std::vector<WeightedLink>& links) {
  ClusterStructure structure;
  structure.links = static_cast<std::uint64_t>(
      std::count_if(links.begin(), links.end(), [](const WeightedLink& link) { return link.weight != kUnbreakable; }));
  sort_without_twins(links);
  // The most frequent case: a single link.
  if (links.size() == 1) {
    const WeightedLink& link = links.front();
    const std::uint32_t breaks = link.weight == kUnbreakable ? 0 : 1;
    return {2, structure.links, breaks, 0, breaks, link.weight, 0, link.left};
  }
  std::vector<RecordId> members;
  for (const auto& link : links) members.insert(members.end(), {link.left, link.right});
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  const auto num_members = static_cast<std::uint32_t>(members.size());
  structure.size = num_members;

  std::vector<MemberLink> inner;
  inner.reserve(links.size());
  std::vector<std::uint32_t> num_links(num_members, 0);
  std::vector<std::int64_t> weight(num_members, 0);
  const auto index = [&](RecordId record) {
    return static_cast<std::uint32_t>(std::lower_bound(members.begin(), members.end(), record) - members.begin());
  };
  for (const auto& link : links) {
    inner.push_back({index(link.left), index(link.right), link.weight});
    for (const auto member : {inner.back().left, inner.back().right}) {
      ++num_links[member];
      if (link.weight != kUnbreakable) weight[member] += link.weight;
    }
  }
  // If all members are linked with each other, no shortest path contains a third member.
  std::vector<std::int64_t> between(num_members, 0);
  if (links.size() < std::uint64_t{num_members} * (num_members - 1) / 2) {
    const Graph graph = graph_of(inner, num_members);
    if (links.size() * num_members <= kMostCentralityWork)
      between = find_betweenness(graph);
    else
      structure.centrality = kUnknownCentrality;
    // Each member has links to at least half of the members, so two that are not linked share a neighbour even if
    // another member is removed.
    const bool is_dense = 2 * *std::min_element(num_links.begin(), num_links.end()) >= num_members;
    if (!is_dense) {
      const auto bridges = find_bridges(graph, inner, structure);
      structure.bridges = static_cast<std::uint32_t>(bridges.size());
      if (!bridges.empty()) structure.bridge_split = largest_split(inner, bridges, num_members);
    }
  }
  std::uint32_t centre = 0;
  for (std::uint32_t i = 1; i < num_members; ++i)
    if (std::tie(between[i], num_links[i], weight[i]) > std::tie(between[centre], num_links[centre], weight[centre]))
      centre = i;
  structure.centre = members[centre];
  if (structure.centrality != kUnknownCentrality) structure.centrality = between[centre];

  std::sort(inner.begin(), inner.end(), [](const MemberLink& a, const MemberLink& b) { return a.weight > b.weight; });
  DisjointSets trees(num_members);
  std::uint32_t num_trees = num_members;
  for (auto link = inner.begin(); num_trees > 1 && link != inner.end(); ++link)
    if (trees.join(link->left, link->right)) {
      --num_trees;
      structure.weakest_link = link->weight;
    }
  return structure;
}

}  // namespace onefold::structure
