#include "cluster/local_forest.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "cluster/id_set.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

namespace {

// parent[x] <= x always, so a root is the smallest of its tree. Both walks climb at once, and each step hangs the node
// that it leaves on the other side's parent ("splicing"): paths shorten without a second pass.
void unite(std::vector<std::uint32_t>& parent, std::uint32_t a, std::uint32_t b) {
  while (parent[a] != parent[b]) {
    if (parent[a] < parent[b]) std::swap(a, b);
    const std::uint32_t above = parent[a];
    parent[a] = parent[b];
    if (above == a) return;
    a = above;
  }
}

}  // namespace

LocalForest local_forest(std::uint64_t num_ids, std::span<const Link> links) {
  IdSet set(num_ids);
  for (const Link& link : links) {
    if (link.left >= num_ids || link.right >= num_ids)
      throw Error(ExitCode::internal, "broken invariant: a link joins existing records");
    if (link.left == link.right) continue;
    set.insert(link.left);
    set.insert(link.right);
  }
  set.seal();
  if (set.ids().size() > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "too many linked records on one rank: use more ranks");

  std::vector<std::uint32_t> parent(set.ids().size());
  std::iota(parent.begin(), parent.end(), std::uint32_t{0});

  // Ids are looked up a batch ahead of their use, so that the cache misses of a batch overlap.
  struct Ends {
    std::uint32_t a, b;
  };
  std::array<Ends, 32> batch;
  for (std::size_t begin = 0; begin < links.size(); begin += batch.size()) {
    std::size_t filled = 0;
    for (const Link& link : links.subspan(begin, std::min(batch.size(), links.size() - begin))) {
      if (link.left == link.right) continue;
      const Ends ends{static_cast<std::uint32_t>(set.index_of(link.left)), static_cast<std::uint32_t>(set.index_of(link.right))};
      __builtin_prefetch(&parent[ends.a], 1);
      __builtin_prefetch(&parent[ends.b], 1);
      batch[filled++] = ends;
    }
    for (std::size_t i = 0; i < filled; ++i) unite(parent, batch[i].a, batch[i].b);
  }

  // A parent stands before its children, so it is at its root already when they come.
  for (auto& p : parent) p = parent[p];
  return {set.take_ids(), std::move(parent)};
}

}  // namespace onefold::cluster
