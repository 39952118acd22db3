#include "block/frozen_keys.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/frequencies_table.hpp"
#include "result/model_tables.hpp"

namespace onefold::block {

namespace {

using result::FrequenciesTable;

// Local. Ascending.
std::vector<KeyHash> read_oversized(const result::ResultReader& previous, std::size_t rule) {
  const auto rules = FrequenciesTable::kOversizedRule.read_all(previous);
  const auto keys = FrequenciesTable::kOversizedKey.read_all(previous);
  std::vector<KeyHash> oversized;
  for (std::size_t i = 0; i < std::min(rules.size(), keys.size()); ++i)
    if (static_cast<std::size_t>(rules[i]) == rule) oversized.push_back(static_cast<KeyHash>(keys[i]));
  std::ranges::sort(oversized);
  return oversized;
}

void require_same_rules(const result::ResultReader& previous, const config::Job& job) {
  const auto names = result::BlockingTable::kRule.read_all(previous);
  bool same = names.size() == job.blocking.size() && FrequenciesTable::kOversizedRule.is_in(previous);
  for (std::size_t r = 0; same && r < names.size(); ++r) same = names[r] == job.blocking[r].name;
  if (!same)
    throw Error(ExitCode::input, job.identity.previous +
                                     " has other blocking rules than this job: [model] frequencies = \"frozen\" needs "
                                     "the same rules in the same order; leave the key out");
}

}  // namespace

RuleKeys frozen_keys(const Context& context, const Columns& columns, std::size_t r, RuleSize& skipped) {
  const config::BlockingRule& rule = context.job.blocking[r];
  RuleKeys keys(rule.on);
  mpi::run_locally(context.world, [&] {
    const result::ResultReader previous(context.job.identity.previous);
    require_same_rules(previous, context.job);
    keys.oversized = read_oversized(previous, r);
  });
  if (keys.oversized.empty()) return keys;
  if (rule.oversized == config::Oversized::split) keys.split_by = rule.split_by;
  skipped.num_skipped_blocks = keys.oversized.size();
  skipped.num_skipped_rows = context.world.sum(local_count_lost(columns, keys));
  return keys;
}

void write_oversized_keys(const BlockPlan& plan, result::ResultWriter& writer) {
  std::vector<std::int32_t> rules;
  std::vector<std::int64_t> hashes;
  for (std::size_t r = 0; r < plan.keys.size(); ++r)
    for (const KeyHash hash : plan.keys[r].oversized) {
      rules.push_back(static_cast<std::int32_t>(r));
      hashes.push_back(static_cast<std::int64_t>(hash));
    }
  FrequenciesTable::kOversizedRule.write_once(writer, rules);
  FrequenciesTable::kOversizedKey.write_once(writer, hashes);
}

}  // namespace onefold::block
