// Components of which not all pairs can be scored, broken at a threshold that rises bit by bit. All steps are
// distributed: their links are set aside once, as a product of the work directory, and each step finds the components
// that the heavier ones of them make.
//
// Cost: the edges are read once more, 4 bytes a link asked and one answered; then for each step that cuts something, at
// most 64 as a rule, the links set aside are read, and components found as in the cluster stage.
#pragma once

#include "cluster/component_labels.hpp"
#include "decisions/decisions.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::repair {

/// Collective. Components of more than max_repair_size records, of whose pairs less than half are linked, are broken
/// into smaller ones: links below a threshold that is raised bit by bit are cut, those of equal weight together, until
/// the parts are small enough or linked well enough. Labels and link counts in `components` are those of the parts
/// afterwards.
void break_oversized_components(const Context& context, const Columns& columns, const score::ScoredPairs& pairs,
                                const decisions::Decisions& lists, cluster::Components& components, Cuts& cuts);

}  // namespace onefold::repair
