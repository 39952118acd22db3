// Explains from a result file alone why two records are, or are not, the same customer.
//
// Local. Finds records and customers through the indexes of the result (inspect/lookup.hpp), the edge by binary search
// (edges are sorted by left, right), and the path between them by breadth-first search over the links of their cluster.
// Reads a few chunks of each table, for any number of records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/found_name.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

struct ExplainedRecord {
  RecordName name;
  RecordId record = 0;
  std::int64_t pin = 0;
  std::int64_t cluster_id = 0;
};

/// The level that one comparison found, and its weight.
struct ExplainedComparison {
  std::string comparison;
  std::string level;
  double m = 0;
  double u = 0;
  double weight_log2 = 0;
  double term_frequency_log2 = 0;
  double running_sum_log2 = 0;  ///< from the prior up to this comparison
};

/// Correction for two comparisons whose information partly overlaps.
struct ExplainedCorrection {
  std::string first;
  std::string second;
  double correction_log2 = 0;
  double running_sum_log2 = 0;
};

struct ExplainedEdge {
  std::string rule;
  double prior_weight_log2 = 0;
  std::vector<ExplainedComparison> comparisons;
  std::vector<ExplainedCorrection> corrections;  ///< those that are not 0
  std::optional<double> related_log2;  ///< deduction for relatives, at most 0; set if the model has a class of them
  double weight_log2 = 0;
  double probability = 0;
  std::optional<double>
      among_rivals;  ///< match probability given the other candidates of both records, if they compete
  bool is_link = false;
};

/// A link on the path from the left record to the right one.
struct ExplainedHop {
  RecordName from;
  RecordName to;
  double probability = 0;
  double weight_log2 = 0;
  bool must_link = false;  ///< a decision of a steward, not a link
};

/// How the links of a customer hold it together. Counts are -1 when the customer was too large to analyse.
struct ExplainedCustomer {
  std::int64_t size = 0;
  std::int64_t links = 0;
  double density = 0;
  std::int64_t bridges = 0;
  std::int64_t bridge_split = 0;
  std::int64_t articulation_points = 0;
  double weakest_link_log2 = 0;  ///< infinite: no link could fail; NaN: unknown
  double centrality = 0;         ///< betweenness of the centre; NaN: unknown
  std::optional<RecordName> centre;
};

struct Explanation {
  ExplainedRecord left;  ///< in the order in which the user gave them
  ExplainedRecord right;
  bool same_customer = false;
  double threshold = 0;
  double threshold_weight_log2 = 0;
  double review_threshold = 0;
  std::optional<ExplainedEdge> edge;
  int cut_reason = 0;      ///< CutReason; 0: the link was not cut
  bool must_link = false;  ///< from the lists of stewards, as cannot_link
  bool cannot_link = false;
  std::optional<ExplainedCustomer> customer;  ///< if both records have the same customer and the file describes it
  std::vector<ExplainedHop> path;             ///< shortest; empty if the edge itself is a link, or the customers differ
};

/// Local. `left` and `right` are SOURCE:ID, or PINs of customers: find_pair() says which of their records are
/// explained, and what it throws.
[[nodiscard]] Explanation explain_pair(const result::ResultReader& file, const std::string& left,
                                       const std::string& right);

/// Completes a sentence that begins with "cut because".
[[nodiscard]] std::string_view cut_reason_text(int reason);

/// The explanation for people to read; ends in a line break.
[[nodiscard]] std::string text_of(const Explanation& explanation);

}  // namespace onefold::inspect
