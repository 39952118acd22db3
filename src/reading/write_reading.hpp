// The tables /reading and /unreadable of the result.
#pragma once

#include <span>
#include <string>

#include "onefold/record/reading_report.hpp"
#include "result/result_writer.hpp"

namespace onefold::reading {

/// Not collective: rank 0 writes. `files`: those of all sources.
void write_reading(const ReadingReport& report, std::span<const std::string> files, result::ResultWriter& writer);

}  // namespace onefold::reading
