// The tables /cluster and /cuts: how links became customers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

/// Two records, left < right.
struct RecordPair {
  std::int64_t left = 0;
  std::int64_t right = 0;
};

struct ClusterTable {
  static inline const Column<double> kThreshold{"/cluster/threshold"};
  static inline const Column<double> kThresholdWeight{"/cluster/threshold_weight_log2"};
  static inline const Column<double> kReviewThreshold{"/cluster/review_threshold"};
  static inline const Column<Text> kThresholdReason{"/cluster/threshold_reason", Presence::optional};
  static inline const Column<std::int8_t> kLinkOnly{"/cluster/link_only"};
  static inline const Column<Text> kMethod{"/cluster/method"};
  static inline const Column<double> kSupport{"/cluster/support", Presence::optional};
  static inline const Column<std::int64_t> kMustLinkLeft{"/cluster/must_link_left", Presence::optional};
  static inline const Column<std::int64_t> kMustLinkRight{"/cluster/must_link_right", Presence::optional};
  static inline const Column<std::int64_t> kCannotLinkLeft{"/cluster/cannot_link_left", Presence::optional};
  static inline const Column<std::int64_t> kCannotLinkRight{"/cluster/cannot_link_right", Presence::optional};

  /// The parts that only repair uses and writes.
  struct Repair {
    double support = 0;
    std::vector<RecordPair> must_link, cannot_link;
  };

  double threshold = 0;
  double threshold_weight_log2 = 0;
  double review_threshold = 0;
  std::string threshold_reason;  ///< written only if the run decided the threshold
  bool link_only = false;
  std::optional<Repair> repair;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
};

/// What the model expects of the links at the threshold. Not part of the content digest, so that a job whose threshold
/// is a number keeps the digests of earlier versions.
struct ExpectedLinksTable {
  static inline const Column<double> kPrecision{"/cluster/expected_precision", Presence::optional, Digested::no};
  static inline const Column<double> kRecall{"/cluster/expected_recall", Presence::optional, Digested::no};

  double precision = 0;
  double recall = 0;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
};

/// Local. The pairs that stewards joined, or kept apart; empty if the file has no such list. Throws Error(input) if a
/// list names records that do not exist.
[[nodiscard]] std::vector<RecordPair> read_must_links(const ResultReader& reader);
[[nodiscard]] std::vector<RecordPair> read_cannot_links(const ResultReader& reader);
/// Local. Whether repair made the customers.
[[nodiscard]] bool was_repaired(const ResultReader& reader);
/// Local. Whether the job only linked records of different sources.
[[nodiscard]] bool is_link_only(const ResultReader& reader);

/// Links that repair has cut, ascending by (left, right). Only in files of repair. Written in windows of rows.
struct CutsTable {
  static inline const Column<std::int64_t> kLeft{"/cuts/left", Presence::optional};
  static inline const Column<std::int64_t> kRight{"/cuts/right", Presence::optional};
  static inline const Column<double> kWeight{"/cuts/weight_log2", Presence::optional};
  static inline const Column<std::int8_t> kReason{"/cuts/reason", Presence::optional};

  std::vector<std::int64_t> left, right;
  std::vector<double> weight_log2;
  std::vector<std::int8_t> reason;

  /// Local. Empty when the file has no such table. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static CutsTable read(const ResultReader& reader);
};

}  // namespace onefold::result
