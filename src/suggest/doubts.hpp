// Reasons to doubt a suggested job. Pure.
#pragma once

#include "onefold/record/warning.hpp"
#include "suggest/write_job.hpp"

namespace onefold::suggest {

/// Names files, columns, attributes and counts, never a value. docs/warnings.md lists the codes.
[[nodiscard]] Warnings doubts_of(const Draft& draft);

}  // namespace onefold::suggest
