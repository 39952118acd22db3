#include "score/pair_evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onefold::score {

namespace {

/// Adjustments of values with smaller counts are read from a table.
constexpr std::uint64_t kTabulatedCounts = 4096;

/// Limit for sums of weights; it leaves room below 2^31.
constexpr FixedWeight kMostBounded = 1 << 30;

/// Approximate nanoseconds to find the level of a pair of different values. Affects only the order of comparisons.
double cost_of(const config::ComparisonConfig& comparison, AttributeType type) {
  using config::Measure;
  const bool long_texts = type == AttributeType::address || type == AttributeType::full_name ||
                          type == AttributeType::text || type == AttributeType::organisation;
  double cost = 1;
  bool has_kernel = false;
  for (const auto& level : comparison.levels) switch (level.measure) {
      case Measure::jaro_winkler:
      case Measure::email_local_jaro_winkler:
      case Measure::levenshtein:
      case Measure::damerau_levenshtein:
        if (!has_kernel) cost += long_texts ? 80 : 8;
        has_kernel = true;
        break;
      case Measure::initial:
      case Measure::difference:
      case Measure::relative_difference:
      case Measure::words_contained:
      case Measure::alias:
        cost += 60;
        break;
      case Measure::combined:
        cost += long_texts ? 300 : 120;
        break;
      case Measure::token_jaccard:
      case Measure::token_overlap:
      case Measure::tfidf:
      case Measure::shared_code:
      case Measure::overlap:
      case Measure::overlap_share:
      case Measure::overlap_weight:
        cost += 40;
        break;
      case Measure::soft_tfidf:
        cost += 400;
        break;
      case Measure::exact:
        break;
      default:
        cost += 2;
    }
  return cost;
}

// Related pairs share a value if they agree so many times as often as random pairs.
constexpr double kShared = 4;

}  // namespace

PairEvaluator::PairEvaluator(const config::Job& job, similarity::Simd simd)
    : space_(model::empty_model(job).pattern_space()), simd_(simd) {
  for (const auto& config : job.comparisons)
    comparisons_.push_back({comparison::Comparison(config, job.attributes[config.attribute].type), config.attribute});
}

std::vector<AttributeIndex> PairEvaluator::attributes() const {
  std::vector<AttributeIndex> attributes;
  for (const auto& bound : comparisons_) {
    attributes.push_back(bound.attribute);
    const auto& others = bound.comparison.others();
    attributes.insert(attributes.end(), others.begin(), others.end());
  }
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

PairWeights::PairWeights(const config::Job& job, const model::Model& model, std::span<const ColumnFacts> facts)
    : space_(model.pattern_space()), prior_(model.prior_weight), dependence_(model.dependence), related_(model) {
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    auto& weights = weights_.emplace_back();
    for (const auto& level : model.comparisons[c].levels) weights.push_back(level.weight);
    const auto exact = model::exact_level(job.comparisons[c]);
    if (!job.comparisons[c].term_frequency || exact == 0) continue;
    const AttributeIndex attribute = job.comparisons[c].attribute;
    const std::uint64_t num_present = facts[attribute].num_weighed;
    if (num_present == 0) continue;
    auto& tf = term_frequencies_.emplace_back(
        TermFrequency{c,
                      attribute,
                      exact,
                      model.comparisons[c].levels[exact].u,
                      num_present,
                      1,
                      static_cast<comparison::LevelNumber>(weights.size() - 1),
                      std::llround(job.comparisons[c].term_frequency_fuzzy * 1024),
                      model.comparisons[c].levels[exact].r > kShared * model.comparisons[c].levels[exact].u,
                      model.comparisons[c].levels[exact].neighbour > kShared * model.comparisons[c].levels[exact].u,
                      {}});
    tf.minimum_count =
        std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(job.comparisons[c].term_frequency_minimum *
                                                                        static_cast<double>(num_present))));
    for (std::uint64_t count = 0; count < kTabulatedCounts; ++count)
      tf.by_count.push_back(
          model::term_frequency_adjustment(tf.u_exact, std::max(count, tf.minimum_count), num_present));
  }
  compute_bounds(job, model);
}

