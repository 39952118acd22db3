// The sizes, keys and waves of the blocking rules of a job.
#pragma once

#include <cstddef>
#include <vector>

#include "block/blocks.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::block {

/// The measured rules. The blocks themselves are in the work directory, one product per rule and wave.
struct BlockPlan {
  std::vector<block::RuleSize> rules;  ///< global
  std::vector<block::RuleKeys> keys;   ///< [rule] global
  std::vector<std::size_t> num_waves;  ///< [rule]
  std::vector<bool> has_sample;        ///< [rule] whether the blocks that training reads are a separate product
  PairScope scope;
  /// [rule] In a delta run: about how many pairs it proposes among all records. Its blocks are those to be scored; the
  /// product sample_product() holds blocks of all records.
  std::vector<std::uint64_t> num_pairs_of_all;
  std::uint64_t num_pairs = 0;  ///< global; a pair that several rules propose counts once per rule
};

/// Collective. Makes the blocks of every rule, in waves that fit memory_per_rank, as products of the work directory. If
/// training needs a sample of a rule's blocks, that sample is a product too. Throws Error(limit), which names the rule,
/// if a rule proposes more than its max_pairs.
[[nodiscard]] BlockPlan make_block_plan(const Context& context, const Columns& columns);

}  // namespace onefold::block
