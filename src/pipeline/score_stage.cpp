#include "pipeline/stages.hpp"
#include "score/score_waves.hpp"

namespace onefold::pipeline {

void run_score_stage(const Context& context, RunState& state) {
  Stage stage(context, "score", "pairs");
  // Wave by wave: makes tiles of blocks, fetches rows, scores each candidate pair once, and keeps the edges.
  // In a delta, pairs of two unchanged records keep the edges that they had.
  score::AddEdges add_edges;
  if (state.delta)
    add_edges = [&](score::ScoredPairs& pairs) {
      state.delta->carry_edges(context, state.columns, state.model, pairs);
    };
  state.pairs = score::score_candidate_pairs(context, state.columns, state.blocks, state.model, add_edges);
  stage.finish(state.pairs.num_scored(), "pairs");
}

}  // namespace onefold::pipeline
