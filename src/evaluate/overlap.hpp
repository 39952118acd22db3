// Counts the records of each group (true class, source) in each cluster while clusters merge.
//
// One of its records, the root, names a cluster. The groups of a cluster form a list of entries, each stored at a
// record of the group. Short lists are searched linearly; a cluster with many groups gets an index. Cost: O(N log N)
// for any sequence of merges of N records, because the smaller cluster is merged into the larger one; 16 N bytes and
// the index.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "record/hash.hpp"

namespace onefold::evaluate {

/// No group: the class of a record without a known true id.
inline constexpr std::uint32_t kNoClass = std::numeric_limits<std::uint32_t>::max();

class Overlap {
 public:
  /// Each record is a cluster of its own. A record with group kNoClass is in no group.
  explicit Overlap(std::span<const std::uint32_t> group);

  /// One of the groups of the cluster; kNoClass if it has none.
  [[nodiscard]] std::uint32_t any_group(std::uint32_t root) const {
    return first_[root] == kNone ? kNoClass : group_[first_[root]];
  }

  /// Moves the cluster `from` into `into`, and calls `use(group, size in from, size in into)` for each group in both.
  template <typename Use>
  void merge(std::uint32_t from, std::uint32_t into, Use use) {
    const bool from_indexed = num_entries_[from] > kMaxUnindexed;
    for (std::uint32_t entry = first_[from]; entry != kNone;) {
      const std::uint32_t next = next_[entry];
      if (from_indexed) index_.erase(key(from, group_[entry]));
      const std::uint32_t same = find(into, group_[entry]);
      if (same == kNone) {
        append(into, entry);
      } else {
        use(group_[entry], std::uint64_t{count_[entry]}, std::uint64_t{count_[same]});
        count_[same] += count_[entry];
      }
      entry = next;
    }
    first_[from] = kNone;
    num_entries_[from] = 0;
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t kMaxUnindexed = 16;
  struct Hash {
    std::size_t operator()(std::uint64_t key) const { return mix(0, key); }
  };

  static std::uint64_t key(std::uint32_t root, std::uint32_t group) { return std::uint64_t{root} << 32 | group; }
  [[nodiscard]] std::uint32_t find(std::uint32_t root, std::uint32_t group) const;
  void append(std::uint32_t root, std::uint32_t entry);

  std::vector<std::uint32_t> group_;        // [N]
  std::vector<std::uint32_t> count_;        // [N] of an entry: records of its group in its cluster
  std::vector<std::uint32_t> next_;         // [N] of an entry: the next one of its cluster
  std::vector<std::uint32_t> first_;        // [N] of a root
  std::vector<std::uint32_t> num_entries_;  // [N] of a root
  std::unordered_map<std::uint64_t, std::uint32_t, Hash> index_;  // (root, group) -> entry; never iterated
};

}  // namespace onefold::evaluate
