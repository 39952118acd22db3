// The job that has made a result, as the result keeps it. Local.
#pragma once

#include <optional>

#include "onefold/config/job.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// Nothing if this version cannot read the job.
[[nodiscard]] std::optional<config::Job> job_of(const result::ResultReader& file);

}  // namespace onefold::inspect
