// Collects the counts that training needs: patterns of random pairs, of each rule's pairs, of candidates.
#pragma once

#include <vector>

#include "block/block_plan.hpp"
#include "model/estimate.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Collective. The counts of unlabelled pairs that the job's kind of training needs. Removes the samples of blocks.
[[nodiscard]] model::TrainingCounts collect_training_counts(const Context& context, const Columns& columns,
                                                            const block::BlockPlan& plan);

/// Collective. Counts the patterns of labelled or known pairs, given as blocks.
[[nodiscard]] std::vector<model::PatternCount> count_known_pairs(const Context& context, const Columns& columns,
                                                                 const block::BlockPlan& plan,
                                                                 const block::Blocks& blocks);

}  // namespace onefold::score
