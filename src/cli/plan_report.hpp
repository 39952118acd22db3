// Formats a plan as text or JSON.
#pragma once

#include <string>

#include "onefold/config/job.hpp"
#include "onefold/plan/plan.hpp"

namespace onefold::cli {

/// A page for people; each line ends with '\n'.
[[nodiscard]] std::string to_text(const config::Job& job, const plan::Plan& plan);

/// One JSON object with everything.
[[nodiscard]] std::string to_json(const config::Job& job, const plan::Plan& plan);

}  // namespace onefold::cli
