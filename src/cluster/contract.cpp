#include "cluster/contract.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace onefold::cluster {

namespace {

constexpr RecordId kNone = std::numeric_limits<RecordId>::max();

// Collective. Every edge twice, as (vertex, neighbour), with the owner of the vertex.
std::vector<Link> bring_to_owners(OwnerExchange& owners, const std::vector<Link>& local_edges) {
  const auto& distribution = owners.distribution();
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(owners.world().size()), 0);
  for (const Link& edge : local_edges) {
    ++counts[static_cast<std::size_t>(distribution.owner(edge.left))];
    ++counts[static_cast<std::size_t>(distribution.owner(edge.right))];
  }
  std::vector<std::uint64_t> next(counts);
  std::uint64_t sum = 0;
  for (auto& n : next) sum += std::exchange(n, sum);
  std::vector<Link> directed(sum);
  for (const Link& edge : local_edges) {
    directed[next[static_cast<std::size_t>(distribution.owner(edge.left))]++] = edge;
    directed[next[static_cast<std::size_t>(distribution.owner(edge.right))]++] = {edge.right, edge.left};
  }
  return owners.exchange(directed, counts);
}

// Local. Parent of each vertex = its smallest neighbour. Returns the vertices, as local indices.
std::vector<std::uint32_t> hook_to_smallest(const std::vector<Link>& neighbours, RecordId first, std::span<RecordId> local_parent) {
  std::vector<std::uint32_t> vertices;
  for (const Link& n : neighbours) local_parent[n.left - first] = kNone;
  for (const Link& n : neighbours) {
    RecordId& parent = local_parent[n.left - first];
    if (parent == kNone) vertices.push_back(static_cast<std::uint32_t>(n.left - first));
    parent = std::min(parent, n.right);
  }
  return vertices;
}

// Collective. Two vertices that hook to each other: the smaller becomes the root. Only a vertex that hooks upwards can be
// one, so only these ask.
void resolve_two_cycles(OwnerExchange& owners, const std::vector<std::uint32_t>& vertices, std::span<RecordId> local_parent) {
  const RecordId first = owners.first_owned();
  std::vector<std::uint32_t> hooked_upwards;
  for (const auto v : vertices)
    if (local_parent[v] > first + v) hooked_upwards.push_back(v);
  owners.for_each_grandparent(hooked_upwards, local_parent, [&](std::uint32_t v, RecordId grandparent) {
    if (grandparent == first + v) local_parent[v] = grandparent;
  });
}

// Collective. The edges between trees. Each edge arrived at both ends; the smaller end's owner takes care of it.
void relabel(OwnerExchange& owners, const std::vector<Link>& neighbours, std::span<const RecordId> local_parent,
             std::vector<Link>& local_edges) {
  const RecordId first = owners.first_owned();
  IdSet wanted(owners.distribution().num_global());
  for (const Link& n : neighbours)
    if (n.left < n.right) wanted.insert(n.right);
  wanted.seal();
  const auto roots = owners.fetch_parents(wanted.ids(), local_parent);
  local_edges.clear();
  for (const Link& n : neighbours)
    if (n.left < n.right) local_edges.push_back({local_parent[n.left - first], roots[wanted.index_of(n.right)]});
  normalise(local_edges, owners.distribution().num_global());
}

}  // namespace

void contract(OwnerExchange& owners, std::vector<Link>& local_edges, std::span<RecordId> local_parent) {
  const auto neighbours = bring_to_owners(owners, local_edges);
  auto vertices = hook_to_smallest(neighbours, owners.first_owned(), local_parent);
  resolve_two_cycles(owners, vertices, local_parent);
  std::erase_if(vertices, [&](std::uint32_t v) { return local_parent[v] == owners.first_owned() + v; });
  owners.point_at_roots(std::move(vertices), local_parent);
  relabel(owners, neighbours, local_parent, local_edges);
}

}  // namespace onefold::cluster
