// The blocking rules of a plan: sizes, new pairs, largest blocks.
#pragma once

#include <string>
#include <vector>

#include "onefold/pipeline/plan.hpp"
#include "onefold/pipeline/stages.hpp"

namespace onefold::pipeline {

/// [attribute] whether a key of a blocking rule is made of it.
[[nodiscard]] std::vector<bool> attributes_in_keys(const config::Job& job);

/// What became of a rule's oversized blocks, for people; empty: nothing.
[[nodiscard]] std::string note_of_skipped(const config::BlockingRule& rule, const block::RuleSize& size);

/// Collective. Measures every rule. What a run would refuse is added to plan.refusals, what it would only report to
/// plan.warnings.
[[nodiscard]] std::vector<PlannedRule> plan_blocks(const Context& context, const Columns& columns,
                                                   const PlanOptions& options, Plan& plan);

}  // namespace onefold::pipeline
