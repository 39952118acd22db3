// Puts the reading report together from what ingest and cleanse have counted.
#pragma once

#include <span>

#include "columns/cleanse_attribute.hpp"
#include "ingest/source_facts.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/reading_report.hpp"

namespace onefold::reading {

/// Pure. `cleansed`: [attribute]. Cost: a few operations per column and example.
[[nodiscard]] ReadingReport make_report(const config::Job& job, const ingest::SourceFacts& facts,
                                        std::span<const columns::CleansedAttribute> cleansed);

/// The name of a column in messages and in the result: that of the attribute, or "updated".
[[nodiscard]] std::string_view name_of(const config::Job& job, const ColumnReading& column);

}  // namespace onefold::reading
