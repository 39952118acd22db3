// Makes the blocks of a rule wave by wave, and counts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "block/blocks.hpp"
#include "onefold/config/job.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::block {

/// The size of a rule, and the number of waves in which its blocks were made.
struct RuleWaves {
  RuleSize size;  ///< global
  std::size_t num_waves = 0;
};
/// The blocks that a wave of a rule proposes. Local.
struct Wave {
  std::size_t number = 0;
  const Blocks& blocks;
  RuleSize size;
};
/// Collective. Makes the blocks of a rule in waves of at most `max_rows` records with a key and passes each wave to
/// `use`, which may communicate.
[[nodiscard]] RuleWaves measure_rule(const Context& context, const Columns& columns, const PairScope& scope,
                                     const RuleKeys& keys, std::uint64_t max_rows,
                                     const std::function<void(const Wave&)>& use);

/// Pure. A sentence for people about the rule's oversized blocks; empty if it has none.
[[nodiscard]] std::string note_of_skipped(const config::BlockingRule& rule, const RuleSize& size);
/// Pure. [attribute] whether a blocking rule reads it.
[[nodiscard]] std::vector<bool> attributes_in_keys(const config::Job& job);

}  // namespace onefold::block
