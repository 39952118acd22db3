#include "cluster/owner_exchange.hpp"

#include <algorithm>

namespace onefold::cluster {

std::vector<std::uint64_t> OwnerExchange::count_by_owner(std::span<const RecordId> ascending) const {
  std::vector<std::uint64_t> counts;
  auto begin = ascending.begin();
  for (int rank = 0; rank < world_.size(); ++rank) {
    const auto end = std::lower_bound(begin, ascending.end(), distribution_.end(rank));
    counts.push_back(static_cast<std::uint64_t>(end - begin));
    begin = end;
  }
  return counts;
}

std::vector<RecordId> OwnerExchange::fetch_parents(std::span<const RecordId> ascending, std::span<const RecordId> local_parent) {
  const auto counts = count_by_owner(ascending);
  std::vector<std::uint64_t> asked_counts;
  ++num_exchanges_;
  std::vector<RecordId> asked = world_.exchange(ascending, counts, &asked_counts);
  for (auto& id : asked) id = local_parent[id - first_owned()];
  return exchange(asked, asked_counts);
}

void OwnerExchange::point_at_roots(std::vector<std::uint32_t> local_rows, std::span<RecordId> local_parent) {
  std::vector<std::uint32_t> unfinished;
  while (world_.any(!local_rows.empty())) {
    unfinished.clear();
    for_each_grandparent(local_rows, local_parent, [&](std::uint32_t row, RecordId grandparent) {
      if (local_parent[row] == grandparent) return;  // the parent is a root
      local_parent[row] = grandparent;
      unfinished.push_back(row);
    });
    std::swap(local_rows, unfinished);
  }
}

}  // namespace onefold::cluster
