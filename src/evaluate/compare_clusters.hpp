// Compares clusters with true classes by counting the records that they share. Distributed.
//
// Each rank has the labels of its records. Records with equal (cluster, class, source, group) form one cell with a
// count. Cells go to the owner of their cluster, which computes the figures of the cluster, and then to the owner of
// their class, which knows both sizes. Only integers cross ranks, so the figures do not depend on the number of ranks.
// Cost for n records per rank: O(n log n) time; 32 and 48 bytes per record on the wire; at most about 150 bytes of
// memory per record. One rank holds all cells of a cluster, or of a class; there is at most one cell per record.
#pragma once

#include <cstdint>
#include <vector>

#include "evaluate/metrics.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::evaluate {

/// The class of a record without a known true id.
inline constexpr RecordId kNoTrueClass = ~RecordId{0};

/// The claimed and the true customers of the records that a rank owns, in the order of their ids.
struct Labels {
  std::vector<RecordId> cluster;     ///< smallest RecordId of its cluster
  std::vector<RecordId> true_class;  ///< smallest RecordId of its class, or kNoTrueClass
  std::vector<std::uint32_t> source;
  std::vector<std::uint32_t> group;  ///< subgroup with figures of its own; empty if there are no groups
};

/// Figures of a subgroup of the records. Each record of the group is compared with all records of its cluster and
/// class, also with those outside the group.
struct GroupCounts {
  std::uint64_t num_records = 0;
  PairCounts partners;  ///< summed over the records of the group: other records that form pairs with them
  FractionSum b_cubed_precision;
  FractionSum b_cubed_recall;
};

/// A cluster with records of several classes, or a class in several clusters.
struct Mistake {
  RecordId id = 0;         ///< name of the cluster or class
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
  std::vector<Mistake> merged;        ///< clusters in descending order of false pairs; ties: smaller id
  std::vector<Mistake> split;         ///< classes in descending order of missed pairs; ties: smaller id
};

struct CompareOptions {
  std::uint64_t num_sources = 1;
  std::uint64_t num_groups = 0;
  bool link_only = false;          ///< pairs within a source do not count
  std::uint64_t num_mistakes = 0;  ///< list at most this many mistakes of each kind
};

/// Collective. Equal on all ranks.
[[nodiscard]] Comparison compare_clusters(const mpi::Communicator& world, const BlockDistribution& distribution,
                                          const Labels& local, const CompareOptions& options);

}  // namespace onefold::evaluate
