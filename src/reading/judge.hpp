// Judges the reading report: what stops a run, and what is a reason to doubt its result.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "columns/cleanse_attribute.hpp"
#include "ingest/column_witnesses.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/reading_report.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::reading {

/// Pure. Throws Error(limit) for the first column with a larger share of unreadable values than `[reading]
/// max_unreadable` allows. The message names source, attribute, share, the first row, and what to do.
void require_readable(const config::Job& job, const ReadingReport& report, std::span<const std::string> files);

/// Pure. Columns of which more than 1 % of the values are unreadable; columns of dates whose order of day and month
/// stays open, and of numbers whose decimal mark does, or whose values contradict each other.
[[nodiscard]] Warnings warn_of_reading(const config::Job& job, const ReadingReport& report,
                                       const ingest::ColumnFindings& findings, std::span<const std::string> files);

/// Pure. Phones and postcodes whose region reads fewer values than another one would, judged by the samples of
/// `cleansed` ([attribute]). Cost: some milliseconds per column and region.
[[nodiscard]] Warnings warn_of_regions(const config::Job& job, std::span<const columns::CleansedAttribute> cleansed);

}  // namespace onefold::reading
