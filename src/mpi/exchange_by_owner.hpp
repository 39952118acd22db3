// Sends each item to the rank that owns it.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::mpi {

/// Collective. `owner_of(item)` returns a rank. Received items are ordered by source rank, and within a source rank as
/// in its `items`. Time O(n + ranks). Memory: `items` is held twice while it is sorted by target rank.
template <Trivial T, typename OwnerOf>
[[nodiscard]] std::vector<T> exchange_by_owner(const Communicator& world, std::vector<T> items, OwnerOf owner_of) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  for (const T& item : items) ++counts[static_cast<std::size_t>(owner_of(item))];
  std::vector<std::uint64_t> next(counts.size(), 0);
  for (std::size_t rank = 1; rank < next.size(); ++rank) next[rank] = next[rank - 1] + counts[rank - 1];
  std::vector<T> outgoing(items.size());
  for (const T& item : items) outgoing[next[static_cast<std::size_t>(owner_of(item))]++] = item;
  std::vector<T>().swap(items);
  return world.exchange(outgoing, counts);
}

}  // namespace onefold::mpi
