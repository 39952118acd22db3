// The comparisons of a job and the weights of their levels. Local. score_tiles.hpp compares pairs with them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "block/tiles.hpp"
#include "comparison/comparison.hpp"
#include "model/model.hpp"
#include "onefold/config/job.hpp"
#include "onefold/similarity/simd.hpp"
#include "record/columns.hpp"

namespace onefold::score {

/// The job's comparisons over the columns of a row table.
class PairEvaluator {
 public:
  /// `simd` affects speed, not results.
  explicit PairEvaluator(const config::Job& job, similarity::Simd simd = similarity::simd_in_use());

  [[nodiscard]] std::size_t num_comparisons() const { return comparisons_.size(); }
  [[nodiscard]] const model::PatternSpace& space() const { return space_; }
  [[nodiscard]] similarity::Simd simd() const { return simd_; }
  /// Attributes that rows must carry, ascending.
  [[nodiscard]] std::vector<AttributeIndex> attributes() const;
  [[nodiscard]] const comparison::Comparison& comparison(std::size_t c) const { return comparisons_[c].comparison; }
  [[nodiscard]] AttributeIndex attribute(std::size_t c) const { return comparisons_[c].attribute; }

 private:
  struct Bound {
    comparison::Comparison comparison;
    AttributeIndex attribute;
  };
  std::vector<Bound> comparisons_;
  model::PatternSpace space_;
  similarity::Simd simd_;
};

/// Bounds of the weight that a comparison adds to a pair, to decide early that the pair cannot reach a threshold. They
/// fit in 32 bits if PairWeights::can_bound.
struct WeightBounds {
  bool equal_decides = true;          ///< if false, both bounds are the largest of all levels and adjustments
  std::int32_t if_equal = 0;          ///< weight of equal values, before term frequency
  std::int32_t if_different = 0;      ///< largest weight of different values
  std::int32_t largest = 0;           ///< largest weight of any values, missing ones included
  std::vector<std::int32_t> weights;  ///< [level]
  /// [level] largest weight of different values for which neither this level nor one before it holds.
  std::vector<std::int32_t> if_different_behind;
  comparison::LevelNumber exact_level = 0;  ///< the level that term frequencies adjust; 0: none
  std::size_t term_frequency = 0;           ///< number of that adjustment
};

/// Weights of patterns, and term-frequency adjustments, from a model.
class PairWeights {
 public:
  /// `facts` are those of the attributes, equal on all ranks.
  PairWeights(const config::Job& job, const model::Model& model, std::span<const ColumnFacts> facts);

