#include "score/collect_counts.hpp"

#include <algorithm>

#include "block/block_product.hpp"
#include "block/block_sample.hpp"
#include "block/wave_rows.hpp"
#include "memory/memory_budget.hpp"
#include "score/training_counts.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::score {

namespace {

// Collective. The blocks of a rule that training uses: the sample collected while blocks were made, or all blocks.
block::Blocks read_sample(const Context& context, const block::BlockPlan& plan, std::size_t rule) {
  block::Blocks sample;
  mpi::run_locally(context.world, [&] {
    if (plan.has_sample[rule]) {
      block::read_blocks(context.world, context.work, block::sample_product(rule), {}, sample);
      return;
    }
    const auto sampler = block::block_sampler(context.job, rule, plan.rules[rule].num_pairs);
    for (std::size_t wave = 0; wave < plan.num_waves[rule]; ++wave)
      block::read_blocks(
          context.world, context.work, block::blocks_product(rule, wave),
          [&](block::KeyHash hash) { return sampler.takes(hash); }, sample);
  });
  if (plan.has_sample[rule]) context.work.remove_product(block::sample_product(rule));
  return sample;
}

// Collective. Counts patterns in a sample of each rule's blocks.
std::vector<model::RuleCounts> count_rules(const Context& context, const block::BlockPlan& plan,
                                           const TrainingInput& input) {
  std::vector<model::RuleCounts> rules;
  for (std::size_t rule = 0; rule < plan.rules.size(); ++rule) {
    memory::MemoryBudget(context).release_if_short();
    const auto sample = read_sample(context, plan, rule);
    rules.push_back(count_rule_patterns(input, rule, plan.rules[rule].num_pairs, sample));
    context.progress.update(rule + 1, plan.rules.size());
  }
  return rules;
}

bool may_recapture(const config::Job& job) {
  for (std::size_t rule = 0; rule < job.blocking.size(); ++rule)
    if (std::ranges::count(earlier_disjoint_rules(job, rule), true) > 0) return true;
  return false;
}

// Collective. The records that `sampler` chooses.
std::function<bool(RecordId)> chosen_records(const TrainingInput& input, const block::Sampler& sampler) {
  if (sampler.takes_all()) return [](RecordId) { return true; };
  std::vector<RecordId> local;
  for (std::uint64_t row = 0; row < input.record_hashes.size(); ++row)
    if (sampler.takes(input.record_hashes[row])) local.push_back(input.columns.first_record + row);
  return [all = input.world.gather_all(local)](RecordId id) { return std::ranges::binary_search(all, id); };
}

// Collective. The candidates on rank 0, ascending; empty on other ranks.
std::vector<model::CandidatePair> list_all_candidates(const Context& context, const block::BlockPlan& plan,
                                                      const TrainingInput& input) {
  std::uint64_t num_pairs = 0;
  for (const auto& rule : plan.rules) num_pairs += rule.num_pairs;
  const auto chosen = chosen_records(input, record_sampler(context.job, num_pairs));
  std::vector<model::CandidatePair> candidates;
  for (std::size_t rule = 0; rule < context.job.blocking.size(); ++rule) {
    for (std::size_t wave = 0; wave < plan.num_waves[rule]; ++wave) {
      memory::MemoryBudget(context).release_if_short();
      block::Blocks blocks;
      mpi::run_locally(context.world, [&] {
        block::read_blocks(context.world, context.work, block::blocks_product(rule, wave), {}, blocks);
      });
      const auto found = list_candidates(input, rule, blocks, chosen);
      candidates.insert(candidates.end(), found.begin(), found.end());
    }
    context.progress.update(rule + 1, context.job.blocking.size());
  }
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

}  // namespace

model::TrainingCounts collect_training_counts(const Context& context, const Columns& columns,
                                              const block::BlockPlan& plan) {
  const auto& job = context.job;
  model::TrainingCounts counts;
  counts.num_all_pairs = plan.scope.num_all_pairs();
  std::vector<std::uint64_t> hashes;
  mpi::run_locally(context.world, [&] { hashes = scratch::read_record_hashes(context, columns); });
  const TrainingInput input{context.world, job,       columns,
                            plan.scope,    plan.keys, block::max_batch_rows(context, columns, job.blocking.size()),
                            hashes};
  if (job.model.train == config::Training::candidates) {
    // 1. and 2. For m, u and the prior: list all candidates of some records.
    counts.candidates = list_all_candidates(context, plan, input);
    // For pairs completeness, if there are rules that read different attributes.
    if (may_recapture(job)) counts.captures = count_rules(context, plan, input);
  } else {
    // 1. For u: count the patterns of random pairs.
    counts.random_pairs = count_random_pairs(input);
    for (const auto& comparison : job.comparisons)
      counts.exact_collision.push_back(
          plan.scope.between_sources_only ? -1.0 : exact_collision(columns.attributes[comparison.attribute].facts));
    // 2. For m and the prior: count the patterns of each rule's pairs.
    counts.rules = count_rules(context, plan, input);
  }
  if (job.model.prior.kind == config::PriorConfig::Kind::rules) {
    std::vector<block::RuleKeys> rules;
    for (const auto& on : job.model.prior.rules) rules.emplace_back(on);
    counts.num_prior_rule_pairs = count_proposed_pairs(context.world, columns, plan.scope, rules,
                                                       block::max_wave_rows(context, columns, rules.size()));
  }
  return counts;
}

std::vector<model::PatternCount> count_known_pairs(const Context& context, const Columns& columns,
                                                   const block::BlockPlan& plan, const block::Blocks& blocks) {
  const std::uint64_t max_rows = block::max_batch_rows(context, columns, context.job.blocking.size());
  return count_block_pairs({context.world, context.job, columns, plan.scope, plan.keys, max_rows}, blocks);
}

}  // namespace onefold::score
