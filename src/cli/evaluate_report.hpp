// What `onefold evaluate` found, and how it is printed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/evaluate/reliability.hpp"
#include "onefold/evaluate/sweep.hpp"

namespace onefold::cli {

struct EvaluationReport {
  std::uint64_t num_records = 0;
  std::uint64_t num_evaluated_records = 0;    ///< with a true id
  std::uint64_t num_truth_rows = 0;           ///< of the truth file; 0 when the result holds the true ids
  std::uint64_t num_truth_not_in_result = 0;  ///< of these, for records that the result does not hold
  std::uint64_t num_candidate_pairs = 0;
  std::uint64_t num_comparable_pairs = 0;
  bool link_only = false;
  evaluate::Completeness completeness;
  evaluate::SweepPoint at_threshold;          ///< the clusters of the result
  evaluate::SweepPoint best;
  std::vector<evaluate::SweepPoint> sweep;
  evaluate::Reliability reliability;
};

/// Share of the comparable pairs that blocking saved.
[[nodiscard]] double reduction_ratio(const EvaluationReport& report);

/// One JSON object.
[[nodiscard]] std::string to_json(const EvaluationReport& report);

/// A compact table; with a row for every point of the sweep when `with_sweep`.
[[nodiscard]] std::string to_table(const EvaluationReport& report, bool with_sweep);

}  // namespace onefold::cli
