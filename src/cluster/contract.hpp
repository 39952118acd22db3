// One round of contraction of a distributed graph: every vertex hooks to its smallest neighbour; each resulting tree
// becomes one vertex, named after its smallest vertex.
//
//   in   local_edges   Link[E]   left < right, sorted, distinct; any rank may hold any edge, also one that others hold
//   out  local_edges   Link[E']  the edges between different trees, in the same form
//        local_parent  RecordId[num_owned]  of a vertex with an edge: the smallest vertex of its tree; others unchanged
//
// The smallest vertex is the root: let x be the smallest of a tree. Its neighbours are larger, so it hooks to some y >
// x. If y had a neighbour z < x, then y would hook to z and z would be in the tree; so y hooks back to x, and of such a
// pair the smaller becomes the root. Hooking orders edges by (smaller end, larger end), so there is no other cycle. A
// tree has at least two vertices, so the number of vertices at least halves per round: at most ceil(log2 n) rounds.
// Cost: O(E) time; 8 bytes on the wire per end of an edge that another rank owns, then 5 to 7 bytes per distinct vertex
// asked for in each of the 1 + ceil(log2 depth) steps of pointer doubling. Boruvka (1926), with edges ordered by their
// ends.
#pragma once

#include <span>
#include <vector>

#include "cluster/owner_exchange.hpp"

namespace onefold::cluster {

/// Local. Puts the smaller end on the left, drops loops and repetitions, sorts by (left, right). Ends are below
/// `num_ids`. O(E) by radix sort; 16 bytes per edge in addition to the edges.
void normalise(std::vector<Link>& edges, std::uint64_t num_ids);

/// Collective.
void contract(OwnerExchange& owners, std::vector<Link>& local_edges, std::span<RecordId> local_parent);

}  // namespace onefold::cluster
