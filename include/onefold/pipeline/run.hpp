// Runs a job: all stages in their order. src/pipeline/run.cpp is the best place to start reading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/config/run_options.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/progress/progress.hpp"
#include "onefold/progress/statistics.hpp"
#include "onefold/record/reading_report.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::pipeline {

/// Counts of a finished run. Equal on all ranks.
/// What became of the PINs of the previous result.
struct PinChanges {
  std::uint64_t kept = 0, grown = 0, shrunk = 0, merged_into = 0, retired = 0;
  std::uint64_t created = 0, split_from = 0, reinstated = 0;
  std::uint64_t overridden = 0;     ///< a steward has set a golden value anew
  std::uint64_t moved_records = 0;  ///< went to another customer although their PIN still has one
};

/// What changed since the previous result, in a run with a delta.
struct DeltaCounts {
  std::uint64_t records_new = 0, records_changed = 0, records_unchanged = 0, records_deleted = 0;
  std::uint64_t unknown_deletions = 0;  ///< ids to be deleted that no record has
  std::uint64_t edges_carried = 0;      ///< of unchanged records
  std::uint64_t edges_dropped = 0;      ///< of records that changed or were deleted
  /// What a model trained on all records of the run would do; not set if the job does not train by EM.
  struct Drift {
    double threshold = 0;
    double links = 0, links_gained = 0, links_lost = 0;  ///< expected, by a sample of pairs
    double largest_change_log2 = 0;                      ///< of the weight of a level
    std::string largest_comparison;                      ///< the comparison of this level
  };
  std::optional<Drift> drift;
};

struct RunSummary {
  std::string output;
  std::string content_digest;
  std::uint64_t num_rows_read = 0;
  std::uint64_t num_records = 0;
  std::uint64_t num_quarantined = 0;
  /// Lines of the input that are no rows, over all sources: of delimiters only, comments, above the header (skip_lines,
  /// sep=), below the last row, headers that stand again. Blank lines and the headers above the first row are not
  /// among them.
  struct LinesLeftOut {
    std::uint64_t delimiters = 0, comment = 0, skipped = 0, footer = 0, repeated_header = 0;
  } lines_left_out;
  std::uint64_t num_candidate_pairs = 0;
  std::uint64_t num_edges = 0;
  std::uint64_t num_links = 0;
  std::uint64_t num_customers = 0;
  std::uint64_t largest_customer = 0;
  /// Customers with a link whose removal would leave two groups of two or more records each.
  std::uint64_t num_customers_on_a_bridge = 0;
  std::optional<PinChanges> pins;    ///< with a previous result
  std::optional<DeltaCounts> delta;  ///< if a source is a delta
  double threshold = 0;              ///< match probability from which a pair was linked
  std::string threshold_reason;      ///< empty if the job gave it
  /// Figures that the model expects. Precision: the share of links that are matches. Recall: the share of matches among
  /// the candidate pairs that are links. Not set if the model was read from a file and the job gave the threshold.
  std::optional<double> expected_precision;
  std::optional<double> expected_recall;
  /// Estimated share of all matches that the blocking rules propose. Not set if no two rules read different attributes.
  std::optional<double> expected_completeness;
  Warnings warnings;               ///< reasons to doubt the result
  ReadingReport reading;           ///< what became of the values of each column
  std::vector<std::string> files;  ///< of all sources, to which UnreadableValue::file refers
};

/// Collective. On failure all ranks throw the same Error, and nothing was changed under the name of the output file.
[[nodiscard]] RunSummary run_job(const mpi::Communicator& world, const config::Job& job, progress::Progress& progress,
                                 progress::Statistics& statistics, const config::RunOptions& options = {});

}  // namespace onefold::pipeline
