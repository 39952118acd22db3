// The small tables that define how the weight of a pattern adds up. Verify and explain read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::result {

/// A level of a comparison: 0 is missing, the last one is else.
struct LevelRow {
  std::string text;
  double m = 0;
  double u = 0;
  double weight_log2 = 0;
  double related_weight_log2 = 0;
  double neighbour_weight_log2 = 0;
  std::string m_origin;
  std::string u_origin;
};
struct ComparisonRow {
  std::string name;
  std::vector<LevelRow> levels;
};

/// Corrections for two comparisons whose information partly overlaps; added to the sum of their weights.
struct DependenceRow {
  std::size_t first = 0;  ///< comparison
  std::size_t second = 0;
  std::vector<double> correction_log2;  ///< [level of first * number of levels of second + level of second]
};

/// Everything that is needed to add up the weight of a pattern.
struct ScoreTables {
  std::vector<ComparisonRow> comparisons;
  std::vector<DependenceRow> dependence;
  double prior = 0;
  double prior_weight_log2 = 0;
  bool has_related = false;  ///< whether the model has a class of related pairs
  double related_prior_weight_log2 = 0;
  bool has_neighbours = false;  ///< whether it has a class of neighbours too
  double neighbour_prior_weight_log2 = 0;
  double threshold = 0;
  double threshold_weight_log2 = 0;
  double review_threshold = 0;
  std::vector<std::string> rules;

  /// Whether an edge of this weight is a link.
  [[nodiscard]] bool is_link(double weight_log2) const { return weight_log2 >= threshold_weight_log2; }
  /// Correction of a pair of comparisons; `levels` holds one level of each comparison, all of them valid.
  [[nodiscard]] double correction(const DependenceRow& pair, const std::int8_t* levels) const {
    return pair.correction_log2[static_cast<std::size_t>(levels[pair.first]) * comparisons[pair.second].levels.size() +
                                static_cast<std::size_t>(levels[pair.second])];
  }
  /// Deduction for related pairs, at most 0. `levels` as above.
  [[nodiscard]] double related(const std::int8_t* levels) const;
};

/// Local. Throws Error(input) when the tables do not fit together.
[[nodiscard]] ScoreTables read_score_tables(const ResultReader& file);

}  // namespace onefold::result