void PairWeights::compute_bounds(const config::Job& job, const model::Model& model) {
  const auto magnitude = [](FixedWeight weight) { return weight < 0 ? -weight : weight; };
  // Adjustments decrease with the frequency of the value, so the rarest and the most frequent value give the extremes.
  std::vector<FixedWeight> largest_adjustment(weights_.size(), 0);
  FixedWeight furthest = magnitude(prior_);
  for (const auto& tf : term_frequencies_) {
    const auto rarest = model::term_frequency_adjustment(tf.u_exact, tf.minimum_count, tf.num_present);
    const auto commonest = model::term_frequency_adjustment(tf.u_exact, tf.num_present, tf.num_present);
    largest_adjustment[tf.comparison] = std::max<FixedWeight>(0, rarest);
    furthest += std::max(magnitude(rarest), magnitude(commonest));
  }
  can_bound_ = furthest < kMostBounded;
  for (const auto& weights : weights_) {
    FixedWeight largest = 0;
    for (const auto weight : weights) largest = std::max(largest, magnitude(weight));
    // Check at each step, because the sum itself must not overflow.
    can_bound_ = can_bound_ && largest < kMostBounded;
    furthest += can_bound_ ? largest : 0;
    can_bound_ = can_bound_ && furthest < kMostBounded;
  }
  for (const auto& pair : dependence_) {
    FixedWeight largest = 0;
    for (const auto correction : pair.correction) largest = std::max(largest, magnitude(correction));
    can_bound_ = can_bound_ && largest < kMostBounded;
    furthest += can_bound_ ? largest : 0;
    can_bound_ = can_bound_ && furthest < kMostBounded;
  }
  order_.resize(weights_.size());
  std::iota(order_.begin(), order_.end(), 0);
  if (!can_bound_) return;

  std::vector<double> lost_per_time;
  for (std::size_t c = 0; c < weights_.size(); ++c) {
    const auto& config = job.comparisons[c];
    const comparison::Comparison comparison(config, job.attributes[config.attribute].type);
    WeightBounds bounds;
    bounds.weights.assign(weights_[c].begin(), weights_[c].end());
    // The correction also depends on the level of the other comparison, which is not yet known: assume the best one.
    for (const auto& pair : dependence_) {
      if (pair.second != c) continue;
      const std::size_t width = bounds.weights.size();
      for (std::size_t level = 1; level < width; ++level) {
        FixedWeight best = 0;
        for (std::size_t i = level; i < pair.correction.size(); i += width) best = std::max(best, pair.correction[i]);
        bounds.weights[level] += static_cast<std::int32_t>(best);
      }
    }
    for (const auto& tf : term_frequencies_)
      if (tf.comparison == c)
        for (comparison::LevelNumber level = 1; level < tf.else_level; ++level)
          if (level != tf.exact_level)
            bounds.weights[level] += static_cast<std::int32_t>(tf.share(largest_adjustment[c]));
    bounds.equal_decides = comparison.equal_decides();
    const auto adjustment = static_cast<std::int32_t>(largest_adjustment[c]);
    const std::int32_t of_all = *std::max_element(bounds.weights.begin() + 1, bounds.weights.end()) + adjustment;
    bounds.largest = std::max(0, of_all);
    // Different values are never at an exact level.
    const std::size_t otherwise = bounds.weights.size() - 1;
    bounds.if_different_behind.assign(bounds.weights.size(), bounds.weights[otherwise]);
    for (std::size_t level = otherwise; level-- > 1;) {
      const bool asks_for_equality = config.levels[level - 1].measure == config::Measure::exact;
      bounds.if_different_behind[level - 1] = std::max(
          bounds.if_different_behind[level], asks_for_equality ? bounds.weights[otherwise] : bounds.weights[level]);
    }
    bounds.if_different = bounds.if_different_behind[0];
    bounds.if_equal = bounds.weights[comparison.level_when_equal()];
    if (!bounds.equal_decides) bounds.if_equal = bounds.if_different = of_all;
    for (std::size_t t = 0; t < term_frequencies_.size(); ++t) {
      if (term_frequencies_[t].comparison != c) continue;
      bounds.exact_level = term_frequencies_[t].exact_level;
      bounds.term_frequency = t;
    }
    // Expected loss of weight of a pair of different records, once this level is known.
    double lost = 0;
    for (std::size_t level = 1; level <= otherwise; ++level)
      if (level == otherwise || config.levels[level - 1].measure != config::Measure::exact)
        lost +=
            model.comparisons[c].levels[level].u * to_double(FixedWeight{bounds.if_different} - bounds.weights[level]);
    lost_per_time.push_back(lost / cost_of(config, job.attributes[config.attribute].type));
    bounds_.push_back(std::move(bounds));
  }
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return lost_per_time[a] > lost_per_time[b]; });
}

FixedWeight PairWeights::adjust(model::Pattern pattern, const OfPattern& of_pattern, const block::TileRows& rows,
                                std::uint64_t i, std::uint64_t j, std::span<FixedWeight> adjustments) const {
  FixedWeight sum = 0, shared = 0;
  auto rarer = of_pattern.related;
  for (std::size_t t = 0; t < adjustments.size(); ++t) {
    const auto& tf = term_frequencies_[t];
    adjustments[t] = term_frequency(t, pattern, rows, i, j);
    sum += adjustments[t];
    if (tf.is_of_relatives) rarer.related += adjustments[t];
    if (tf.is_of_neighbours) rarer.neighbours += adjustments[t];
    if (tf.is_of_relatives || tf.is_of_neighbours) shared += adjustments[t];
  }
  if (shared == 0 || !related_.exists()) return sum;
  const FixedWeight taken = related_.term(rarer) - of_pattern.related_term;
  // Rounded down, and the parts so that the sum is never rounded up.
  const FixedWeight sixteenths = std::clamp<FixedWeight>(16 * taken / shared, 0, 16);
  for (std::size_t t = 0; t < adjustments.size(); ++t) {
    if (!term_frequencies_[t].is_of_relatives && !term_frequencies_[t].is_of_neighbours) continue;
    const FixedWeight whole = adjustments[t] * sixteenths;
    const FixedWeight part = whole > 0 ? (whole + 15) / 16 : whole / 16;
    adjustments[t] -= part;
    sum -= part;
  }
  return sum;
}

PairWeights::OfPattern PairWeights::of_pattern(model::Pattern pattern) const {
  FixedWeight sum = prior_;
  for (std::size_t c = 0; c < weights_.size(); ++c) sum += weights_[c][space_.level(pattern, c)];
  for (const auto& pair : dependence_)
    sum += pair.correction[std::size_t{space_.level(pattern, pair.first)} * space_.num_levels(pair.second) +
                           space_.level(pattern, pair.second)];
  // Bounds may ignore this term, because it is never positive.
  if (!related_.exists()) return {sum, {}, 0};
  const auto related = related_.odds_of(space_, pattern);
  const FixedWeight term = related_.term(related);
  return {sum - term, related, term};
}

}  // namespace onefold::score
