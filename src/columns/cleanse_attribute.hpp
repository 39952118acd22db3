// Cleanses the raw values of one attribute and builds its column.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "columns/build_columns.hpp"
#include "onefold/record/reading_report.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::columns {

/// A column, and what became of the values of each source.
struct CleansedAttribute {
  Column column;
  std::vector<ColumnReading> of_source;  ///< [source]; without examples, ambiguous values and, unless asked, distinct
  std::vector<std::vector<RecordId>> unreadable;  ///< [source] the first records with an unreadable value, ascending
  /// [source] Some different raw values of phones and postcodes, ascending by hash; equal on all ranks. Empty unless
  /// ColumnUse::reading_report.
  std::vector<std::vector<std::string>> samples;
};

/// Collective. Reads the raw values of an attribute, cleanses them as their sources write them, and builds a column.
/// `limits` are passed to build_column().
[[nodiscard]] CleansedAttribute cleanse_attribute(const Context& context, const Columns& columns,
                                                  AttributeIndex attribute,
                                                  const std::shared_ptr<const cleanse::DummyValues>& dummies,
                                                  ColumnUse use, const CountingLimits& limits = {});

/// Collective. Adds the columns of all attributes to `columns`, and stores the value ids that merge needs in the work
/// directory. Returns what became of the values: [attribute], without the columns.
[[nodiscard]] std::vector<CleansedAttribute> cleanse_attributes(const Context& context, Columns& columns);

}  // namespace onefold::columns
