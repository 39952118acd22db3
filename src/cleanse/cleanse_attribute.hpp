// Raw values of one attribute, cleansed and made a column.
#pragma once

#include <cstdint>
#include <memory>

#include "cleanse/build_columns.hpp"
#include "cleanse/cleanser.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::cleanse {

/// Collective. Reads the raw values of an attribute, cleanses them, and makes a column of them. `max_counted`,
/// `ask`: as build_column() wants them.
[[nodiscard]] Column cleanse_attribute(const Context& context, const Columns& columns, AttributeIndex attribute,
                                       const std::shared_ptr<const DummyValues>& dummies, ColumnUse use,
                                       std::uint64_t max_counted = kMaxCountedValues, const AskForMemory& ask = {});

/// Collective. The columns of all attributes that `uses` asks for, and what merge asks of their values in the work
/// directory.
void cleanse_attributes(const Context& context, Columns& columns);

}  // namespace onefold::cleanse
