#include "comparison/comparison.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "comparison/date.hpp"
#include "comparison/decimal.hpp"
#include "comparison/elements.hpp"
#include "comparison/house_number.hpp"
#include "comparison/location.hpp"
#include "comparison/parts.hpp"
#include "comparison/plan.hpp"
#include "comparison/tokens.hpp"
#include "comparison/words.hpp"
#include "onefold/record/error.hpp"
#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "onefold/similarity/phonetic.hpp"
#include "similarity/utf8.hpp"

namespace onefold::comparison {
namespace {

using config::Measure;

/// Compares the Jaro-Winkler similarity of two texts with several thresholds. The kernel runs once, for the first
/// threshold.
class JaroWinklerOnce {
 public:
  bool at_least(std::uint32_t threshold_e4, std::uint32_t lowest_threshold_e4, std::string_view left,
                std::string_view right) {
    if (!match_) {
      match_ = similarity::jaro_match(left, right, lowest_threshold_e4);
      // Most pairs reach no threshold. One decision for the lowest threshold saves one decision per level.
      reaches_one_ = similarity::jaro_winkler_at_least(*match_, lowest_threshold_e4);
    }
    return reaches_one_ && similarity::jaro_winkler_at_least(*match_, threshold_e4);
  }

 private:
  std::optional<similarity::JaroMatch> match_;
  bool reaches_one_ = false;
};

/// Answers the questions of the levels about two different values. Expensive answers are computed once, on first use.
class DifferentValues {
 public:
  DifferentValues(std::string_view left, std::string_view right) : left_(left), right_(right) {}

  [[nodiscard]] std::string_view left() const { return left_; }
  [[nodiscard]] std::string_view right() const { return right_; }

  bool jaro_winkler(std::uint32_t threshold_e4, std::uint32_t lowest) {
    return jaro_winkler_.at_least(threshold_e4, lowest, left_, right_);
  }

  bool email_local_jaro_winkler(std::uint32_t threshold_e4, std::uint32_t lowest) {
    const std::string_view left = email_local(left_);
    const std::string_view right = email_local(right_);
    return !left.empty() && !right.empty() && email_jaro_winkler_.at_least(threshold_e4, lowest, left, right);
  }

  bool levenshtein(std::uint32_t limit, std::uint32_t most) {
    if (!levenshtein_) levenshtein_ = similarity::levenshtein_up_to(left_, right_, most);
    return *levenshtein_ <= limit;
  }

  bool damerau_levenshtein(std::uint32_t limit, std::uint32_t most) {
    if (!damerau_levenshtein_) damerau_levenshtein_ = similarity::damerau_levenshtein_up_to(left_, right_, most);
    return *damerau_levenshtein_ <= limit;
  }

  bool days(std::uint32_t limit) {
    if (!days_apart_) {
      const auto left = day_number(left_);
      const auto right = day_number(right_);
      days_apart_ = left && right ? static_cast<std::uint32_t>(*left < *right ? *right - *left : *left - *right)
                                  : std::numeric_limits<std::uint32_t>::max();
    }
    return *days_apart_ <= limit;
  }

  template <class Holds>
  bool numbers(const Holds& holds) {
    if (!parsed_) {
      parsed_ = true;
      left_number_ = parse_number(left_);
      right_number_ = parse_number(right_);
    }
    return left_number_ && right_number_ && holds(*left_number_, *right_number_);
  }

