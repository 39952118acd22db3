// Scores the candidate pairs of all blocking rules, wave by wave.
//
// Per wave: blocks are dealt to the ranks as tiles of equal numbers of pairs; the rows of its tiles are fetched by each
// rank; each pair is scored once; edges are written to the work directory as sorted runs, links and edges for review as
// two products (score/scored_pairs.hpp). No messages are sent while pairs are scored.
#pragma once

#include <functional>

#include "block/block_plan.hpp"
#include "model/model.hpp"
#include "record/columns.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Collective. Adds edges that an earlier run has scored.
using AddEdges = std::function<void(ScoredPairs& pairs)>;

/// Collective. `columns` are the rows that this rank owns; the other arguments are equal on all ranks.
[[nodiscard]] ScoredPairs score_candidate_pairs(const Context& context, const Columns& columns,
                                                const block::BlockPlan& plan, const model::Model& model,
                                                const AddEdges& add_edges = {});

}  // namespace onefold::score
