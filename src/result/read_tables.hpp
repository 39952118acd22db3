// Parts of a result file that are small, or that several readers (verify, export, explain) look at in the same way.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::result {

/// Rows of a slice of a column: a whole chunk of 64-bit numbers.
inline constexpr std::uint64_t kSliceRows = 1 << 17;

/// Calls `work(first, count)` for slices of `num_rows` rows, in order.
template <typename Work>
void for_each_slice(std::uint64_t num_rows, const Work& work) {
  for (std::uint64_t first = 0; first < num_rows; first += kSliceRows)
    work(first, std::min(kSliceRows, num_rows - first));
}

/// Whole columns.
std::vector<std::int64_t> all_int64(const ResultReader& file, const std::string& dataset);
std::vector<std::int32_t> all_int32(const ResultReader& file, const std::string& dataset);
std::vector<double> all_double(const ResultReader& file, const std::string& dataset);
TextColumn all_text(const ResultReader& file, const std::string& dataset);
/// The only row of a column of numbers.
double single_double(const ResultReader& file, const std::string& dataset);

/// A list of pairs of records, in the columns NAME_left and NAME_right; none when they are not there. Throws
/// Error(input) when it names records that there are not.
struct RecordPair {
  std::int64_t left = 0;
  std::int64_t right = 0;
};
std::vector<RecordPair> read_record_pairs(const ResultReader& file, const std::string& name);

/// The levels of a comparison, 0 (missing) to the last (else).
struct LevelRow {
  std::string text;
  double m = 0;
  double u = 0;
  double weight_log2 = 0;
  std::string m_origin;
  std::string u_origin;
};
struct ComparisonRow {
  std::string name;
  std::int32_t term_frequency_column = -1;
  std::vector<LevelRow> levels;
};

/// What the levels of two comparisons are worth more together than one by one.
struct DependenceRow {
  std::size_t first = 0;  ///< comparison
  std::size_t second = 0;
  std::vector<double> correction_log2;  ///< [level of first * number of levels of second + level of second]
};

/// What is needed to add up the weight of an edge.
struct ScoreTables {
  std::vector<ComparisonRow> comparisons;
  std::vector<DependenceRow> dependence;
  std::uint64_t num_term_frequency_columns = 0;
  double prior = 0;
  double prior_weight_log2 = 0;
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
};

/// Throws Error(input) when the tables do not fit together.
ScoreTables read_score_tables(const ResultReader& file);

}  // namespace onefold::result
