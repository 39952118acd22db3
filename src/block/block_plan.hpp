// The blocking rules of a job, measured.
#pragma once

#include <cstddef>
#include <vector>

#include "block/blocks.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::block {

/// Rules measured. The blocks themselves wait in the work directory, a product per rule and wave.
struct BlockPlan {
  std::vector<block::RuleSize> rules;  ///< global
  std::vector<block::RuleKeys> keys;   ///< [rule] global
  std::vector<std::size_t> num_waves;  ///< [rule]
  std::vector<bool> has_sample;        ///< [rule] the blocks that training looks at are a product of their own
  PairScope scope;
  std::uint64_t num_pairs = 0;  ///< global; a pair that several rules propose counts for each
};

/// Collective. Makes the blocks of every rule, in waves that fit memory_per_rank, as products of the work directory;
/// where training needs a sample of a rule's blocks, that is a product too. Throws Error(limit), which names the rule,
/// if a rule proposes more than its max_pairs.
[[nodiscard]] BlockPlan make_block_plan(const Context& context, const Columns& columns);

}  // namespace onefold::block
