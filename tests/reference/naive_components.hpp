// Naive twin of the component search: breadth-first search over adjacency lists, started from ids in ascending order,
// so that the label is the smallest id of the component.
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "onefold/cluster/components.hpp"

namespace onefold::reference {

inline std::vector<RecordId> naive_components(std::uint64_t num_records, std::span<const Link> links) {
  std::vector<std::vector<RecordId>> neighbours(num_records);
  for (const auto& link : links) {
    neighbours[link.left].push_back(link.right);
    neighbours[link.right].push_back(link.left);
  }
  std::vector<bool> seen(num_records, false);
  std::vector<RecordId> label(num_records);
  for (RecordId start = 0; start < num_records; ++start) {
    if (seen[start]) continue;
    std::deque<RecordId> queue{start};
    seen[start] = true;
    while (!queue.empty()) {
      const RecordId at = queue.front();
      queue.pop_front();
      label[at] = start;
      for (const RecordId next : neighbours[at])
        if (!seen[next]) {
          seen[next] = true;
          queue.push_back(next);
        }
    }
  }
  return label;
}

}  // namespace onefold::reference
