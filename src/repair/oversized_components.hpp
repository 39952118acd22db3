// Breaks components that have too many records for all their pairs to be scored, at a threshold that rises bit by bit.
// All steps are distributed: the links of these components are set aside once, as a product of the work directory, and
// each step finds the components that the heavier ones of them make.
//
// Cost: the links are read once, with 4 bytes per link on the wire to ask for a label and one to answer; then, per step
// that cuts something (at most 64 as a rule), the links set aside are read, and components are found as in the cluster
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
/// its pairs: raises the threshold bit by bit and cuts the links below it, those of one step together, until each part
/// is small enough or linked well enough. Afterwards labels and link counts in `components` are those of the parts.
void break_oversized_components(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                                const decisions::Decisions& lists, cluster::Components& components, Cuts& cuts);

}  // namespace onefold::repair
