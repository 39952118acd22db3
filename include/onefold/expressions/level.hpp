// The parsed form of a comparison level of a job file: `exact`, `jaro_winkler >= 0.92`, `damerau_levenshtein <= 1`,
// `swapped(surname)`, `jaro_winkler >= 0.9 and (surname.exact or not city.exact)`. comparison/ evaluates it on pairs of
// cleansed values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "onefold/record/attribute.hpp"

namespace onefold::config {

enum class Measure : std::uint8_t {
  exact,                     ///< equal cleansed values
  jaro_winkler,              ///< >= threshold, 0..1, at most four decimals
  levenshtein,               ///< <= threshold, edits
  damerau_levenshtein,       ///< <= threshold, edits, neighbours swapped count as one (optimal string alignment)
  days,                      ///< dates: absolute difference <= threshold days
  difference,                ///< numbers: absolute difference <= threshold
  relative_difference,       ///< numbers: |a - b| / max(|a|, |b|) <= threshold
  phonetic,                  ///< equal phonetic codes
  initial,                   ///< one value is the initial (or a leading part) of the other
  prefix,                    ///< equal first n code points: prefix(3)
  email_local,               ///< equal part before the @
  email_domain,              ///< equal part after the @
  email_local_jaro_winkler,  ///< Jaro-Winkler of the parts before the @, >= threshold
  postcode_sector,           ///< equal up to the sector (UK: SW1A 1), all but the last two characters elsewhere
  postcode_district,         ///< equal up to the district (UK: SW1A), all but the last two or three elsewhere
  postcode_area,             ///< equal area (UK: SW), the first two characters elsewhere
  swapped,                   ///< a.this == b.other and a.other == b.this: swapped(surname)
  day_month_swapped,         ///< dates: equal after day and month of one are exchanged
  soundex,                   ///< equal Soundex codes of each word
  any_order,                 ///< the same words in any order
  words_contained,           ///< all words of one value are among those of the other
  crossed,                   ///< a.this == b.other or a.other == b.this: crossed(maiden_name)
  house_number,              ///< addresses: equal number of house and flat
  year_equal,                ///< dates: equal year
  year_month_equal,          ///< dates: equal year and month
  month_day_equal,           ///< dates: equal month and day
  alias,                     ///< each word equal, or an alias: names that one person may use
  kilometres,                ///< locations: great-circle distance <= threshold kilometres
  combined,                  ///< no measure: a combination of the levels in Level::parts
  token_jaccard,             ///< words in common / words of either, >= threshold
  token_overlap,             ///< words in common / words of the value with fewer, >= threshold
  tfidf,                     ///< cosine of the weights of words, >= threshold; rare words weigh more
  soft_tfidf,                ///< tfidf in which words match from a Jaro-Winkler similarity of 0.9
  shared_code,               ///< a common word of four or more characters with a digit
  equal_numbers,             ///< the same words with digits, equally often; at least one
  overlap,                   ///< arrays: elements in common, >= threshold
  overlap_share,             ///< arrays: elements in common / elements of the smaller set, >= threshold
  overlap_weight,            ///< arrays: sum over common elements of log2(values / values with it), >= threshold bits
};

/// How a combined level combines its parts.
enum class Combination : std::uint8_t {
  all,       ///< a and b
  any,       ///< a or b
  negation,  ///< not a; one part
};

/// Either a leaf, which is one measure, or a combination of levels (measure == Measure::combined). A combination uses
/// only `text`, `combination` and `parts`.
struct Level {
  Measure measure = Measure::exact;
  double threshold = 0;      ///< unused by measures without a number
  std::uint32_t count = 0;   ///< n of prefix(n)
  AttributeIndex other = 0;  ///< the other attribute of swapped(...) and crossed(...)
  std::string text;          ///< canonical spelling: for the resolved job, `explain` and the output file

  /// Leaf in a combination: the attribute whose values it compares. Nothing: the comparison's own attribute.
  std::optional<AttributeIndex> attribute = {};
  Combination combination = Combination::all;
  /// At least one. A part of `all` is never itself `all`, a part of `any` never `any`.
  std::vector<Level> parts = {};
};

/// Whether the measure reads Level::other.
[[nodiscard]] constexpr bool reads_other(Measure measure) {
  return measure == Measure::swapped || measure == Measure::crossed;
}

/// Calls visit(leaf) for each leaf from left to right. A level that is not a combination is its only leaf.
template <class Visit>
void for_each_leaf(const Level& level, const Visit& visit) {
  if (level.measure != Measure::combined) return visit(level);
  for (const Level& part : level.parts) for_each_leaf(part, visit);
}

}  // namespace onefold::config
