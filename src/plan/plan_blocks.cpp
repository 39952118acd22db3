#include "plan/plan_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "block/measure_rule.hpp"
#include "block/new_pairs.hpp"
#include "block/tiles.hpp"
#include "block/wave_rows.hpp"
#include "doubt/warn.hpp"
#include "memory/memory_budget.hpp"
#include "progress/format.hpp"
#include "record/memory.hpp"

namespace onefold::plan {

namespace {

// A large block, as it is sent to all ranks.
struct Candidate {
  block::KeyHash hash;
  std::uint64_t num_records;
  std::uint64_t num_pairs;
  RecordId first_record;
};

bool is_before(const Candidate& a, const Candidate& b) {
  return a.num_records != b.num_records ? a.num_records > b.num_records : a.hash < b.hash;
}

void keep_largest(std::vector<Candidate>& candidates) {
  const std::size_t kept = std::min(candidates.size(), kLargestBlocks);
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(kept), candidates.end(),
                    is_before);
  candidates.resize(kept);
}

void add_candidates(const block::Blocks& blocks, const block::PairScope& scope, std::vector<Candidate>& candidates) {
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto members = blocks.members(b);
    const Candidate candidate{blocks.hashes[b], members.size(), 0, members.front()};
    if (candidates.size() >= kLargestBlocks && !is_before(candidate, candidates.back())) continue;
    candidates.push_back(candidate);
    candidates.back().num_pairs = scope.num_pairs(members);
    keep_largest(candidates);
  }
}

// Local. The key of one of this rank's rows as readable text; if the row has several keys, the one with this hash.
std::string key_text(const Columns& columns, const block::RuleKeys& keys, std::uint64_t row, block::KeyHash hash) {
  std::array<char, kMaxPackedChars> buffer{};
  const auto value_of = [&](AttributeIndex a) { return columns.attributes[a].value(row, buffer); };
  block::RuleKeyEvaluator evaluator(columns, keys);
  std::string text;
  bool is_split = false;
  const auto add = [&](std::span<const config::KeyExpression> expressions) {
    for (const auto& expression : expressions) {
      std::string found;
      block::evaluate_keys(expression, value_of, [&](std::string_view value) {
        if (expression.multi_valued() == nullptr) {
          found = value;
          return;
        }
        const auto coarse = evaluator.on().key_of_value(row, value);
        if (evaluator.in_effect(coarse, row) != hash) return;
        is_split = evaluator.is_oversized(coarse);
        found = value;
      });
      std::replace(found.begin(), found.end(), kElementSeparator, ' ');
      text += (text.empty() ? "" : ", ") + expression.text + "=" + found;
    }
  };
  add(keys.on);
  if (!keys.is_multi_valued()) is_split = evaluator.is_oversized(evaluator.on().key(row));
  if (!keys.split_by.empty() && is_split) add(keys.split_by);
  return text;
}

// Collective. The largest blocks over all ranks.
std::vector<LargeBlock> gather_largest(const Context& context, const Columns& columns, const block::RuleKeys& keys,
                                       const std::vector<Candidate>& local, bool show_values) {
  auto all = context.world.gather_all(local);
  keep_largest(all);
  std::vector<LargeBlock> largest;
  for (const auto& candidate : all) {
    std::string key;
    if (show_values) {
      const int owner = columns.distribution.owner(candidate.first_record);
      mpi::run_locally(context.world, [&] {
        if (context.world.rank() == owner)
          key = key_text(columns, keys, candidate.first_record - columns.first_record, candidate.hash);
      });
      key = context.world.gather_all(key)[static_cast<std::size_t>(owner)];
    }
    largest.push_back({candidate.hash, candidate.num_records, candidate.num_pairs, std::move(key)});
  }
  return largest;
}

