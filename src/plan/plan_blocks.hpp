// The blocking rules in a plan: sizes, new pairs, largest blocks.
#pragma once

#include <string>
#include <vector>

#include "onefold/plan/plan.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::plan {

/// Collective. Measures every rule. Adds to plan.refusals what would stop a run, and to plan.warnings what a run would
/// only report.
[[nodiscard]] std::vector<PlannedRule> plan_blocks(const Context& context, const Columns& columns,
                                                   const PlanOptions& options, Plan& plan);

}  // namespace onefold::plan
