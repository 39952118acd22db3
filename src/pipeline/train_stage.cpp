#include <algorithm>
#include <fstream>
#include <sstream>

#include "block_product.hpp"
#include "labelled_pairs.hpp"
#include "memory_budget.hpp"
#include "onefold/model/estimate.hpp"
#include "onefold/pipeline/stages.hpp"
#include "onefold/record/error.hpp"
#include "onefold/score/training_counts.hpp"

namespace onefold::pipeline {

namespace {

// Collective. Rank 0 reads, all get the text.
std::string read_everywhere(const mpi::Communicator& world, const std::string& path) {
  std::string text;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (!file || !(content << file.rdbuf())) throw Error(ExitCode::input, "cannot read the model file " + path);
    text = content.str();
  });
  world.broadcast(text);
  return text;
}

// Collective. Of a sample of each rule's blocks.
std::vector<model::RuleCounts> count_rules(const Context& context, const Columns& columns, const BlockPlan& plan,
                                           std::uint64_t max_rows) {
  const auto& job = context.job;
  std::vector<model::RuleCounts> rules;
  for (std::size_t rule = 0; rule < job.blocking.size(); ++rule) {
    release_if_short(context);
    block::Blocks sample;
    const auto sampler = score::block_sampler(job, rule, plan.rules[rule].num_pairs);
    mpi::run_locally(context.world, [&] {
      for (std::size_t wave = 0; wave < plan.num_waves[rule]; ++wave)
        read_blocks(context.world, context.work, blocks_product(rule, wave), sampler, sample);
    });
    rules.push_back(score::count_rule_patterns(context.world, job, columns, plan.scope, plan.keys, rule,
                                               plan.rules[rule].num_pairs, sample, max_rows));
    context.progress.update(rule + 1, job.blocking.size());
  }
  return rules;
}

// Collective. On rank 0, ascending.
std::vector<model::CandidatePair> list_all_candidates(const Context& context, const Columns& columns,
                                                      const BlockPlan& plan, std::uint64_t max_rows) {
  std::uint64_t num_pairs = 0;
  for (const auto& rule : plan.rules) num_pairs += rule.num_pairs;
  const auto chosen = score::record_sampler(context.job, num_pairs);
  std::vector<model::CandidatePair> candidates;
  for (std::size_t rule = 0; rule < context.job.blocking.size(); ++rule) {
    for (std::size_t wave = 0; wave < plan.num_waves[rule]; ++wave) {
      release_if_short(context);
      block::Blocks blocks;
      mpi::run_locally(context.world,
                       [&] { read_blocks(context.world, context.work, blocks_product(rule, wave), {}, blocks); });
      const auto found = score::list_candidates(context.world, context.job, columns, plan.scope, plan.keys, rule,
                                                blocks, chosen, max_rows);
      candidates.insert(candidates.end(), found.begin(), found.end());
    }
    context.progress.update(rule + 1, context.job.blocking.size());
  }
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

}  // namespace

model::Model run_train_stage(const Context& context, const SourceFacts& facts, const Columns& columns,
                             const BlockPlan& plan) {
  Stage stage(context, "train", "rules");
  const auto& job = context.job;
  if (!job.model.file.empty())
    return model::from_json(read_everywhere(context.world, job.model.file), job.model.file, job);

  model::TrainingCounts counts;
  counts.num_all_pairs = plan.scope.num_all_pairs();
  const std::uint64_t max_rows = max_batch_rows(context, columns, job.blocking.size());
  if (job.model.train == config::Training::candidates) {
    // 1. and 2. m, u and the prior: what do all candidates of a record look like?
    counts.candidates = list_all_candidates(context, columns, plan, max_rows);
  } else {
    // 1. u: what do random pairs look like?
    counts.random_pairs = score::count_random_pairs(context.world, job, columns, plan.scope, max_rows);
    for (const auto& comparison : job.comparisons)
      counts.exact_collision.push_back(plan.scope.between_sources_only
                                           ? -1.0
                                           : score::exact_collision(columns.attributes[comparison.attribute].facts));
    // 2. m and the prior: what do the pairs of each rule look like?
    counts.rules = count_rules(context, columns, plan, max_rows);
  }
  if (job.model.prior.kind == config::PriorConfig::Kind::rules) {
    std::vector<block::RuleKeys> rules;
    for (const auto& on : job.model.prior.rules) rules.emplace_back(on);
    counts.num_prior_rule_pairs = score::count_proposed_pairs(context.world, columns, plan.scope, rules,
                                                              max_wave_rows(context, columns, rules.size()));
  }
  // 3. What is known of some pairs.
  std::vector<std::string> label_notes;
  const auto count_pairs = [&](const block::Blocks& blocks) {
    return score::count_block_pairs(context.world, job, columns, plan.scope, blocks, max_rows);
  };
  if (!job.model.labels.empty()) {
    auto labels = read_labels(context, facts, columns);
    counts.labelled_matches = count_pairs(blocks_of_labels(context.world, labels.pairs, true));
    counts.labelled_others = count_pairs(blocks_of_labels(context.world, labels.pairs, false));
    label_notes = std::move(labels.notes);
  }
  if (job.model.train == config::Training::truth)
    counts.true_matches = count_pairs(blocks_of_true_ids(context, facts, columns, job.model.max_training_pairs));
  // 4. Estimation on one rank, so that processors of different kinds cannot disagree in the last bit.
  std::string json;
  mpi::run_locally(context.world, [&] {
    if (context.world.is_root()) json = model::to_json(model::estimate_model(job, counts));
  });
  context.world.broadcast(json);
  auto model = model::from_json(json, "of this run", job);
  model.notes.insert(model.notes.begin(), label_notes.begin(), label_notes.end());
  // 5. Nobody should have to guess what training could not do.
  for (const auto& note : model.notes) context.progress.say("train: " + note);
  stage.finish(job.blocking.size(), "rules");
  return model;
}

}  // namespace onefold::pipeline
