#include "cluster/contract.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace onefold::cluster {

namespace {

constexpr RecordId kNone = std::numeric_limits<RecordId>::max();

// The neighbours of this rank's vertices. Every edge is stored in both directions, each on the rank that owns its first
// end.
class Neighbours {
 public:
  // Collective.
  Neighbours(OwnerExchange& owners, const std::vector<Link>& local_edges)
      : owners_(owners),
        local_edges_(local_edges),
        received_(owners.distribution().num_global(), send(owners, local_edges)) {}

  // Local. Calls use(vertex, neighbour).
  template <typename Use>
  void for_each(Use use) const {
    for (const Link& edge : local_edges_) {
      if (owners_.owns(edge.left)) use(edge.left, edge.right);
      if (owners_.owns(edge.right)) use(edge.right, edge.left);
    }
    for (std::size_t i = 0; i < received_.size(); ++i) {
      const Link edge = received_[i];
      use(edge.left, edge.right);
    }
  }

 private:
  static std::vector<unsigned char> send(OwnerExchange& owners, const std::vector<Link>& local_edges) {
    const auto& distribution = owners.distribution();
    const IdWidth width = owners.width();
    const auto for_each_foreign = [&](auto use) {
      for (const Link& edge : local_edges) {
        if (!owners.owns(edge.left)) use(edge.left, edge.right);
        if (!owners.owns(edge.right)) use(edge.right, edge.left);
      }
    };
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(distribution.num_ranks()), 0);
    for_each_foreign([&](RecordId vertex, RecordId) {
      counts[static_cast<std::size_t>(distribution.owner(vertex))] += 2 * width.num_bytes();
    });
    std::vector<std::uint64_t> next(counts);
    std::uint64_t sum = 0;
    for (auto& n : next) sum += std::exchange(n, sum);
    const Scratch bytes(sum);
    for_each_foreign([&](RecordId vertex, RecordId neighbour) {
      unsigned char* const to = bytes.data() + next[static_cast<std::size_t>(distribution.owner(vertex))];
      width.store(vertex, to);
      width.store(neighbour, to + width.num_bytes());
      next[static_cast<std::size_t>(distribution.owner(vertex))] += 2 * width.num_bytes();
    });
    return owners.exchange({bytes.data(), sum}, counts).bytes;
  }

  const OwnerExchange& owners_;
  const std::vector<Link>& local_edges_;
  PackedLinks received_;
};

// Local. Sets the parent of each vertex to its smallest neighbour. Returns the vertices, as local rows.
std::vector<std::uint32_t> hook_to_smallest(const Neighbours& neighbours, RecordId first,
                                            std::span<RecordId> local_parent) {
  std::vector<std::uint32_t> vertices;
  neighbours.for_each([&](RecordId vertex, RecordId) { local_parent[vertex - first] = kNone; });
  neighbours.for_each([&](RecordId vertex, RecordId neighbour) {
    RecordId& parent = local_parent[vertex - first];
    if (parent == kNone) vertices.push_back(static_cast<std::uint32_t>(vertex - first));
    parent = std::min(parent, neighbour);
  });
  return vertices;
}

// Collective. If two vertices hook to each other, the smaller becomes the root. Only a vertex that hooks upwards can be
// such a vertex, so only these ask. The vertex to which it hooks has a smaller neighbour and does not change at the
// same time.
void resolve_two_cycles(OwnerExchange& owners, const std::vector<std::uint32_t>& vertices,
                        std::span<RecordId> local_parent) {
  const RecordId first = owners.first_owned();
  std::vector<std::uint32_t> hooked_upwards;
  for (const auto v : vertices)
    if (local_parent[v] > first + v) hooked_upwards.push_back(v);
  const auto visit_rows = [&](auto visit) {
    for (const auto v : hooked_upwards) visit(v);
  };
  owners.for_each_grandparent(visit_rows, local_parent, [&](std::uint64_t v, RecordId grandparent) {
    if (grandparent == first + v) local_parent[v] = grandparent;
  });
}

// Collective. Returns the edges between trees. Each edge is known at both ends; the owner of the smaller end handles
// it.
std::vector<Link> relabel(OwnerExchange& owners, const Neighbours& neighbours, std::span<const RecordId> local_parent) {
  const RecordId first = owners.first_owned();
  const auto for_each_edge = [&](auto use) {
    neighbours.for_each([&](RecordId vertex, RecordId neighbour) {
      if (vertex < neighbour) use(vertex, neighbour);
    });
  };
  std::vector<Link> edges;
  owners.ask_for([&](auto want) { for_each_edge([&](RecordId, RecordId right) { want(right); }); }, local_parent,
                 [&](auto parent_of) {
                   for_each_edge([&](RecordId left, RecordId right) {
                     const Link edge{local_parent[left - first], parent_of(right)};
                     if (edge.left != edge.right) edges.push_back(edge);
                   });
                 });
  return edges;
}

}  // namespace

void contract(OwnerExchange& owners, std::vector<Link>& local_edges, std::span<RecordId> local_parent) {
  std::vector<Link> edges_between_trees;
  {
    const Neighbours neighbours(owners, local_edges);
    auto vertices = hook_to_smallest(neighbours, owners.first_owned(), local_parent);
    resolve_two_cycles(owners, vertices, local_parent);
    std::erase_if(vertices, [&](std::uint32_t v) { return local_parent[v] == owners.first_owned() + v; });
    owners.point_at_roots(std::move(vertices), local_parent);
    edges_between_trees = relabel(owners, neighbours, local_parent);
  }
  local_edges = std::move(edges_between_trees);
  normalise(local_edges, owners.distribution().num_global());
}

}  // namespace onefold::cluster
