// Cluster repair. Most components do not need it (needs_repair.hpp). The others are dealt to the ranks by cost; each
// rank fetches the rows of its components' members, batch by batch, scores all their pairs, and takes components apart
// (repair/repair.hpp).
//
// The result for a component depends on the component alone, not on ranks or batches. Cost, for members of components
// that need repair: their values as in a wave of scoring, and at most max_repair_size / 2 scored pairs per record.
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
#include "scratch/context.hpp"

namespace onefold::repair {

/// Components of one rank: component c has the members members[begins[c]] .. members[begins[c + 1] - 1], ascending.
struct DealtComponents {
  std::vector<std::uint64_t> begins = {0};
  std::vector<RecordId> members;
  std::uint64_t largest = 0;      ///< records of the largest one, global
  std::uint64_t num_members = 0;  ///< global
  [[nodiscard]] std::size_t size() const { return begins.size() - 1; }
  [[nodiscard]] std::uint64_t size_of(std::size_t c) const { return begins[c + 1] - begins[c]; }
};

/// Collective. The components that need repair, dealt to the ranks by cost.
[[nodiscard]] DealtComponents deal_components_that_need_repair(const Context& context, const Columns& columns,
                                                               const decisions::Decisions& lists,
                                                               const cluster::Components& components);

/// How pairs of members are proposed and scored, and what stewards have decided.
struct RepairInput {
  const Columns& columns;
  const block::BlockPlan& blocks;
  const model::Model& model;
  const decisions::Decisions& lists;
};

/// Collective. Scores all pairs of the dealt components and takes apart the components that evidence or a constraint is
/// against. Afterwards the labels of their records in `components` are those of the parts, and `cuts` has the links
/// between them.
void repair_components(const Context& context, const RepairInput& input, const DealtComponents& dealt,
                       cluster::Components& components, Cuts& cuts);

}  // namespace onefold::repair