// Collective. Like block::max_wave_rows, for a plan. A plan fetches only hashes and keys, no values and no edges, and
// continues even if memory is scarce.
std::uint64_t max_plan_rows(const Context& context, const Columns& columns) {
  const auto& rules = context.job.blocking;
  // Texts from which several keys per record are made. Long texts have more words and occur in more blocks, hence the
  // factor 3 below.
  std::vector<AttributeIndex> in_lists;
  for (const auto& rule : rules)
    if (config::is_multi_valued(rule.on))
      for (const AttributeIndex a : block::attributes_of(rule.on)) in_lists.push_back(a);
  std::sort(in_lists.begin(), in_lists.end());
  in_lists.erase(std::unique(in_lists.begin(), in_lists.end()), in_lists.end());
  std::uint64_t local_text_bytes = 0;
  for (const AttributeIndex a : in_lists) local_text_bytes += columns.attributes[a].texts.num_bytes();
  const std::uint64_t text_bytes =
      3 * context.world.sum(local_text_bytes) / std::max<std::uint64_t>(1, columns.distribution.num_global()) +
      16 * in_lists.size();
  const std::uint64_t held = context.world.max(resident_bytes()) + memory::MemoryBudget::kReserveBytes;
  const std::uint64_t limit = context.job.memory_per_rank_bytes;
  const std::uint64_t bytes = std::max(limit > held ? limit - held : 0, block::kLeastWaveBytes);
  return bytes / (64 + 8 * rules.size() + 40 + text_bytes) * static_cast<std::uint64_t>(context.world.size());
}

// Attributes whose values are sent as numbers. Keys of these attributes are computed on the rank that needs them, in
// the order of the rows.
std::vector<AttributeIndex> plain_attributes(const Columns& columns, const std::vector<bool>& is_in_key) {
  std::vector<AttributeIndex> plain;
  for (AttributeIndex a = 0; a < is_in_key.size(); ++a)
    if (is_in_key[a] && columns.attributes[a].storage != Storage::text) plain.push_back(a);
  return plain;
}

// In the worst case one rank gets the largest tile in addition to its share. A tile has at most the pairs of the
// largest block, and at most the size to which deal_tiles cuts.
double bound_of_load(const PlannedRule& rule, int ranks) {
  const auto pairs = static_cast<double>(rule.size.num_pairs);
  if (pairs == 0) return 1;
  const block::DealOptions options;
  const double share = pairs / ranks;
  const double cut = std::max(static_cast<double>(options.min_tile_pairs), options.epsilon * share);
  double largest = 0;
  for (const auto& block : rule.largest) largest = std::max(largest, static_cast<double>(block.num_pairs));
  return std::min(1 + std::min(cut, largest) / share, static_cast<double>(ranks));
}

}  // namespace

namespace {

void note_limits(const config::BlockingRule& rule, std::size_t number, const PlannedRule& planned, Plan& plan) {
  using progress::with_thousands;
  const auto& size = planned.size;
  if (planned.num_oversized_blocks > 0)
    plan.refusals.push_back(fmt::format(
        "blocking rule {} ({}) makes {} of more than max_block_size = {} records; the largest has {}. "
        "Add a key to the rule, raise max_block_size, or set oversized = \"split\" or \"skip\"",
        number, rule.name,
        planned.num_oversized_blocks == 1 ? "a block" : with_thousands(planned.num_oversized_blocks) + " blocks",
        with_thousands(rule.max_block_size), with_thousands(size.largest_block)));
  if (size.num_pairs > rule.max_pairs)
    plan.refusals.push_back(
        fmt::format("blocking rule {} ({}) would make {} candidate pairs, more than max_pairs = {}. Add a key to the "
                    "rule, set max_block_size, or raise max_pairs",
                    number, rule.name, with_thousands(size.num_pairs), with_thousands(rule.max_pairs)));
  if (const auto note = block::note_of_skipped(rule, size); !note.empty())
    plan.warnings.push_back({"skipped_blocks", fmt::format("rule {} ({}): {}", number, rule.name, note)});
}

}  // namespace

