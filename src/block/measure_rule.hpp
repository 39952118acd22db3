// The blocks of a rule, made wave by wave and counted.
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

/// What a rule proposes, and in how many waves its blocks were made.
struct RuleWaves {
  RuleSize size;  ///< global
  std::size_t num_waves = 0;
};
/// What a wave of a rule proposes. Local.
struct Wave {
  std::size_t number = 0;
  const Blocks& blocks;
  RuleSize size;
};
/// Collective. Makes the blocks of a rule in waves of at most `max_rows` records with a key and gives each wave to
/// `use`, which may communicate.
[[nodiscard]] RuleWaves measure_rule(const Context& context, const Columns& columns, const PairScope& scope,
                                     const RuleKeys& keys, std::uint64_t max_rows,
                                     const std::function<void(const Wave&)>& use);

/// Pure. What became of a rule's oversized blocks, for people; empty: nothing.
[[nodiscard]] std::string note_of_skipped(const config::BlockingRule& rule, const RuleSize& size);
/// Pure. [attribute] whether a key of a blocking rule is made of it.
[[nodiscard]] std::vector<bool> attributes_in_keys(const config::Job& job);

}  // namespace onefold::block
