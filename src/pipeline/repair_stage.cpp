#include <cstdint>
#include <vector>

#include "pipeline/stages.hpp"
#include "repair/oversized_components.hpp"
#include "repair/repair_components.hpp"

namespace onefold::pipeline {

void run_repair_stage(const Context& context, RunState& state) {
  Stage stage(context, "repair", "records");
  state.cuts = repair::make_cuts(context, state.columns.distribution.num_global());
  // 1. Components of which not all pairs can be looked at are broken first.
  repair::break_oversized_components(context, state.columns, state.pairs.links, state.decisions, state.components,
                                     state.cuts);
  // 2. Those that need a closer look, dealt out by cost.
  const auto dealt =
      repair::deal_components_that_need_repair(context, state.columns, state.decisions, state.components);
  std::vector<std::uint32_t>().swap(state.components.record_links);
  // 3. All their pairs are scored, and components are taken apart where the evidence is against them.
  repair::repair_components(context, {state.columns, state.blocks, state.model, state.decisions}, dealt,
                            state.components, state.cuts);
  repair::finish_cuts(context, state.cuts);
  stage.finish(dealt.num_members, "records");
}

}  // namespace onefold::pipeline
