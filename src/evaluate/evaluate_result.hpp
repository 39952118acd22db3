// What `onefold evaluate` finds: the clusters of a result file compared with a known truth, by all ranks together.
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
  std::string truth;               ///< path of a truth file; empty: the true ids of the result
  std::uint64_t num_points = 50;   ///< of the sweep over thresholds
  std::uint64_t num_mistakes = 0;  ///< of each kind that are listed
  // These two read the input files of the job again.
  bool blocking = false;     ///< count the true pairs that each rule proposed
  std::string by;            ///< attribute: figures of subgroups; empty: none
  bool show_values = false;  ///< subgroups are values of the attribute, not only missing or there
};

/// Some of the records that two partitions share, named by one of them.
struct NamedPart {
  std::string record;  ///< SOURCE:ID of the one with the smallest id
  std::uint64_t num_records = 0;
};
/// A cluster of several classes, or a class in several clusters, with its largest parts.
struct NamedMistake {
  evaluate::Mistake mistake;
  std::vector<NamedPart> parts;  ///< at most 5, the largest first
};
/// Two records, in print.
struct NamedPair {
  std::string left;  ///< SOURCE:ID
  std::string right;
  std::optional<double> weight_log2;  ///< of their edge
  std::string rule;                   ///< that proposed it
};

struct NamedRule {
  std::string name;
  std::uint64_t num_pairs = 0;      ///< that it proposes
  std::uint64_t num_new_pairs = 0;  ///< of them, not proposed by an earlier rule
  evaluate::RuleFindings findings;
  std::optional<evaluate::RuleProposals> proposals;  ///< with options.blocking
};

struct NamedGroup {
  std::string name;
  evaluate::GroupCounts counts;
};

/// Names of records are known to rank 0 only; all else is equal on all ranks.
struct Evaluation {
  std::uint64_t num_records = 0;
  std::uint64_t num_truth_rows = 0;              ///< of the truth file; 0 when the result holds the true ids
  std::uint64_t num_truth_not_in_result = 0;     ///< of these, for records that the result does not hold
  std::vector<std::string> truth_not_in_result;  ///< some of them, "crm:17 (line 4)"
  std::uint64_t num_candidate_pairs = 0;
  std::uint64_t num_comparable_pairs = 0;
  bool link_only = false;
  bool among_rivals = false;  ///< what edges.reliability is about: probabilities given the rivals of both records
  double threshold = 0;
  double threshold_weight_log2 = 0;
  std::vector<std::string> sources;  ///< names
  evaluate::Comparison clusters;     ///< of the result, with the truth
  evaluate::EdgeFindings edges;
  std::vector<NamedRule> rules;
  /// With options.blocking: true pairs that some rule proposed, of records of each two sources, as clusters.by_source.
  std::vector<std::uint64_t> proposed_by_source;
  std::optional<std::uint64_t> num_proposed_true_pairs;
  std::vector<NamedGroup> groups;  ///< with options.by
  std::vector<NamedPair> false_links;
  std::vector<NamedPair> missed_pairs;  ///< with an edge
  std::vector<NamedPair> missed_pairs_without_edge;
  std::vector<NamedMistake> merged;
  std::vector<NamedMistake> split;
};

/// Collective. Throws Error(usage) when no truth is given nor in the file, Error(input) for files that cannot be used.
[[nodiscard]] Evaluation evaluate_result(const mpi::Communicator& world, const EvaluationOptions& options);

}  // namespace onefold::evaluate
