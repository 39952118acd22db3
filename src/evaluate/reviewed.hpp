// Estimates from what people said about a sample: no full truth is needed.
//
// Clusters. A record is drawn with the same chance as any other, and its true customer is established: the records that
// are the same customer as it. A customer is so drawn with a chance in proportion to its size; figures of it are
// averaged over its records, which takes the size out again (after Binette, York, Hickerson, Baek, Madhavan, Jones:
// Estimating the performance of entity resolution algorithms, The American Statistician 77 (2023)). With n(C) records
// of customer T in the found cluster C of a(C) records, a record of T in C has n(C) - 1 partners that are right, a(C) -
// 1 that are claimed and |T| - 1 that are true: pairwise figures are ratios of their sums, B-cubed figures means of
// n(C) / a(C) and n(C) / |T|. The answers do not depend on the clusters: they serve for any later result of the same
// records.
//
// Pairs. Drawn by strata, see draw.hpp; the answers serve for the result that they were drawn from. Precision is that
// of pairs in one cluster. Recall is of true pairs that have an edge or are in one cluster: pairs that nobody proposed
// cannot be drawn.
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

/// Is this record the same customer as the one that was sampled?
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

/// One of the lists has rows.
struct Reviewed {
  std::vector<ReviewedRecord> records;  ///< ascending by sample and line
  std::vector<ReviewedPair> pairs;
  std::string result;  ///< of pairs: begins the content digest of the result that they were drawn from
};

/// Collective. Reads a file of `onefold sample` with answers. Throws Error(input) naming file, line and record: of a
/// record that the result does not hold or that comes twice, of an answer that is neither yes nor no, of a sample
/// without a sampled record. Equal on all ranks.
[[nodiscard]] Reviewed read_reviewed(const mpi::Communicator& world, const BlockDistribution& distribution,
                                     const std::string& path, const RecordNames& local);
/// Collective. The same for the content of a file, which rank 0 has.
[[nodiscard]] Reviewed parse_reviewed(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      std::string_view content, const std::string& path, const RecordNames& local);

struct ClusterEstimates {
  std::uint64_t num_samples = 0;  ///< answered in full: the others say nothing
  std::uint64_t num_left_out = 0;
  Interval pair_precision;
  Interval pair_recall;
  Interval pair_f1;
  Interval b_cubed_precision;
  Interval b_cubed_recall;
};
/// Collective. `cluster`, `source`: of this rank's records, as the result to be judged has them.
[[nodiscard]] ClusterEstimates estimate_from_records(const mpi::Communicator& world,
                                                     const BlockDistribution& distribution,
                                                     const std::vector<RecordId>& cluster,
                                                     const std::vector<std::uint32_t>& source,
                                                     std::uint64_t num_sources, bool link_only,
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
