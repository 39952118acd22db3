#include "block/measure_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "progress/format.hpp"

namespace onefold::block {

RuleWaves measure_rule(const Context& context, const Columns& columns, const PairScope& scope, const RuleKeys& keys,
                       std::uint64_t max_rows, const std::function<void(const Wave&)>& use) {
  // Count the records with a key per part of the hash space. Parts that fit in memory together form a wave.
  const auto waves = plan_waves(context.world, columns, keys, max_rows);
  RuleSize local;
  for (std::size_t w = 0; w < waves.size(); ++w) {
    const auto blocks = make_blocks(context.world, columns, keys, waves[w]);
    const auto size = local_size(blocks, scope);
    local.num_blocks += size.num_blocks;
    local.num_rows += size.num_rows;
    local.num_pairs += size.num_pairs;
    local.largest_block = std::max(local.largest_block, size.largest_block);
    use({w, blocks, size});
  }
  return {sum_sizes(context.world, local), waves.size()};
}

std::string note_of_skipped(const config::BlockingRule& rule, const RuleSize& size) {
  using progress::with_thousands;
  if (!config::is_multi_valued(rule.on))
    return size.num_skipped_rows == 0
               ? std::string()
               : fmt::format("{} records in {} blocks of more than {} records have no key in it",
                             with_thousands(size.num_skipped_rows), with_thousands(size.num_skipped_blocks),
                             with_thousands(rule.max_block_size));
  if (size.num_skipped_blocks == 0 && size.num_skipped_rows == 0) return {};
  return fmt::format("{} keys of more than {} records are not used; {} records have no other",
                     with_thousands(size.num_skipped_blocks), with_thousands(rule.max_block_size),
                     with_thousands(size.num_skipped_rows));
}

std::vector<bool> attributes_in_keys(const config::Job& job) {
  std::vector<bool> is_in_key(job.attributes.size(), false);
  for (const auto& rule : job.blocking)
    for (const auto* keys : {&rule.on, &rule.split_by})
      for (const AttributeIndex a : attributes_of(*keys)) is_in_key[a] = true;
  return is_in_key;
}

}  // namespace onefold::block
