#include <cstdint>
#include <vector>

#include "doubt/warn.hpp"
#include "pipeline/stages.hpp"
#include "repair/oversized_components.hpp"
#include "repair/repair_components.hpp"

namespace onefold::pipeline {

namespace {

// The model is sure of a pair of this match probability.
constexpr double kSureProbability = 0.999;

}  // namespace

void run_repair_stage(const Context& context, RunState& state) {
  Stage stage(context, "repair", "records");
  state.cuts = repair::make_cuts(context, state.columns.distribution.num_global());
  // 1. Break components that have too many pairs to score.
  repair::break_oversized_components(context, state.columns, state.pairs.links, state.decisions, state.components,
                                     state.cuts);
  // 2. Find the components that need repair, and deal them out by cost.
  const auto dealt =
      repair::deal_components_that_need_repair(context, state.columns, state.decisions, state.components);
  std::vector<std::uint32_t>().swap(state.components.record_links);
  // 3. Score all their pairs, and split components that the evidence contradicts.
  repair::repair_components(context, {state.columns, state.blocks, state.model, state.decisions}, dealt,
                            state.components, state.cuts);
  repair::finish_cuts(context, state.cuts);
  // 4. Sure links that contradict a source without duplicates may mean that it has some.
  add(state.warnings,
      doubt::warn_of_unique_sources(
          repair::count_cuts(context, state.cuts, CutReason::unique_source, weight_of_probability(kSureProbability)),
          state.pairs.links.num_rows(), {.num_records = state.columns.distribution.num_global()}));
  stage.finish(dealt.num_members, "records");
}

}  // namespace onefold::pipeline
