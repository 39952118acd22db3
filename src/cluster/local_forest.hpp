// Connected components of the links that one rank holds, by union-find.
//
//   in   links  Link[M]  any order, repetitions and loops allowed; both ends below num_ids
//   out  ids    RecordId[n]  the records that some link other than a loop touches, ascending
//        root   u32[n]       index into ids of the smallest record of the same component
//
// Links that only close a cycle are gone afterwards: whatever M is, the forest has n entries.
// Cost: O(M alpha(n)) time in practice; 4 n bytes, 8 n for the ids, and an IdSet over num_ids.
// Rem's algorithm with splicing (Dijkstra, A Discipline of Programming, 1976; found the fastest of its kind by Patwary,
// Blair, Manne, SEA 2010), linking to the smaller index, which makes the root the smallest member.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/cluster/components.hpp"

namespace onefold::cluster {

struct LocalForest {
  std::vector<RecordId> ids;
  std::vector<std::uint32_t> root;
};

/// Local. Throws Error(internal) when a link has an end that is not below `num_ids`.
[[nodiscard]] LocalForest local_forest(std::uint64_t num_ids, std::span<const Link> links);

}  // namespace onefold::cluster
