// Prints the reading report of a run or of a plan.
#pragma once

#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "onefold/config/job.hpp"
#include "onefold/record/reading_report.hpp"

namespace onefold::cli {

/// One line per column with values that could not be read, or may have been read wrongly; nothing if there is none.
[[nodiscard]] std::string reading_text(const config::Job& job, const ReadingReport& report);

/// A list with one object per column. `files`: those of all sources.
[[nodiscard]] nlohmann::ordered_json reading_json(const config::Job& job, const ReadingReport& report,
                                                  std::span<const std::string> files);

}  // namespace onefold::cli
