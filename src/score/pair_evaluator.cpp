#include "onefold/score/pair_evaluator.hpp"

#include <algorithm>

namespace onefold::score {

PairEvaluator::PairEvaluator(const config::Job& job) : space_(model::empty_model(job).pattern_space()) {
  for (const auto& config : job.comparisons)
    comparisons_.push_back({comparison::Comparison(config, job.attributes[config.attribute].type), config.attribute});
}

std::vector<AttributeIndex> PairEvaluator::attributes() const {
  std::vector<AttributeIndex> attributes;
  for (const auto& bound : comparisons_) {
    attributes.push_back(bound.attribute);
    if (bound.comparison.reads_other()) attributes.push_back(bound.comparison.other());
  }
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

comparison::LevelNumber PairEvaluator::slow_level(const block::TileRows& rows, const Bound& bound, std::uint64_t i,
                                                  std::uint64_t j) const {
  std::array<std::array<char, kMaxPackedChars>, 4> buffers;
  const Column& column = rows.attributes[bound.attribute];
  comparison::Operands pair{column.value(i, buffers[0]), column.value(j, buffers[1]), {}, {}};
  if (bound.comparison.reads_other()) {
    const Column& other = rows.attributes[bound.comparison.other()];
    pair.left_other = other.value(i, buffers[2]);
    pair.right_other = other.value(j, buffers[3]);
  }
  return bound.comparison.level(pair);
}

PairWeights::PairWeights(const config::Job& job, const model::Model& model, std::span<const ColumnFacts> facts)
    : space_(model.pattern_space()), prior_(model.prior_weight) {
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    auto& weights = weights_.emplace_back();
    for (const auto& level : model.comparisons[c].levels) weights.push_back(level.weight);
    const auto exact = model::exact_level(job.comparisons[c]);
    if (!job.comparisons[c].term_frequency || exact == 0) continue;
    const AttributeIndex attribute = job.comparisons[c].attribute;
    const std::uint64_t num_present = facts[attribute].num_present;
    if (num_present == 0) continue;
    const double u_exact = model.comparisons[c].levels[exact].u;
    term_frequencies_.push_back({c, attribute, exact, u_exact, num_present});
    largest_sum_ += std::max<model::FixedWeight>(0, model::term_frequency_adjustment(u_exact, 1, num_present));
  }
}

model::FixedWeight PairWeights::base(model::Pattern pattern) const {
  model::FixedWeight sum = prior_;
  for (std::size_t c = 0; c < weights_.size(); ++c) sum += weights_[c][space_.level(pattern, c)];
  return sum;
}

}  // namespace onefold::score
