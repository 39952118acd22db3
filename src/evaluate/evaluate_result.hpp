// The work of `onefold evaluate`: compares the clusters of a result file with a known truth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evaluate/compare_clusters.hpp"
#include "evaluate/judge_edges.hpp"
#include "evaluate/proposed_pairs.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::evaluate {

struct EvaluationOptions {
  std::string path;                ///< of the result file
  std::string truth;               ///< path of a truth file; empty: use the true ids of the result
  std::uint64_t num_points = 50;   ///< how many thresholds to try
  std::uint64_t num_mistakes = 0;  ///< how many mistakes of each kind to list
  // These two read the input files of the job again.
  bool blocking = false;     ///< count the true pairs that each rule proposed
  std::string by;            ///< attribute whose subgroups get figures of their own; empty: none
  bool show_values = false;  ///< a subgroup per value of the attribute, not only missing and present
};

/// Records that a cluster and a true class share, named by one of them.
struct NamedPart {
  std::string record;  ///< SOURCE:ID of the record with the smallest RecordId
  std::uint64_t num_records = 0;
};
/// A cluster with records of several classes, or a class in several clusters, with its largest parts.
struct NamedMistake {
  Mistake mistake;
  std::vector<NamedPart> parts;  ///< at most 5, in descending order of size
};
/// Two records as they are printed.
struct NamedPair {
  std::string left;  ///< SOURCE:ID
  std::string right;
  std::optional<double> weight_log2;  ///< of their edge, if they have one
  std::string rule;                   ///< the rule that proposed the pair
};

struct NamedRule {
  std::string name;
  std::uint64_t num_pairs = 0;      ///< pairs that the rule proposes
  std::uint64_t num_new_pairs = 0;  ///< of these, pairs that no earlier rule proposes
  RuleFindings findings;
  std::optional<RuleProposals> proposals;  ///< with options.blocking
};

struct NamedGroup {
  std::string name;
  GroupCounts counts;
};

/// Only rank 0 knows the names of records; everything else is equal on all ranks.
struct Evaluation {
  std::uint64_t num_records = 0;
  std::uint64_t num_truth_rows = 0;              ///< of the truth file; 0 when the result holds the true ids
  std::uint64_t num_truth_not_in_result = 0;     ///< of these, rows of records that the result does not hold
  std::vector<std::string> truth_not_in_result;  ///< the first few of them, as "line 4"
  std::uint64_t num_candidate_pairs = 0;
  std::uint64_t num_comparable_pairs = 0;
  bool link_only = false;
  bool among_rivals = false;  ///< edges.reliability is about probabilities given the rivals of both records
  double threshold = 0;
  double threshold_weight_log2 = 0;
  std::optional<double> expected_precision;     ///< of the links, by the model; nothing if the result does not hold it
  std::optional<double> expected_completeness;  ///< share of all matches that rules propose, by capture and recapture
  std::optional<double> expected_recall;        ///< among the candidate pairs, by the model
  std::vector<std::string> sources;             ///< names
  Comparison clusters;                          ///< of the result, compared with the truth
  EdgeFindings edges;
  std::vector<NamedRule> rules;
  /// With options.blocking: the true pairs that some rule proposed, per pair of sources, indexed as clusters.by_source.
  std::vector<std::uint64_t> proposed_by_source;
  std::optional<std::uint64_t> num_proposed_true_pairs;
  std::vector<NamedGroup> groups;  ///< with options.by
  std::vector<NamedPair> false_links;
  std::vector<NamedPair> missed_pairs;  ///< with an edge
  std::vector<NamedPair> missed_pairs_without_edge;
  std::vector<NamedMistake> merged;
  std::vector<NamedMistake> split;
};

/// Collective. Throws Error(usage) if there is neither a truth file nor a true id in the result, Error(input) for files
/// that cannot be used.
[[nodiscard]] Evaluation evaluate_result(const mpi::Communicator& world, const EvaluationOptions& options);

}  // namespace onefold::evaluate
