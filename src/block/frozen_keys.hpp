// The keys of oversized blocks of a previous result, so that a job with frozen frequencies proposes the same pairs.
#pragma once

#include <cstddef>

#include "block/block_plan.hpp"
#include "result/result_writer.hpp"

namespace onefold::block {

/// Collective. As keys_in_effect, but the oversized blocks are those of the previous result ([merge] previous).
[[nodiscard]] RuleKeys frozen_keys(const Context& context, const Columns& columns, std::size_t rule, RuleSize& skipped);

/// Not collective: rank 0 writes. The keys of the oversized blocks of all rules.
void write_oversized_keys(const BlockPlan& plan, result::ResultWriter& writer);

}  // namespace onefold::block
