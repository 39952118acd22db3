#include "comparison/expression.hpp"

#include "comparison/elements.hpp"
#include "comparison/house_number.hpp"
#include "comparison/parts.hpp"
#include "comparison/tokens.hpp"

namespace onefold::comparison {
namespace {

using config::Combination;
using config::Measure;

/// Whether a measure that does not hold is unknown, because one of the values lacks the part that it compares.
bool leaves_open(Measure measure, std::string_view left, std::string_view right) {
  switch (measure) {
    case Measure::email_local:
    case Measure::email_local_jaro_winkler:
      return email_local(left).empty() || email_local(right).empty();
    case Measure::email_domain:
      return email_domain(left).empty() || email_domain(right).empty();
    case Measure::shared_code:
      return !has_code(left) || !has_code(right);
    case Measure::equal_numbers:
      return numbers_of(left).empty() || numbers_of(right).empty();
    case Measure::house_number:
      for (const std::string_view l : elements_of(left))
        for (const std::string_view r : elements_of(right))
          if (house_numbers_leave_open(l, r)) return true;
      return false;
    default:
      return false;
  }
}

Truth equality(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return Truth::unknown;
  return share_element(left, right) ? Truth::yes : Truth::no;
}

}  // namespace

Expression::Expression(const config::Level& level, const config::ComparisonConfig& config, AttributeType type,
                       std::span<const AttributeIndex> others)
    : measure_(level.measure), combination_(level.combination) {
  if (measure_ == Measure::combined) {
    for (const config::Level& part : level.parts) parts_.emplace_back(part, config, type, others);
    return;
  }
  const auto slot_of = [&](AttributeIndex attribute) {
    if (attribute == config.attribute) return std::size_t{0};
    return static_cast<std::size_t>(std::lower_bound(others.begin(), others.end(), attribute) - others.begin()) + 1;
  };
  slot_ = slot_of(level.attribute.value_or(config.attribute));
  if (config::reads_other(measure_)) {
    other_slot_ = slot_of(level.other);
    return;
  }
  config::ComparisonConfig alone = config;
  alone.levels = {level};
  alone.levels[0].attribute.reset();
  single_.emplace(alone, type);
}

Truth Expression::truth(const PairValues& pair) const {
  if (measure_ != Measure::combined) return truth_of_leaf(pair);
  if (combination_ == Combination::negation) return !parts_.front().truth(pair);
  const bool all = combination_ == Combination::all;
  Truth truth = all ? Truth::yes : Truth::no;
  const Truth decided = !truth;
  for (const Expression& part : parts_) {
    const Truth its = part.truth(pair);
    truth = all ? std::min(truth, its) : std::max(truth, its);
    if (truth == decided) break;
  }
  return truth;
}

Truth Expression::truth_of_leaf(const PairValues& pair) const {
  const std::string_view left = pair.left(slot_), right = pair.right(slot_);
  if (config::reads_other(measure_)) {
    const Truth there = equality(left, pair.right(other_slot_));
    const Truth back = equality(pair.left(other_slot_), right);
    return measure_ == Measure::swapped ? std::min(there, back) : std::max(there, back);
  }
  const LevelNumber level = single_->level({.left = left,
                                            .right = right,
                                            .left_weights = pair.left_weights(slot_),
                                            .right_weights = pair.right_weights(slot_)});
  if (level == kMissing) return Truth::unknown;
  if (level == 1) return Truth::yes;
  return leaves_open(measure_, left, right) ? Truth::unknown : Truth::no;
}

std::optional<Truth> Expression::when_equal() const {
  if (measure_ != Measure::combined) {
    if (slot_ != 0 || config::reads_other(measure_) || !single_->equal_decides()) return std::nullopt;
    return single_->level_when_equal() == 1 ? Truth::yes : Truth::no;
  }
  if (combination_ == Combination::negation) {
    const auto part = parts_.front().when_equal();
    return part ? std::optional(!*part) : part;
  }
  const bool all = combination_ == Combination::all;
  Truth truth = all ? Truth::yes : Truth::no;
  bool varies = false;
  for (const Expression& part : parts_) {
    const auto its = part.when_equal();
    varies |= !its;
    if (its) truth = all ? std::min(truth, *its) : std::max(truth, *its);
  }
  // A single part can decide the whole expression.
  if (varies && truth != (all ? Truth::no : Truth::yes)) return std::nullopt;
  return truth;
}

}  // namespace onefold::comparison