 private:
  std::string_view left_, right_;
  JaroWinklerOnce jaro_winkler_;
  JaroWinklerOnce email_jaro_winkler_;
  std::optional<std::uint32_t> levenshtein_;
  std::optional<std::uint32_t> damerau_levenshtein_;
  std::optional<std::uint32_t> days_apart_;
  bool parsed_ = false;
  std::optional<Number> left_number_;
  std::optional<Number> right_number_;
};

bool is_swapped(const PairValues& pair, std::size_t other) {
  return share_element(pair.left(0), pair.right(other)) && share_element(pair.left(other), pair.right(0));
}

bool is_crossed(const PairValues& pair, std::size_t other) {
  return share_element(pair.left(0), pair.right(other)) || share_element(pair.left(other), pair.right(0));
}

/// Pairs each element of the left value with each element of the right value.
std::vector<DifferentValues> pairs_of_elements(std::string_view left, std::string_view right) {
  std::vector<DifferentValues> pairs;
  for (const std::string_view l : elements_of(left))
    for (const std::string_view r : elements_of(right)) pairs.emplace_back(l, r);
  return pairs;
}

bool equal_parts(std::string_view left, std::string_view right) { return !left.empty() && left == right; }

class OperandValues final : public PairValues {
 public:
  explicit OperandValues(const Operands& pair) : pair_(pair) {}
  [[nodiscard]] std::string_view left(std::size_t slot) const override {
    return slot == 0 ? pair_.left : pair_.left_others[slot - 1];
  }
  [[nodiscard]] std::string_view right(std::size_t slot) const override {
    return slot == 0 ? pair_.right : pair_.right_others[slot - 1];
  }
  [[nodiscard]] TokenWeights left_weights(std::size_t slot) const override {
    return slot == 0 ? pair_.left_weights : TokenWeights{};
  }
  [[nodiscard]] TokenWeights right_weights(std::size_t slot) const override {
    return slot == 0 ? pair_.right_weights : TokenWeights{};
  }

