// Compares two rows: level numbers, agreement pattern, weight. Local; nothing here communicates.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/block/tiles.hpp"
#include "onefold/comparison/comparison.hpp"
#include "onefold/config/job.hpp"
#include "onefold/model/model.hpp"
#include "onefold/record/columns.hpp"

namespace onefold::score {

/// The job's comparisons over the columns of a row table.
class PairEvaluator {
 public:
  explicit PairEvaluator(const config::Job& job);

  [[nodiscard]] std::size_t num_comparisons() const { return comparisons_.size(); }
  [[nodiscard]] const model::PatternSpace& space() const { return space_; }
  /// Attributes that rows must carry, ascending.
  [[nodiscard]] std::vector<AttributeIndex> attributes() const;

  /// Level of comparison `c` for rows i and j.
  [[nodiscard]] comparison::LevelNumber level(const block::TileRows& rows, std::size_t c, std::uint64_t i, std::uint64_t j) const {
    const Bound& bound = comparisons_[c];
    const Column& column = rows.attributes[bound.attribute];
    if (column.is_missing(i) || column.is_missing(j)) return comparison::kMissing;
    if (!bound.comparison.reads_other() && column.equal(i, j)) return bound.comparison.level_when_equal();
    return slow_level(rows, bound, i, j);
  }

  [[nodiscard]] model::Pattern pattern(const block::TileRows& rows, std::uint64_t i, std::uint64_t j) const {
    model::Pattern pattern = 0;
    for (std::size_t c = 0; c < comparisons_.size(); ++c) pattern += space_.stride(c) * level(rows, c, i, j);
    return pattern;
  }

 private:
  struct Bound {
    comparison::Comparison comparison;
    AttributeIndex attribute;
  };
  [[nodiscard]] comparison::LevelNumber slow_level(const block::TileRows& rows, const Bound& bound, std::uint64_t i,
                                                   std::uint64_t j) const;
  std::vector<Bound> comparisons_;
  model::PatternSpace space_;
};

/// Weights of patterns, and term-frequency adjustments, from a model.
class PairWeights {
 public:
  /// `facts` are those of the attributes, equal on all ranks.
  PairWeights(const config::Job& job, const model::Model& model, std::span<const ColumnFacts> facts);

  /// Prior and levels, without term frequencies.
  [[nodiscard]] model::FixedWeight base(model::Pattern pattern) const;
  /// Comparisons with term-frequency adjustment.
  [[nodiscard]] std::size_t num_term_frequencies() const { return term_frequencies_.size(); }
  /// Comparison that adjustment column t belongs to.
  [[nodiscard]] std::size_t comparison_of(std::size_t t) const { return term_frequencies_[t].comparison; }
  /// Adjustment t of the pair (i, j) with this pattern; 0 unless its comparison is at the exact level.
  [[nodiscard]] model::FixedWeight term_frequency(std::size_t t, model::Pattern pattern, const block::TileRows& rows,
                                                  std::uint64_t i) const {
    const auto& tf = term_frequencies_[t];
    if (space_.level(pattern, tf.comparison) != tf.exact_level) return 0;
    return model::term_frequency_adjustment(tf.u_exact, rows.attributes[tf.attribute].count(i), tf.num_present);
  }
  /// The largest sum that adjustments can add.
  [[nodiscard]] model::FixedWeight largest_term_frequency_sum() const { return largest_sum_; }

 private:
  struct TermFrequency {
    std::size_t comparison;
    AttributeIndex attribute;
    comparison::LevelNumber exact_level;
    double u_exact;
    std::uint64_t num_present;
  };
  model::PatternSpace space_;
  model::FixedWeight prior_ = 0;
  std::vector<std::vector<model::FixedWeight>> weights_;   // [comparison][level]
  std::vector<TermFrequency> term_frequencies_;
  model::FixedWeight largest_sum_ = 0;
};

}  // namespace onefold::score
