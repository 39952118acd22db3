// Why two records are, or are not, the same customer: from the result file alone.
//
// Local. Finds the records by a scan of their sources' ids, the edge by binary search (edges are sorted by left,
// right), the way between them by breadth-first search over the links of their cluster. Time O(N + edges of the
// cluster's range).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "onefold/record/record_id.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// A record as the user names it: SOURCE:ID, cut at the first colon.
struct RecordName {
  std::string source;
  std::string id;
  std::string text() const { return source + ":" + id; }
};

/// Throws Error(usage) when there is no colon, no source before it or no id behind it.
[[nodiscard]] RecordName parse_record_name(const std::string& text);

struct ExplainedRecord {
  RecordName name;
  RecordId record = 0;
  std::int64_t pin = 0;
  std::int64_t cluster_id = 0;
};

/// What one comparison said of the pair, and what it was worth.
struct ExplainedComparison {
  std::string comparison;
  std::string level;
  double m = 0;
  double u = 0;
  double weight_log2 = 0;
  double term_frequency_log2 = 0;
  double running_sum_log2 = 0;  ///< from the prior up to and with this comparison
};

/// What two comparisons were worth more together than one by one, because they say the same thing in part.
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
  double weight_log2 = 0;
  double probability = 0;
  std::optional<double> among_rivals;  ///< probability, given the other candidates of both records, where these compete
  bool is_link = false;
};

/// A link on the way from the left record to the right one.
struct ExplainedHop {
  RecordName from;
  RecordName to;
  double probability = 0;
  double weight_log2 = 0;
  bool must_link = false;  ///< no link, but a steward's decision
};

/// How the links of a customer hold it together; a count of -1: too large to be looked at.
struct ExplainedCustomer {
  std::int64_t size = 0;
  std::int64_t links = 0;
  double density = 0;
  std::int64_t bridges = 0;
  std::int64_t bridge_split = 0;
  std::int64_t articulation_points = 0;
  double weakest_link_log2 = 0;  ///< infinite or NaN: no link that could fail, or unknown
  double centrality = 0;         ///< of the centre; NaN: unknown
  std::optional<RecordName> centre;
};

struct Explanation {
  ExplainedRecord left;  ///< as asked
  ExplainedRecord right;
  bool same_customer = false;
  double threshold = 0;
  double threshold_weight_log2 = 0;
  double review_threshold = 0;
  std::optional<ExplainedEdge> edge;
  int cut_reason = 0;      ///< CutReason; 0: the link, if it is one, holds
  bool must_link = false;  ///< by a steward's list, as the next
  bool cannot_link = false;
  std::optional<ExplainedCustomer> customer;  ///< of both, where the file says it
  std::vector<ExplainedHop> path;  ///< shortest; empty when the edge is a link itself, or the customers differ
};

/// Throws Error(usage) for an unknown source (naming the known ones), an unknown id (naming none), or twice the same
/// record.
[[nodiscard]] Explanation explain_pair(const result::ResultReader& file, const RecordName& left,
                                       const RecordName& right);

/// The rest of a sentence that begins with "cut because".
[[nodiscard]] std::string_view cut_reason_text(int reason);

/// For people; ends in a line break.
[[nodiscard]] std::string text_of(const Explanation& explanation);

}  // namespace onefold::inspect
