#include "onefold/pipeline/plan.hpp"

#include <algorithm>
#include <filesystem>

#include "onefold/record/hash.hpp"
#include "plan_blocks.hpp"
#include "plan_forecast.hpp"
#include "stage_parts.hpp"

namespace onefold::pipeline {

namespace {

// Collective. Columns of the attributes that are marked; the others have no rows.
Columns cleanse_keys(const Context& context, const SourceFacts& facts, const std::vector<bool>& is_in_key) {
  Stage stage(context, "cleanse", "attributes");
  Columns columns = columns_without_values(context, facts);
  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = cleanse::load_dummy_values(context.job.cleanse); });
  columns.attributes.resize(is_in_key.size());
  for (AttributeIndex a = 0; a < is_in_key.size(); ++a) {
    if (is_in_key[a]) columns.attributes[a] = cleanse_attribute(context, columns, a, dummies, {true, false});
    context.progress.update(a + 1, is_in_key.size());
  }
  stage.finish(columns.distribution.num_global(), "records");
  return columns;
}

// Collective. A folder of the plan's own, inside the work directory or beside it: what a run has left there is not touched.
std::string plan_folder(const mpi::Communicator& world, const std::string& work_dir) {
  std::error_code ignored;
  std::string folder = work_dir + (std::filesystem::is_directory(work_dir, ignored) ? "/plan" : ".plan");
  world.broadcast(folder);
  return folder;
}

}  // namespace

Plan plan_job(const mpi::Communicator& world, const config::Job& job, report::Progress& progress, report::Statistics& statistics,
              const PlanOptions& options) {
  const auto node = world.split_by_node();
  store::WorkDirectory work(world, plan_folder(world, job.work_dir), hash_bytes(job.digest_toml));
  const RunOptions no_options;
  const Context context{world, node, job, work, progress, statistics, no_options};
  Plan plan;
  plan.ranks = options.ranks > 0 ? options.ranks : world.size();
  plan.nodes = std::min(options.nodes, plan.ranks);

  // 1. Ingest: every row is read and judged as in a run, but only what keys are made of is put aside.
  const std::vector<bool> is_in_key = attributes_in_keys(job);
  ParkingSink sink(job, work, {is_in_key, false});
  const SourceFacts facts = ingest_into(context, sink);
  for (const auto& source : facts.sources) {
    plan.num_rows_read += source.rows_read;
    plan.num_records += source.records;
    plan.num_quarantined += source.quarantined;
  }
  // 2. Cleanse: as in a run, the attributes that keys are made of.
  const Columns columns = cleanse_keys(context, facts, is_in_key);
  // 3. Block: how many pairs does each rule propose, how many of them are new, and which blocks are large?
  plan.rules = plan_blocks(context, columns, options, plan);
  for (const auto& rule : plan.rules) {
    plan.num_pairs += rule.size.num_pairs;
    plan.num_new_pairs += rule.num_new_pairs.value_or(rule.size.num_pairs);
    plan.new_pairs_are_exact &= rule.num_new_pairs.has_value();
  }
  work.remove_all();
  // 4. What will a run of this take, where, and what stands in its way?
  make_plan_forecast(context, facts, columns, sink.raw_bytes(), is_in_key, options, plan);
  return plan;
}

}  // namespace onefold::pipeline
