#include "config/covers.hpp"

#include <algorithm>

namespace onefold::config {

namespace {

bool leaf_covers(const Level& earlier, const Level& later) {
  if (earlier.attribute != later.attribute) return false;
  const bool not_if_equal = reads_other(earlier.measure) || earlier.measure == Measure::day_month_swapped ||
                            earlier.measure == Measure::overlap_weight ||
                            (earlier.measure == Measure::overlap && earlier.threshold > 1);
  // Equal values satisfy every measure except these.
  if (later.measure == Measure::exact && !not_if_equal) return true;
  if (earlier.measure == Measure::crossed && later.measure == Measure::swapped) return later.other == earlier.other;
  if (earlier.measure == Measure::year_equal && later.measure == Measure::year_month_equal) return true;
  if (earlier.measure == Measure::words_contained && later.measure == Measure::any_order) return true;
  if (earlier.measure != later.measure) return false;
  switch (earlier.measure) {
    case Measure::jaro_winkler:
    case Measure::email_local_jaro_winkler:
    case Measure::token_jaccard:
    case Measure::token_overlap:
    case Measure::tfidf:
    case Measure::soft_tfidf:
    case Measure::overlap:
    case Measure::overlap_share:
    case Measure::overlap_weight:
      return later.threshold >= earlier.threshold;
    case Measure::levenshtein:
    case Measure::damerau_levenshtein:
    case Measure::days:
    case Measure::difference:
    case Measure::kilometres:
    case Measure::relative_difference:
      return later.threshold <= earlier.threshold;
    case Measure::prefix:
      return later.count >= earlier.count;
    case Measure::crossed:
    case Measure::swapped:
      return later.other == earlier.other;
    default:
      return true;
  }
}

bool is(const Level& level, Combination combination) {
  return level.measure == Measure::combined && level.combination == combination;
}

}  // namespace

bool covers(const Level& earlier, const Level& later) {
  if (earlier.text == later.text && !earlier.text.empty()) return true;
  const auto covered = [&](const Level& part) { return covers(earlier, part); };
  const auto covering = [&](const Level& part) { return covers(part, later); };
  // First the cases in which each part must be covered, then those in which one covered part is enough.
  if (is(later, Combination::any)) return std::ranges::all_of(later.parts, covered);
  if (is(earlier, Combination::all)) return std::ranges::all_of(earlier.parts, covering);
  if (is(later, Combination::all) && std::ranges::any_of(later.parts, covered)) return true;
  if (is(earlier, Combination::any)) return std::ranges::any_of(earlier.parts, covering);
  return earlier.measure != Measure::combined && later.measure != Measure::combined && leaf_covers(earlier, later);
}

}  // namespace onefold::config
