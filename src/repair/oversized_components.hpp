// Breaks components that have too many records for all their pairs to be scored, at a threshold that rises step by
// step. All steps are distributed: the links of these components are set aside once, as a product of the work
// directory, and each step finds the components that the remaining heavier links form.
//
// Cost: the links are read once, with 4 bytes per link on the wire to request a label and one to answer; then, per step
// that cuts something (usually at most 64), the links set aside are read, and components are found as in the cluster
// stage. 24 bytes on disk per link set aside.
#pragma once

#include "cluster/component_labels.hpp"
#include "decisions/decisions.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/edge.hpp"
#include "scratch/context.hpp"

namespace onefold::repair {

/// Collective. Breaks every component that has more than max_repair_size records and links between less than half of
/// its pairs: raises the threshold step by step and cuts the links below it, all links of one step together, until each
/// part is small enough or linked well enough. Afterwards labels and link counts in `components` are those of the
/// parts.
void break_oversized_components(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                                const decisions::Decisions& lists, cluster::Components& components, Cuts& cuts);

}  // namespace onefold::repair
