// The tables /blocking, /comparisons, /dependence, /model and /completeness of the result.
#pragma once

#include "block/block_plan.hpp"
#include "model/completeness.hpp"
#include "model/model.hpp"
#include "result/result_writer.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Not collective: rank 0 writes. Nothing if there is no estimate.
void write_completeness(const model::Completeness& completeness, result::ResultWriter& writer);

void write_model(const Context& context, const block::BlockPlan& plan, const model::Model& model,
                 const ScoredPairs& pairs, result::ResultWriter& writer);

}  // namespace onefold::score
