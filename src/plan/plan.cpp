#include "onefold/plan/plan.hpp"

#include <algorithm>

#include "block/measure_rule.hpp"
#include "columns/cleanse_attribute.hpp"
#include "ingest/raw_record_sink.hpp"
#include "ingest/source_facts.hpp"
#include "onefold/record/error.hpp"
#include "plan/plan_blocks.hpp"
#include "plan/plan_forecast.hpp"
#include "reading/judge.hpp"
#include "reading/report.hpp"
#include "record/hash.hpp"

namespace onefold::plan {

namespace {

// [attribute] Whether keys use only its whole values, never a part or a function of them.
std::vector<bool> attributes_taken_whole(const config::Job& job) {
  std::vector<bool> whole(job.attributes.size(), true);
  for (const auto& rule : job.blocking)
    for (const auto* keys : {&rule.on, &rule.split_by})
      for (const auto& expression : *keys)
        if (expression.function != config::KeyFunction::attribute)
          for (const AttributeIndex a : block::attributes_of(std::span(&expression, 1))) whole[a] = false;
  return whole;
}

// Keys from whole values need only Column::value_id. A fingerprint supplies it without the text, which saves memory,
// hashing and communication.
void keep_fingerprints(Column& column) {
  std::vector<std::uint64_t> ids(column.texts.size());
  for (std::size_t row = 0; row < ids.size(); ++row) ids[row] = column.value_id(row);
  column.numbers = std::move(ids);
  column.texts.release();
  column.storage = Storage::fingerprint;
}

// Collective. Builds the columns of the attributes that keys read; the other columns have facts, and no rows.
// `storages` receives the storage classes that a run would choose. Adds the reading report of all attributes to `plan`,
// with what it warns of and what it would stop.
Columns cleanse_all(const Context& context, const ingest::SourceFacts& facts, const std::vector<bool>& is_in_key,
                    bool show_values, std::vector<Storage>& storages, Plan& plan) {
  Stage stage(context, "cleanse", "attributes");
  Columns columns = ingest::columns_without_values(context, facts);
  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = cleanse::load_dummy_values(context.job.cleanse); });
  columns.attributes.resize(is_in_key.size());
  storages.resize(is_in_key.size());
  const auto whole = attributes_taken_whole(context.job);
  std::vector<columns::CleansedAttribute> cleansed;
  for (AttributeIndex a = 0; a < is_in_key.size(); ++a) {
    cleansed.push_back(
        columns::cleanse_attribute(context, columns, a, dummies, {.values = is_in_key[a], .reading_report = true}));
    auto& column = columns.attributes[a];
    column = std::move(cleansed.back().column);
    storages[a] = column.storage;
    if (!is_in_key[a]) {
      Column without_rows;
      without_rows.storage = column.storage;
      without_rows.facts = column.facts;
      column = std::move(without_rows);
    } else if (column.storage == Storage::text && whole[a] && !show_values) {
      mpi::run_locally(context.world, [&] { keep_fingerprints(column); });
    }
    context.progress.update(a + 1, is_in_key.size());
  }
  plan.files = facts.files;
  plan.reading = reading::make_report(context.job, facts, cleansed);
  add(plan.warnings, reading::warn_of_reading(context.job, plan.reading, facts.columns, facts.files));
  add(plan.warnings, reading::warn_of_regions(context.job, cleansed));
  try {
    reading::require_readable(context.job, plan.reading, facts.files);
  } catch (const Error& error) {
    plan.refusals.emplace_back(error.what());
  }
  stage.finish(columns.distribution.num_global(), "records");
  return columns;
}

}  // namespace

Plan plan_job(const mpi::Communicator& world, const config::Job& job, progress::Progress& progress,
              progress::Statistics& statistics, const PlanOptions& options) {
  const auto node = world.split_by_node();
  scratch::WorkDirectory work(world, scratch::side_folder(world, job.work_dir, "plan"), hash_bytes(job.digest_toml));
  const config::RunOptions no_options;
  const Context context{world, node, job, work, progress, statistics, no_options};
  Plan plan;
  plan.ranks = options.ranks > 0 ? options.ranks : world.size();
  plan.nodes = std::min(options.nodes, plan.ranks);

  // 1. Ingest: read and check every row as a run does.
  const std::vector<bool> is_in_key = block::attributes_in_keys(job);
  ingest::RawRecordSink sink(job, work, {std::vector<bool>(job.attributes.size(), true), false});
  const ingest::SourceFacts facts = ingest::ingest_sources(context, sink);
  for (const auto& source : facts.sources) {
    plan.num_rows_read += source.rows_read;
    plan.num_records += source.records;
    plan.num_quarantined += source.quarantined;
  }
  add(plan.warnings, facts.warnings);
  // 2. Cleanse all attributes as a run does, and keep those that keys read.
  std::vector<Storage> storages;
  const Columns columns = cleanse_all(context, facts, is_in_key, options.show_values, storages, plan);
  // 3. Block: count the pairs that each rule proposes, the new ones among them, and the largest blocks.
  plan.rules = plan_blocks(context, columns, options, plan);
  for (const auto& rule : plan.rules) {
    plan.num_pairs += rule.size.num_pairs;
    plan.num_new_pairs += rule.num_new_pairs.value_or(rule.size.num_pairs);
    plan.new_pairs_are_exact &= rule.num_new_pairs.has_value();
  }
  work.remove_all();
  // 4. Forecast a run on this input, and report what would stop or limit it.
  make_plan_forecast(context, {facts, columns, sink.raw_bytes(), is_in_key, storages}, options, plan);
  return plan;
}

}  // namespace onefold::plan
