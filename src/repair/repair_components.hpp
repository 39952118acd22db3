// Cluster repair. Most components do not need it (needs_repair.hpp). The others are dealt to ranks by cost; each
// fetches the rows of its components' members, batch by batch, scores all pairs, and takes the component apart
// (repair/repair.hpp).
//
// What a rank does depends on its components alone, so neither ranks nor batches show. Cost, for members of components
// that need it: their values as in a wave of scoring, and all pairs scored, at most max_repair_size / 2 a record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "block/block_plan.hpp"
#include "cluster/component_labels.hpp"
#include "decisions/decisions.hpp"
#include "model/model.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::repair {

/// Components by their members, one after the other.
struct DealtComponents {
  std::vector<std::uint64_t> begins = {0};
  std::vector<RecordId> members;
  std::uint64_t largest = 0;      ///< records of the largest one, global
  std::uint64_t num_members = 0;  ///< global
  [[nodiscard]] std::size_t size() const { return begins.size() - 1; }
  [[nodiscard]] std::uint64_t size_of(std::size_t c) const { return begins[c + 1] - begins[c]; }
};

/// Collective. The components that need repair, dealt out to ranks by cost.
[[nodiscard]] DealtComponents deal_components_that_need_repair(const Context& context, const Columns& columns,
                                                               const decisions::Decisions& lists,
                                                               const cluster::Components& components);

/// Collective. Scores all pairs of the dealt components and takes them apart where evidence or a constraint is against
/// them. Labels of their records in `components` are those of the parts afterwards; links between parts are in `cuts`.
void repair_components(const Context& context, const Columns& columns, const block::BlockPlan& plan,
                       const model::Model& model, const decisions::Decisions& lists, const DealtComponents& dealt,
                       cluster::Components& components, Cuts& cuts);

}  // namespace onefold::repair
