// Writes [merge] of the resolved job.
#pragma once

#include <string>

#include "onefold/config/job.hpp"

namespace onefold::config {

/// Pure. [merge] and its tables, with every default. `with_decisions`: also what a run has decided. `more`: lines of
/// further keys.
[[nodiscard]] std::string merge_section_of(const Job& job, bool with_decisions, const std::string& more);

}  // namespace onefold::config
