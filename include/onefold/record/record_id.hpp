// Ids of records, and their distribution over ranks.
#pragma once

#include <algorithm>
#include <cstdint>

namespace onefold {

/// Position of a record in the ordered list of sources, files and rows. Dense: 0 .. num_global_records - 1; quarantined
/// rows get no id. It does not depend on the number of ranks, nor on how a source is split into files.
using RecordId = std::uint64_t;

/// Distributes `num_global` ids over `num_ranks` ranks in equal contiguous ranges; the last ranks may own nothing.
/// owner(id) = id / ceil(num_global / num_ranks).
class BlockDistribution {
 public:
  BlockDistribution() = default;
  BlockDistribution(std::uint64_t num_global, int num_ranks)
      : num_global_(num_global),
        num_ranks_(num_ranks),
        share_(std::max<std::uint64_t>(
            1, (num_global + static_cast<std::uint64_t>(num_ranks) - 1) / static_cast<std::uint64_t>(num_ranks))) {}

  [[nodiscard]] std::uint64_t num_global() const { return num_global_; }
  [[nodiscard]] int num_ranks() const { return num_ranks_; }
  [[nodiscard]] std::uint64_t begin(int rank) const {
    return std::min(num_global_, static_cast<std::uint64_t>(rank) * share_);
  }
  [[nodiscard]] std::uint64_t end(int rank) const { return begin(rank + 1); }
  [[nodiscard]] std::uint64_t size(int rank) const { return end(rank) - begin(rank); }
  [[nodiscard]] int owner(std::uint64_t id) const { return static_cast<int>(id / share_); }

 private:
  std::uint64_t num_global_ = 0;
  int num_ranks_ = 1;
  std::uint64_t share_ = 1;
};

}  // namespace onefold
