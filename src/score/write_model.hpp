// The tables /blocking, /comparisons, /dependence and /model of the result.
#pragma once

#include "block/block_plan.hpp"
#include "model/model.hpp"
#include "result/result_writer.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

void write_model(const Context& context, const block::BlockPlan& plan, const model::Model& model,
                 const ScoredPairs& pairs, result::ResultWriter& writer);

}  // namespace onefold::score