 private:
  const Operands& pair_;
};

/// Whether the measure of `step` holds for `values`, which are the whole values of `pair` or one element of each.
bool measure_holds(const Comparison::Plan& plan, const Step& step, const PairValues& pair, DifferentValues& values) {
  const std::string_view left = values.left(), right = values.right();
  switch (step.measure) {
    case Measure::exact:
      return false;
    case Measure::jaro_winkler:
      return values.jaro_winkler(step.limit, plan.lowest_jaro_winkler);
    case Measure::levenshtein:
      return values.levenshtein(step.limit, plan.most_levenshtein);
    case Measure::damerau_levenshtein:
      return values.damerau_levenshtein(step.limit, plan.most_damerau_levenshtein);
    case Measure::days:
      return values.days(step.limit);
    case Measure::difference:
      return values.numbers([&](const auto& a, const auto& b) { return step.difference.holds_absolute(a, b); });
    case Measure::relative_difference:
      return values.numbers([&](const auto& a, const auto& b) { return step.difference.holds_relative(a, b); });
    case Measure::phonetic:
      return similarity::equal_phonetic_codes(left, right);
    case Measure::initial:
      return one_abbreviates_other(left, right);
    case Measure::prefix:
      return similarity::prefix(left, step.limit) == similarity::prefix(right, step.limit);
    case Measure::email_local:
      return !email_local(left).empty() && email_local(left) == email_local(right);
    case Measure::email_domain:
      return !email_domain(left).empty() && email_domain(left) == email_domain(right);
    case Measure::email_local_jaro_winkler:
      return values.email_local_jaro_winkler(step.limit, plan.lowest_email_jaro_winkler);
    case Measure::postcode_sector:
      return equal_postcode_parts(left, right, PostcodePart::sector);
    case Measure::postcode_district:
      return equal_postcode_parts(left, right, PostcodePart::district);
    case Measure::postcode_area:
      return equal_postcode_parts(left, right, PostcodePart::area);
    case Measure::swapped:
      return is_swapped(pair, step.other_slot);
    case Measure::day_month_swapped:
      return day_month_swapped(left, right);
    case Measure::alias:
      return plan.aliases->same_names(left, right);
    case Measure::kilometres: {
      const auto here = parse_place(left), there = parse_place(right);
      return here && there && within(*here, *there, step.chord);
    }
    case Measure::soundex:
      return equal_parts(similarity::soundex_code(left), similarity::soundex_code(right));
    case Measure::any_order:
      return equal_parts(sorted_words(left), sorted_words(right));
    case Measure::words_contained:
      return one_contains_words_of_other(left, right);
    case Measure::crossed:
      return is_crossed(pair, step.other_slot);
    case Measure::house_number:
      return equal_parts(house_number_key(left), house_number_key(right));
    case Measure::year_equal:
      return equal_parts(date_part(left, DatePart::year), date_part(right, DatePart::year));
    case Measure::year_month_equal:
      return equal_parts(date_part(left, DatePart::year_month), date_part(right, DatePart::year_month));
    case Measure::month_day_equal:
      return equal_parts(date_part(left, DatePart::month_day), date_part(right, DatePart::month_day));
    case Measure::combined:
      return step.expression->holds(pair);
    case Measure::token_jaccard:
    case Measure::token_overlap:
    case Measure::tfidf:
    case Measure::soft_tfidf:
    case Measure::shared_code:
    case Measure::overlap:
    case Measure::overlap_share:
    case Measure::overlap_weight:
      return tokens_hold(step.measure, step.limit, left, right, pair.left_weights(0), pair.right_weights(0));
    case Measure::equal_numbers:
      return !numbers_of(left).empty() && numbers_of(left) == numbers_of(right);
  }
  return false;
}

std::vector<AttributeIndex> read_besides_own(const config::ComparisonConfig& config) {
  auto attributes = config::attributes_read(config);
  std::erase(attributes, config.attribute);
  return attributes;
}

}  // namespace

Comparison::Comparison(const config::ComparisonConfig& config, AttributeType type) : others_(read_besides_own(config)) {
  constexpr std::size_t kMaxListed = std::numeric_limits<LevelNumber>::max() - 1;
  if (config.levels.size() > kMaxListed)
    throw Error(ExitCode::job,
                "comparison of " + config.name + ": more than " + std::to_string(kMaxListed) + " levels; remove some");
  plan_ = std::make_shared<const Plan>(config, type, others_);
  const std::vector<Step>& steps = plan_->steps;
  const auto first = [&](WhenEqual wanted) {
    return std::ranges::find(steps, wanted, &Step::when_equal) - steps.begin();
  };
  level_when_equal_ = static_cast<LevelNumber>(first(WhenEqual::yes) + 1);
  reads_arrays_ = config.reads_arrays;
  equal_decides_ = first(WhenEqual::varies) >= first(WhenEqual::yes);
}

std::uint32_t Comparison::num_levels() const { return static_cast<std::uint32_t>(plan_->steps.size() + 2); }

LevelNumber Comparison::level(const Operands& pair) const { return level(OperandValues(pair)); }

LevelNumber Comparison::level(const PairValues& pair) const {
  const std::string_view whole_left = pair.left(0);
  const std::string_view whole_right = pair.right(0);
  if (whole_left.empty() || whole_right.empty()) return kMissing;
  const Plan& plan = *plan_;
  const bool equal = whole_left == whole_right;
  if (equal && equal_decides_) return level_when_equal_;

  DifferentValues whole(whole_left, whole_right);
  std::vector<DifferentValues> of_elements;
  if (has_several_elements(whole_left) || has_several_elements(whole_right))
    of_elements = pairs_of_elements(whole_left, whole_right);
  const auto holds = [&](const Step& step) {
    if (of_elements.empty() || !is_elementwise(step.measure)) return measure_holds(plan, step, pair, whole);
    return std::ranges::any_of(of_elements, [&](DifferentValues& two) {
      return two.left() == two.right() ? step.when_equal == WhenEqual::yes : measure_holds(plan, step, pair, two);
    });
  };
  LevelNumber number = 1;
  for (const Step& step : plan.steps) {
    const bool equality_answers = equal && step.when_equal != WhenEqual::varies;
    if (equality_answers ? step.when_equal == WhenEqual::yes : holds(step)) return number;
    ++number;
  }
  return number;
}

}  // namespace onefold::comparison
