#include "comparison/plan.hpp"

#include <algorithm>
#include <cmath>

#include "comparison/location.hpp"

namespace onefold::comparison {
namespace {

using config::Measure;

/// A threshold that no similarity reaches.
constexpr std::uint32_t kAboveOne = 10'001;

std::uint32_t ten_thousandths(double threshold) {
  return static_cast<std::uint32_t>(std::llround(std::clamp(threshold, 0.0, 1.0001) * 10'000));
}

/// Distances are integers, so a threshold of 1.5 edits means at most one edit.
std::uint32_t whole(double threshold) { return static_cast<std::uint32_t>(std::clamp(threshold, 0.0, 1e9)); }

Step step_of(const config::Level& level) {
  Step step{.measure = level.measure, .difference = DifferenceThreshold(level.threshold)};
  switch (level.measure) {
    case Measure::jaro_winkler:
    case Measure::email_local_jaro_winkler:
    case Measure::token_jaccard:
    case Measure::token_overlap:
    case Measure::tfidf:
    case Measure::soft_tfidf:
    case Measure::overlap_share:
      step.limit = ten_thousandths(level.threshold);
      if (step.limit >= kAboveOne) step.when_equal = WhenEqual::no;
      break;
    case Measure::levenshtein:
    case Measure::damerau_levenshtein:
    case Measure::days:
      step.limit = whole(level.threshold);
      break;
    case Measure::overlap:
      step.limit = whole(level.threshold);
      if (step.limit > 1) step.when_equal = WhenEqual::varies;
      break;
    case Measure::overlap_weight:
      step.limit = static_cast<std::uint32_t>(std::llround(std::clamp(level.threshold, 0.0, 1e5) * 10'000));
      step.when_equal = WhenEqual::varies;
      break;
    case Measure::prefix:
      step.limit = level.count;
      break;
    case Measure::swapped:
    case Measure::crossed:
      step.when_equal = WhenEqual::varies;
      break;
    case Measure::day_month_swapped:
      step.when_equal = WhenEqual::no;
      break;
    case Measure::kilometres:
      step.chord = chord_of(static_cast<std::uint64_t>(std::llround(std::clamp(level.threshold, 0.0, 1e9) * 10'000)));
      break;
    // These use no number, or only Step::difference.
    case Measure::exact:
    case Measure::difference:
    case Measure::relative_difference:
    case Measure::phonetic:
    case Measure::initial:
    case Measure::email_local:
    case Measure::email_domain:
    case Measure::postcode_sector:
    case Measure::postcode_district:
    case Measure::postcode_area:
    case Measure::alias:
    case Measure::soundex:
    case Measure::any_order:
    case Measure::words_contained:
    case Measure::house_number:
    case Measure::year_equal:
    case Measure::year_month_equal:
    case Measure::month_day_equal:
    case Measure::shared_code:
    case Measure::equal_numbers:
    case Measure::combined:
      break;
  }
  return step;
}

}  // namespace

Comparison::Plan::Plan(const config::ComparisonConfig& config, AttributeType type,
                       std::span<const AttributeIndex> others)
    : aliases(config.aliases ? config.aliases : similarity::builtin_aliases()),
      lowest_jaro_winkler(kAboveOne),
      lowest_email_jaro_winkler(kAboveOne) {
  for (const config::Level& level : config.levels) {
    Step step = step_of(level);
    if (config::reads_other(step.measure))
      step.other_slot = static_cast<std::size_t>(std::ranges::lower_bound(others, level.other) - others.begin()) + 1;
    if (step.measure == Measure::combined) {
      step.expression = std::make_shared<const Expression>(level, config, type, others);
      const auto truth = step.expression->when_equal();
      step.when_equal = !truth ? WhenEqual::varies : *truth == Truth::yes ? WhenEqual::yes : WhenEqual::no;
    }
    if (step.measure == Measure::jaro_winkler) lowest_jaro_winkler = std::min(lowest_jaro_winkler, step.limit);
    if (step.measure == Measure::email_local_jaro_winkler)
      lowest_email_jaro_winkler = std::min(lowest_email_jaro_winkler, step.limit);
    if (step.measure == Measure::levenshtein) most_levenshtein = std::max(most_levenshtein, step.limit);
    if (step.measure == Measure::damerau_levenshtein)
      most_damerau_levenshtein = std::max(most_damerau_levenshtein, step.limit);
    steps.push_back(step);
  }
}

}  // namespace onefold::comparison
