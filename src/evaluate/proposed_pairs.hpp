// Which true pairs did the blocking rules propose? Counted from keys: neither candidate pairs nor scores are looked at.
//
// The records of a class meet at its owner, with their keys of one rule at a time; two with a key in common are a pair
// that the rule proposes. A bit for each true pair says whether an earlier rule did. Cost for k keys of a rank's
// records: O(k log k) time a rule, and a step for each true pair that shares a key; 24 bytes a key, and two bits for
// each true pair of the classes that the rank owns.
#pragma once

#include <cstdint>
#include <vector>

#include "cluster/members.hpp"
#include "evaluate/compare_clusters.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

/// A key that a record of this rank has in a rule; it may have several.
struct RowKey {
  std::uint64_t row = 0;
  std::uint64_t key = 0;
};

/// Global.
struct RuleProposals {
  std::uint64_t true_pairs = 0;
  std::uint64_t new_true_pairs = 0;  ///< that no earlier rule proposed
  bool operator==(const RuleProposals&) const = default;
};

class ProposedPairs {
 public:
  /// Collective. `true_class`: of this rank's records. `source_ends`: [source] id behind its last record. Throws
  /// Error(limit) when a class has more than 200,000 records.
  ProposedPairs(const mpi::Communicator& world, const BlockDistribution& distribution,
                const std::vector<RecordId>& true_class, std::vector<std::uint64_t> source_ends, bool link_only);

  /// Collective. The next rule.
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
  cluster::Clusters classes_;              // that this rank owns; records without a class are alone
  std::vector<std::uint64_t> first_pair_;  // [class] number of its first pair
  std::vector<bool> by_any_rule_;          // [pair]
};

}  // namespace onefold::evaluate
