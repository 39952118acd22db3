// How records' values that lie with their owners are asked for and followed: the communication of the component search.
// Every record v has a parent, kept by owner(v) in a dense array; parents lead to a root, which is its own parent.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cluster/id_set.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// What the steps of the search share: who owns what, a set to deduplicate with, and the count of exchanges.
class OwnerExchange {
 public:
  OwnerExchange(const mpi::Communicator& world, const BlockDistribution& distribution)
      : world_(world), distribution_(distribution), wanted_(distribution.num_global()) {}

  [[nodiscard]] const mpi::Communicator& world() const { return world_; }
  [[nodiscard]] const BlockDistribution& distribution() const { return distribution_; }
  [[nodiscard]] RecordId first_owned() const { return distribution_.begin(world_.rank()); }
  [[nodiscard]] std::uint64_t num_owned() const { return distribution_.size(world_.rank()); }
  [[nodiscard]] std::uint64_t num_exchanges() const { return num_exchanges_; }

  /// Local. How many of the ascending ids belong to each rank.
  [[nodiscard]] std::vector<std::uint64_t> count_by_owner(std::span<const RecordId> ascending) const;

  /// Collective. Communicator::exchange, counted.
  template <typename T>
  [[nodiscard]] std::vector<T> exchange(const std::vector<T>& items, std::span<const std::uint64_t> counts,
                                        std::vector<std::uint64_t>* received_counts = nullptr) {
    ++num_exchanges_;
    return world_.exchange(items, counts, received_counts);
  }

  /// Collective. The parents of the ascending ids, one for each. Two exchanges; 16 bytes an id.
  [[nodiscard]] std::vector<RecordId> fetch_parents(std::span<const RecordId> ascending, std::span<const RecordId> local_parent);

  /// Collective. Calls `use(local index, parent's parent)` for every local index of `local_rows`, all parents as they were
  /// before the call. What several rows of a rank ask for is asked once, so that a giant component floods nobody.
  template <typename Use>
  void for_each_grandparent(std::span<const std::uint32_t> local_rows, std::span<const RecordId> local_parent, Use use) {
    wanted_.clear();
    for (const auto row : local_rows) wanted_.insert(local_parent[row]);
    wanted_.seal();
    const std::vector<RecordId> answers = fetch_parents(wanted_.ids(), local_parent);
    for (const auto row : local_rows) use(row, answers[wanted_.index_of(local_parent[row])]);
  }

  /// Collective. Points every one of `local_rows` at its root by pointer doubling: 1 + ceil(log2(longest path)) steps.
  void point_at_roots(std::vector<std::uint32_t> local_rows, std::span<RecordId> local_parent);

 private:
  const mpi::Communicator& world_;
  const BlockDistribution& distribution_;
  IdSet wanted_;
  std::uint64_t num_exchanges_ = 0;
};

}  // namespace onefold::cluster
