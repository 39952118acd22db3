// Puts the reading report together from what ingest and cleanse have counted.
#pragma once

#include <span>
#include <string>

#include "columns/cleanse_attribute.hpp"
#include "ingest/source_facts.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/reading_report.hpp"

namespace onefold::reading {

/// Pure. `cleansed`: [attribute]. Cost: a few operations per column and example.
[[nodiscard]] ReadingReport make_report(const config::Job& job, const ingest::SourceFacts& facts,
                                        std::span<const columns::CleansedAttribute> cleansed);

/// Whether the column holds times of change.
[[nodiscard]] inline bool is_time(const ColumnReading& column) { return !column.attribute || column.is_time_of_change; }

/// The name of a column in messages: that of the attribute, "updated", or "updated_of.ATTRIBUTE".
[[nodiscard]] std::string name_of(const config::Job& job, const ColumnReading& column);

}  // namespace onefold::reading
