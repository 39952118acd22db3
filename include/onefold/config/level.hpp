// A comparison level as it stands in a job file: `exact`, `jaro_winkler >= 0.92`, `damerau_levenshtein <= 1`,
// `swapped(surname)`. This is the parsed form; `comparison/` evaluates it on pairs of cleansed values.
#pragma once

#include <cstdint>
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
  email_domain,              ///< equal part behind the @
  email_local_jaro_winkler,  ///< Jaro-Winkler of the parts before the @, >= threshold
  postcode_sector,           ///< equal up to the sector (UK: SW1A 1), all but the last two characters elsewhere
  postcode_district,         ///< equal up to the district (UK: SW1A), all but the last two or three elsewhere
  postcode_area,             ///< equal area (UK: SW), the first two characters elsewhere
  swapped,                   ///< a.this == b.other and a.other == b.this: swapped(surname)
  day_month_swapped,         ///< dates: equal when day and month of one are exchanged
};

struct Level {
  Measure measure = Measure::exact;
  double threshold = 0;         ///< unused by measures without a number
  std::uint32_t count = 0;      ///< n of prefix(n)
  AttributeIndex other = 0;     ///< the other attribute of swapped(...)
  std::string text;             ///< canonical spelling, for the resolved job, `explain` and the output file
};

}  // namespace onefold::config