  /// Sum of prior, levels, corrections for dependence and the deduction for related pairs, without term frequencies.
  [[nodiscard]] FixedWeight base(model::Pattern pattern) const { return of_pattern(pattern).base; }
  /// What depends on the pattern alone.
  struct OfPattern {
    FixedWeight base = 0;
    model::RelatedTerm::Odds related;
    FixedWeight related_term = 0;  ///< R(0), see adjust()
  };
  [[nodiscard]] OfPattern of_pattern(model::Pattern pattern) const;
  /// Weight of one level of a comparison, without prior and term frequencies.
  [[nodiscard]] FixedWeight of_level(std::size_t comparison, comparison::LevelNumber level) const {
    return weights_[comparison][level];
  }
  /// Comparisons with term-frequency adjustment.
  [[nodiscard]] std::size_t num_term_frequencies() const { return term_frequencies_.size(); }
  /// Comparison that adjustment column t belongs to.
  [[nodiscard]] std::size_t comparison_of(std::size_t t) const { return term_frequencies_[t].comparison; }
  /// Adjustment t of the pair (i, j) with this pattern. 0 unless the level of its comparison is adjusted: the exact
  /// level, and with fuzzy_share all others except missing and the last.
  [[nodiscard]] FixedWeight term_frequency(std::size_t t, model::Pattern pattern, const block::TileRows& rows,
                                           std::uint64_t i, std::uint64_t j) const {
    const auto& tf = term_frequencies_[t];
    const auto level = space_.level(pattern, tf.comparison);
    if (level == tf.exact_level) return term_frequency_of_value(t, rows, i);
    if (tf.fuzzy_share == 0 || level == comparison::kMissing || level == tf.else_level) return 0;
    // Of two similar values the more frequent one counts, because it is the likelier one to occur by chance.
    const auto& column = rows.attributes[tf.attribute];
    return tf.share(adjustment(tf, std::max(column.count(i), column.count(j))));
  }
  /// Fills in the adjustments of the pair (i, j) and returns their sum. If relatives share what a comparison compares,
  /// as they share a surname, a rare value says less: it is as rare among relatives. With R(t) = the related term if
  /// agreements are rarer by t, and the part T' of the adjustments T that relatives (or neighbours) share, the weight
  /// of a pair is base + T - R(T') + R(0). What this takes is taken from the shared adjustments in proportion, in
  /// sixteenths, so that there are few different adjustments. Never more than the weight without relatives, on which
  /// bounds rely.
  FixedWeight adjust(model::Pattern pattern, const OfPattern& of_pattern, const block::TileRows& rows, std::uint64_t i,
                     std::uint64_t j, std::span<FixedWeight> adjustments) const;
  FixedWeight adjust(model::Pattern pattern, const block::TileRows& rows, std::uint64_t i, std::uint64_t j,
                     std::span<FixedWeight> adjustments) const {
    return adjust(pattern, of_pattern(pattern), rows, i, j, adjustments);
  }
  /// Adjustment t of pairs that share the value of row i, which is present.
  [[nodiscard]] FixedWeight term_frequency_of_value(std::size_t t, const block::TileRows& rows, std::uint64_t i) const {
    const auto& tf = term_frequencies_[t];
    return adjustment(tf, rows.attributes[tf.attribute].count(i));
  }

  /// Whether all weights and their sums are far below 2^31, so that 32 bits hold bounds. False for absurdly large
  /// weights.
  [[nodiscard]] bool can_bound() const { return can_bound_; }
  [[nodiscard]] FixedWeight prior() const { return prior_; }
  /// [comparison]
  [[nodiscard]] const std::vector<WeightBounds>& bounds() const { return bounds_; }
  /// Comparisons in the order for undecided pairs: first those that lose much weight in little time.
  [[nodiscard]] const std::vector<std::size_t>& order() const { return order_; }

 private:
  struct TermFrequency {
    std::size_t comparison;
    AttributeIndex attribute;
    comparison::LevelNumber exact_level;
    double u_exact;
    std::uint64_t num_present;
    std::uint64_t minimum_count;  ///< rarer values count as this frequent
    comparison::LevelNumber else_level;
    std::int64_t fuzzy_share;  ///< of levels other than exact, in units of 1 / 1024
    bool is_of_relatives;      ///< whether related pairs agree because they share the value, and not by chance
    bool is_of_neighbours;     ///< the same for neighbours
    /// Rounded towards 0, alike for both signs.
    [[nodiscard]] FixedWeight share(FixedWeight weight) const { return weight * fuzzy_share / 1024; }
    std::vector<FixedWeight> by_count;  ///< for small counts, because one logarithm per row is slow
  };
  [[nodiscard]] static FixedWeight adjustment(const TermFrequency& tf, std::uint64_t count) {
    return count < tf.by_count.size()
               ? tf.by_count[count]
               : model::term_frequency_adjustment(tf.u_exact, std::max(count, tf.minimum_count), tf.num_present);
  }
  void compute_bounds(const config::Job& job, const model::Model& model);

  model::PatternSpace space_;
  FixedWeight prior_ = 0;
  std::vector<std::vector<FixedWeight>> weights_;  // [comparison][level]
  std::vector<TermFrequency> term_frequencies_;
  std::vector<model::Dependence> dependence_;
  model::RelatedTerm related_;
  bool can_bound_ = false;
  std::vector<WeightBounds> bounds_;
  std::vector<std::size_t> order_;
};

}  // namespace onefold::score
