// Cleanses the raw values of one attribute and builds its column.
#pragma once

#include <cstdint>
#include <memory>

#include "cleanse/build_columns.hpp"
#include "cleanse/cleanser.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::cleanse {

/// Collective. Reads the raw values of an attribute, cleanses them, and builds a column. `limits` are passed to
/// build_column().
[[nodiscard]] Column cleanse_attribute(const Context& context, const Columns& columns, AttributeIndex attribute,
                                       const std::shared_ptr<const DummyValues>& dummies, ColumnUse use,
                                       const CountingLimits& limits = {});

/// Collective. Adds the columns of all attributes to `columns`, and stores the value ids that merge needs in the work
/// directory.
void cleanse_attributes(const Context& context, Columns& columns);

}  // namespace onefold::cleanse
