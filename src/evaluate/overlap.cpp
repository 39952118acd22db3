#include "evaluate/overlap.hpp"

namespace onefold::evaluate {

Overlap::Overlap(std::span<const std::uint32_t> group)
    : group_(group.begin(), group.end()),
      count_(group.size(), 1),
      next_(group.size(), kNone),
      first_(group.size(), kNone),
      num_entries_(group.size(), 0) {
  for (std::uint32_t i = 0; i < group_.size(); ++i)
    if (group_[i] != kNoClass) append(i, i);
}

std::uint32_t Overlap::find(std::uint32_t root, std::uint32_t group) const {
  if (num_entries_[root] > kMaxUnindexed) {
    const auto found = index_.find(key(root, group));
    return found == index_.end() ? kNone : found->second;
  }
  std::uint32_t entry = first_[root];
  while (entry != kNone && group_[entry] != group) entry = next_[entry];
  return entry;
}

void Overlap::append(std::uint32_t root, std::uint32_t entry) {
  next_[entry] = first_[root];
  first_[root] = entry;
  ++num_entries_[root];
  if (num_entries_[root] == kMaxUnindexed + 1) {
    for (std::uint32_t e = first_[root]; e != kNone; e = next_[e]) index_.emplace(key(root, group_[e]), e);
  } else if (num_entries_[root] > kMaxUnindexed) {
    index_.emplace(key(root, group_[entry]), entry);
  }
}

}  // namespace onefold::evaluate
