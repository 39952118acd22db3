// Compares clusters with true classes, by counts of what they share, distributed.
//
// Each rank has the labels of its records. Records with equal (cluster, class, source, group) are one cell with a
// count; cells meet at the owner of the cluster, which counts all that is of the cluster alone, and then at the owner
// of the class, which knows both sizes. All that crosses ranks is integers: the figures are the same for any number of
// ranks. Cost: O(n log n) time for n records of a rank; 32 and 48 bytes a record on the wire, at most about 150 bytes a
// record of memory. A rank holds the cells of a cluster, or of a class, together: at most a record each.
#pragma once

#include <cstdint>
#include <vector>

#include "evaluate/metrics.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::evaluate {

/// The class of a record whose true id is not known.
inline constexpr RecordId kNoTrueClass = ~RecordId{0};

/// What is claimed and what is known of the records that a rank owns, in the order of their ids.
struct Labels {
  std::vector<RecordId> cluster;     ///< smallest record id of its cluster
  std::vector<RecordId> true_class;  ///< smallest record id of its class, or kNoTrueClass
  std::vector<std::uint32_t> source;
  std::vector<std::uint32_t> group;  ///< subgroup that figures are wanted for; empty: there are none
};

/// Figures of a subgroup of the records. A cluster counts as a whole; each record of the group looks at all others.
struct GroupCounts {
  std::uint64_t num_records = 0;
  PairCounts partners;  ///< sums over the records of the group of other records that count as pairs with them
  FractionSum b_cubed_precision;
  FractionSum b_cubed_recall;
};

/// A cluster of several classes, or a class in several clusters.
struct Mistake {
  RecordId id = 0;         ///< of the cluster or the class
  std::uint64_t size = 0;  ///< its evaluated records
  std::uint64_t num_parts = 0;
  std::uint64_t largest_part = 0;
  std::uint64_t num_pairs = 0;  ///< falsely predicted, or missed
};

struct Comparison {
  ClusterCounts counts;
  PartitionCounts partition;
  /// [left * num_sources + right], left <= right: pairs of records of these sources.
  std::vector<PairCounts> by_source;
  std::vector<GroupCounts> by_group;  ///< [group]
  std::vector<Mistake> merged;        ///< clusters with most false pairs first; then the smaller id
  std::vector<Mistake> split;         ///< classes with most missed pairs first
};

struct CompareOptions {
  std::uint64_t num_sources = 1;
  std::uint64_t num_groups = 0;
  bool link_only = false;          ///< pairs within a source do not count
  std::uint64_t num_mistakes = 0;  ///< of each kind, at most
};

/// Collective. Equal on all ranks.
[[nodiscard]] Comparison compare_clusters(const mpi::Communicator& world, const BlockDistribution& distribution,
                                          const Labels& local, const CompareOptions& options);

}  // namespace onefold::evaluate
