// The blocking rules of a plan: sizes, new pairs, largest blocks.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::plan {

/// Collective. Measures every rule. What a run would refuse is added to plan.refusals, what it would only report to
/// plan.warnings.
[[nodiscard]] std::vector<PlannedRule> plan_blocks(const Context& context, const Columns& columns,
                                                   const PlanOptions& options, Plan& plan);

}  // namespace onefold::plan
