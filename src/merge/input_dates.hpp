// What the times of change of the input tell before golden records are made of them.
#pragma once

#include <cstdint>
#include <optional>

#include "onefold/record/warning.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::merge {

struct InputDates {
  std::optional<std::int64_t> latest_day;  ///< days since 1970; nothing if no record has a time, or no rule needs it
  Warnings warnings;
};

/// Collective. Reads the times of change if a survivorship rule needs them. Warns if one day has more than a fifth of
/// the records of a source: then "most recent" says little. Warns of times after `as_of`, and of an `as_of` before all
/// times. Memory: 8 bytes per record, and at most 1 MiB.
[[nodiscard]] InputDates examine_input_dates(const Context& context, const Columns& columns);

}  // namespace onefold::merge
