// Scores the candidate pairs of all blocking rules, wave by wave.
//
// Blocks of a wave are dealt to ranks as tiles of equal numbers of pairs; rows come to the tiles; each pair is scored
// once; edges wait in the work directory as sorted runs (score/edge_runs.hpp). Nothing crosses ranks while pairs are
// scored.
#pragma once

#include "block/block_plan.hpp"
#include "model/model.hpp"
#include "record/columns.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Collective. `columns` are the rows that this rank owns; all else is equal on all ranks.
[[nodiscard]] ScoredPairs score_candidate_pairs(const Context& context, const Columns& columns,
                                                const block::BlockPlan& plan, const model::Model& model);

}  // namespace onefold::score