std::vector<PlannedRule> plan_blocks(const Context& context, const Columns& columns, const PlanOptions& options,
                                     Plan& plan) {
  Stage stage(context, "block", "rules");
  const auto& [world, node, job, work, progress, statistics, no_options] = context;
  const block::PairScope scope{job.task == config::Task::link, columns.source_ends};
  const doubt::InputSize input{columns.distribution.num_global(), scope.num_all_pairs()};
  add(plan.warnings, doubt::warn_of_attributes(job, columns.facts(), input));
  const auto attributes = plain_attributes(columns, block::attributes_in_keys(job));
  const std::uint64_t max_rows = options.max_wave_rows > 0 ? options.max_wave_rows : max_plan_rows(context, columns);
  std::vector<PlannedRule> rules;
  std::vector<block::RuleKeys> keys;
  std::uint64_t num_pairs = 0;
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    const auto& rule = job.blocking[r];
    auto& planned = rules.emplace_back();
    // 1. The effective keys of the rule, as in a run. Blocks that would stop the run are counted instead.
    const bool stops_at_size = rule.max_block_size > 0 && rule.oversized == config::Oversized::error;
    block::RuleSize skipped;
    keys.push_back(stops_at_size ? block::RuleKeys(rule.on)
                                 : block::keys_in_effect(world, columns, rule, max_rows, skipped));
    // 2. Wave by wave: make the blocks, and count the pairs that no earlier rule proposes until the rule exceeds
    // max_pairs.
    std::vector<Candidate> largest;
    std::uint64_t pairs_so_far = 0;
    std::uint64_t local_new_pairs = 0;
    const auto measured = block::measure_rule(context, columns, scope, keys[r], max_rows, [&](const block::Wave& wave) {
      const block::Blocks& blocks = wave.blocks;
      add_candidates(blocks, scope, largest);
      if (stops_at_size)
        for (std::size_t b = 0; b < blocks.size(); ++b)
          planned.num_oversized_blocks += blocks.members(b).size() > rule.max_block_size ? 1 : 0;
      const std::uint64_t local_pairs = wave.size.num_pairs;
      // No structured bindings here: not all compilers let C++20 lambdas capture them.
      pairs_so_far += context.world.sum(local_pairs);
      const auto so_far = block::RulesSoFar::of(keys, r);
      const bool all_are_new = r == 0 && so_far.own == nullptr;
      if (all_are_new) local_new_pairs += local_pairs;
      if (all_are_new || pairs_so_far > rule.max_pairs) return;
      const auto rows = block::fetch_rows(context.world, columns, blocks.ids, attributes, so_far);
      mpi::run_locally(context.world, [&] { local_new_pairs += block::local_count_new_pairs(blocks, rows, scope); });
    });
    planned.size = measured.size;
    planned.size.num_skipped_blocks = skipped.num_skipped_blocks;
    planned.size.num_skipped_rows = skipped.num_skipped_rows;
    planned.num_keyed_rows = columns.distribution.num_global();
    for (const AttributeIndex a : block::attributes_of(rule.on))
      planned.num_keyed_rows = std::min(planned.num_keyed_rows, columns.attributes[a].facts.num_present);
    planned.num_keys = planned.num_keyed_rows;
    if (keys[r].is_multi_valued()) {
      const auto bins = block::local_count_bins(columns, keys[r]);
      planned.num_keys = world.sum(std::accumulate(bins.begin(), bins.end(), std::uint64_t{0}));
    }
    planned.num_oversized_blocks = world.sum(planned.num_oversized_blocks);
    const std::uint64_t new_pairs = world.sum(local_new_pairs);
    if (pairs_so_far <= rule.max_pairs) planned.num_new_pairs = new_pairs;
    planned.largest = gather_largest(context, columns, keys[r], largest, options.show_values);
    planned.most_load = bound_of_load(planned, plan.ranks);
    note_limits(rule, r + 1, planned, plan);
    add(plan.warnings, doubt::warn_of_rule(rule, planned.size, input));
    num_pairs += planned.size.num_pairs;
    progress.update(r + 1, job.blocking.size());
  }
  add(plan.warnings, doubt::warn_of_unreached(job, block::find_unreached(world, job, columns), columns.facts(), input));
  stage.finish(num_pairs, "pairs proposed");
  return rules;
}

}  // namespace onefold::plan
