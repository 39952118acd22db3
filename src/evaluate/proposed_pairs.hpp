// Counts the true pairs that the blocking rules proposed. Works from keys alone; no candidate pair is made.
//
// For each rule, the records of a class meet with their keys at the owner of the class. Two records with a common key
// are a pair that the rule proposes. One bit per true pair records whether an earlier rule proposed it. Cost for k keys
// per rank: O(k log k) time per rule and one step per true pair that shares a key; 24 bytes per key, and two bits per
// true pair of the classes that the rank owns.
#pragma once

#include <cstdint>
#include <vector>

#include "cluster/members.hpp"
#include "evaluate/compare_clusters.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

/// A key of a record of this rank for one rule. A record may have several.
struct RowKey {
  std::uint64_t row = 0;
  std::uint64_t key = 0;
};

/// Global counts of one rule.
struct RuleProposals {
  std::uint64_t true_pairs = 0;
  std::uint64_t new_true_pairs = 0;  ///< true pairs that no earlier rule proposed
  bool operator==(const RuleProposals&) const = default;
};

class ProposedPairs {
 public:
  /// Collective. `true_class`: [local record]. `source_ends`: [source] one past the RecordId of its last record. Throws
  /// Error(limit) if a class has more than 200,000 records.
  ProposedPairs(const mpi::Communicator& world, const BlockDistribution& distribution,
                const std::vector<RecordId>& true_class, std::vector<std::uint64_t> source_ends, bool link_only);

  /// Collective. Counts the next rule.
  RuleProposals add_rule(std::vector<RowKey> local_keys);

  /// Collective. [left * num_sources + right], left <= right: true pairs of records of these sources that some rule
  /// proposed.
  [[nodiscard]] std::vector<std::uint64_t> by_source() const;

 private:
  [[nodiscard]] std::uint32_t source_of(RecordId record) const;
  const mpi::Communicator& world_;
  const BlockDistribution& distribution_;
  const std::vector<RecordId>& true_class_;
  std::vector<std::uint64_t> source_ends_;
  bool link_only_;
  cluster::Clusters classes_;              // classes that this rank owns; records without a class are alone
  std::vector<std::uint64_t> first_pair_;  // [class] position of its first pair
  std::vector<bool> by_any_rule_;          // [pair]
};

}  // namespace onefold::evaluate
