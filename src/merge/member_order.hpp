// Orders the members of customers by what they are called, not by where they stand in the input.
#pragma once

#include "merge/merge_windows.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::merge {

/// Collective. By name of the source, then by id in the source. Records of a source without ids keep the order of their
/// rows. Holds the source ids of this rank's records; sends those of the members of customers with two records or more.
[[nodiscard]] MemberOrder order_by_name(const Context& context, const Columns& columns);

}  // namespace onefold::merge
