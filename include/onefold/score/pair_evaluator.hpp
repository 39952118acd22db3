// Compares two rows: level numbers, agreement pattern, weight. Local; nothing here communicates.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/block/tiles.hpp"
#include "onefold/comparison/comparison.hpp"
#include "onefold/config/job.hpp"
#include "onefold/model/model.hpp"
#include "onefold/record/columns.hpp"

namespace onefold::score {

/// The job's comparisons over the codes of a row table and the dictionaries behind them.
class PairEvaluator {
 public:
  PairEvaluator(const config::Job& job, const std::vector<Dictionary>& dictionaries);

  [[nodiscard]] std::size_t num_comparisons() const { return comparisons_.size(); }
  [[nodiscard]] const model::PatternSpace& space() const { return space_; }
  /// Attributes that rows must carry, ascending.
  [[nodiscard]] std::vector<AttributeIndex> attributes() const;

  /// Level of comparison `c` for rows i and j.
  [[nodiscard]] comparison::LevelNumber level(const block::TileRows& rows, std::size_t c, std::uint64_t i, std::uint64_t j) const {
    const Bound& bound = comparisons_[c];
    const auto& codes = rows.codes[bound.attribute];
    const Code left = codes[i];
    const Code right = codes[j];
    if (left == kMissingCode || right == kMissingCode) return comparison::kMissing;
    if (left == right && !bound.comparison.reads_other()) return bound.comparison.level_when_equal();
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
  const std::vector<Dictionary>& dictionaries_;
  std::vector<Bound> comparisons_;
  model::PatternSpace space_;
};

/// Weights of patterns, and term-frequency adjustments, from a model.
class PairWeights {
 public:
  PairWeights(const config::Job& job, const model::Model& model, const std::vector<Dictionary>& dictionaries);

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
    return tf.by_code(rows.codes[tf.attribute][i]);
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
    const Dictionary* dictionary;
    [[nodiscard]] model::FixedWeight by_code(Code code) const {
      return model::term_frequency_adjustment(u_exact, dictionary->count(code), num_present);
    }
  };
  model::PatternSpace space_;
  model::FixedWeight prior_ = 0;
  std::vector<std::vector<model::FixedWeight>> weights_;   // [comparison][level]
  std::vector<TermFrequency> term_frequencies_;
  model::FixedWeight largest_sum_ = 0;
};

}  // namespace onefold::score
