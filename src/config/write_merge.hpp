// Writes [merge] of the resolved job.
#pragma once

#include <string>

#include "onefold/config/job.hpp"

namespace onefold::config {

/// Pure. [merge] and its tables, with every default. `with_decisions`: also what a run has decided.
[[nodiscard]] std::string merge_section_of(const Job& job, bool with_decisions);

}  // namespace onefold::config
