// The tables /blocking, /comparisons, /dependence and /model: how pairs were proposed and scored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

/// One row per blocking rule.
struct BlockingTable {
  static inline const Column<Text> kRule{"/blocking/rule"};
  static inline const Column<std::int64_t> kPairs{"/blocking/pairs"};
  static inline const Column<std::int64_t> kNewPairs{"/blocking/new_pairs"};
  static inline const Column<std::int64_t> kSkippedRecords{"/blocking/skipped_records"};

  TextColumn rule;
  std::vector<std::int64_t> pairs, new_pairs, skipped_records;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
};

/// One row per comparison.
struct ComparisonsTable {
  static inline const Column<Text> kName{"/comparisons/name"};
  static inline const Column<std::int32_t> kNumLevels{"/comparisons/num_levels"};

  TextColumn name;
  std::vector<std::int32_t> num_levels;

  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static ComparisonsTable read(const ResultReader& reader);
};

/// One row per level of all comparisons.
struct LevelsTable {
  static inline const Column<std::int32_t> kComparison{"/comparisons/level/comparison"};
  static inline const Column<std::int32_t> kLevel{"/comparisons/level/level"};
  static inline const Column<Text> kText{"/comparisons/level/text"};
  static inline const Column<double> kM{"/comparisons/level/m"};
  static inline const Column<double> kU{"/comparisons/level/u"};
  static inline const Column<double> kWeight{"/comparisons/level/weight_log2"};
  static inline const Column<double> kR{"/comparisons/level/r", Presence::optional};
  static inline const Column<double> kRelatedWeight{"/comparisons/level/related_weight_log2", Presence::optional};
  static inline const Column<double> kNeighbour{"/comparisons/level/neighbour", Presence::optional};
  static inline const Column<double> kNeighbourWeight{"/comparisons/level/neighbour_weight_log2", Presence::optional};
  static inline const Column<Text> kMOrigin{"/comparisons/level/m_origin"};
  static inline const Column<Text> kUOrigin{"/comparisons/level/u_origin"};

  std::vector<std::int32_t> comparison, level;
  TextColumn text;
  std::vector<double> m, u, weight_log2;
  std::vector<double> r, related_weight_log2;            ///< empty if the model has no class of related pairs
  std::vector<double> neighbour, neighbour_weight_log2;  ///< empty if the model has no class of neighbours
  TextColumn m_origin, u_origin;

  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) when the columns do not have `num_rows` rows.
  [[nodiscard]] static LevelsTable read(const ResultReader& reader, std::size_t num_rows);
};

/// One row per combination of levels of two comparisons whose information partly overlaps. Not in every file.
struct DependenceTable {
  static inline const Column<std::int32_t> kFirst{"/dependence/first", Presence::optional};
  static inline const Column<std::int32_t> kSecond{"/dependence/second", Presence::optional};
  static inline const Column<std::int32_t> kFirstLevel{"/dependence/first_level", Presence::optional};
  static inline const Column<std::int32_t> kSecondLevel{"/dependence/second_level", Presence::optional};
  static inline const Column<double> kCorrection{"/dependence/correction_log2", Presence::optional};

  std::vector<std::int32_t> first, second, first_level, second_level;
  std::vector<double> correction_log2;

  void write(ResultWriter& writer) const;
  /// Local. Empty when the file has no such table. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static DependenceTable read(const ResultReader& reader);
};

/// Pairs completeness by capture and recapture: one row per pair of rules that read different attributes, and the
/// figures that follow. Not part of the content digest, like all forecasts. Not in every file.
struct CompletenessTable {
  static inline const Column<std::int32_t> kFirst{"/completeness/first", Presence::optional, Digested::no};
  static inline const Column<std::int32_t> kSecond{"/completeness/second", Presence::optional, Digested::no};
  static inline const Column<double> kFirstMatches{"/completeness/first_matches", Presence::optional, Digested::no};
  static inline const Column<double> kSecondMatches{"/completeness/second_matches", Presence::optional, Digested::no};
  static inline const Column<double> kBothMatches{"/completeness/both_matches", Presence::optional, Digested::no};
  static inline const Column<double> kFoundMatches{"/completeness/found_matches", Presence::optional, Digested::no};
  static inline const Column<double> kEstimate{"/completeness/estimate", Presence::optional, Digested::no};

  std::vector<std::int32_t> first, second;
  std::vector<double> first_matches, second_matches, both_matches;
  double found_matches = 0;
  double estimate = 0;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) when the columns differ in length. The file must have the table.
  [[nodiscard]] static CompletenessTable read(const ResultReader& reader);
};

struct ModelTable {
  static inline const Column<Text> kJson{"/model/json"};
  static inline const Column<double> kPrior{"/model/prior"};
  static inline const Column<double> kPriorWeight{"/model/prior_weight_log2"};
  static inline const Column<double> kRelatedPrior{"/model/related_prior", Presence::optional};
  static inline const Column<double> kRelatedPriorWeight{"/model/related_prior_weight_log2", Presence::optional};
  static inline const Column<double> kNeighbourPrior{"/model/neighbour_prior", Presence::optional};
  static inline const Column<double> kNeighbourPriorWeight{"/model/neighbour_prior_weight_log2", Presence::optional};
  static inline const Column<std::int64_t> kRivalPartners{"/model/rival_partners", Presence::optional};

  std::string json;
  double prior = 0;
  double prior_weight_log2 = 0;
  double related_prior = 0;  ///< 0: no class of related pairs; then neither column is written
  double related_prior_weight_log2 = 0;
  double neighbour_prior = 0;  ///< 0: no class of neighbours; likewise
  double neighbour_prior_weight_log2 = 0;

  /// Does not write kRivalPartners, which is written with the edges.
  void write(ResultWriter& writer) const;
};

}  // namespace onefold::result
