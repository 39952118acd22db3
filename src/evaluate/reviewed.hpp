// Estimates the quality of a result from people's answers about a sample, without a full truth.
//
// Clusters. Each record has the same chance to be drawn; people find the other records of the same customer. A customer
// is therefore drawn with a chance in proportion to its size, and averaging its figures over its records compensates
// for that (Binette, York, Hickerson, Baek, Madhavan, Jones: Estimating the performance of entity resolution
// algorithms, The American Statistician 77 (2023)). If n(C) records of customer T are in the cluster C of a(C) records,
// then each of them has n(C) - 1 right partners, a(C) - 1 claimed partners, and |T| - 1 true partners. Pairwise figures
// are ratios of sums of these; B-cubed figures are means of n(C) / a(C) and n(C) / |T|. The answers do not depend on
// the clusters, so they can be used for any later result of the same records.
//
// Pairs. They are drawn by strata (see draw.hpp); the answers are valid only for the result from which they were drawn.
// Precision is about pairs in one cluster. Recall is about true pairs that have an edge or are in one cluster: a pair
// that no rule proposes cannot be drawn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "evaluate/draw.hpp"
#include "evaluate/estimates.hpp"
#include "evaluate/truth.hpp"

namespace onefold::evaluate {

enum class Answer : std::uint8_t { none, no, yes };

/// Whether this record is the same customer as the sampled one.
struct ReviewedRecord {
  std::uint64_t sample = 0;
  RecordId record = 0;
  std::uint64_t line = 0;
  bool is_sampled = false;
  Answer answer = Answer::none;
};
struct ReviewedPair {
  DrawnPair pair;
  std::uint64_t stratum_pairs = 0;
  std::uint64_t line = 0;
  Answer answer = Answer::none;
};

/// Only one of the two lists has rows.
struct Reviewed {
  std::vector<ReviewedRecord> records;  ///< ascending by sample and line
  std::vector<ReviewedPair> pairs;
  std::string result;  ///< of pairs: the beginning of the content digest of the result from which they were drawn
};

/// Collective. Reads a file of `onefold sample` with answers. Throws Error(input), which names file and lines, for a
/// record that the result does not hold or that occurs twice, an answer that is neither yes nor no, and a sample
/// without a sampled record. Equal on all ranks.
[[nodiscard]] Reviewed read_reviewed(const mpi::Communicator& world, const BlockDistribution& distribution,
                                     const std::string& path, const RecordNames& local);
/// Collective. The same for the content of a file, which only rank 0 needs.
[[nodiscard]] Reviewed parse_reviewed(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      std::string_view content, const std::string& path, const RecordNames& local);

struct ClusterEstimates {
  std::uint64_t num_samples = 0;   ///< samples that are answered in full
  std::uint64_t num_left_out = 0;  ///< all other samples, which are not used
  Interval pair_precision;
  Interval pair_recall;
  Interval pair_f1;
  Interval b_cubed_precision;
  Interval b_cubed_recall;
};
/// Collective. `records` are those of the result to judge.
[[nodiscard]] ClusterEstimates estimate_from_records(const mpi::Communicator& world, const ClusteredRecords& records,
                                                     const std::vector<ReviewedRecord>& reviewed);

struct PairEstimates {
  std::uint64_t num_pairs = 0;  ///< answered
  std::uint64_t num_unanswered = 0;
  Interval pair_precision;
  Interval recall_of_proposed;
};
/// Local.
[[nodiscard]] PairEstimates estimate_from_pairs(const std::vector<ReviewedPair>& reviewed);

}  // namespace onefold::evaluate
