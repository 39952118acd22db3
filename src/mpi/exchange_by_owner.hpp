// Sends each item to the rank that owns it.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::mpi {

/// Collective. `owner_of(item)` is a rank. What comes in stands in the order of source ranks, and of `items` within
/// each. Time O(n + ranks); memory: the items twice while they are put in the order of targets.
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
