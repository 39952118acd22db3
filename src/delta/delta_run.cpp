#include "delta/delta_run.hpp"

#include <fmt/format.h>

#include "progress/format.hpp"
#include "result/delta_table.hpp"

namespace onefold::delta {

DeltaRun::DeltaRun(const Context& context) {
  mpi::run_locally(context.world, [&] {
    previous_.emplace(context.job);
    kept_.emplace(context, *previous_);
    seen_.emplace(context.job);
  });
  context.progress.say(
      "delta: the model and the frequencies are those of the previous result; pairs of two unchanged records keep "
      "their edges");
}

void DeltaRun::find_changes(const Context& context, const ingest::SourceFacts& facts) {
  changes_ = delta::find_changes(context, *previous_, *kept_, seen_->take(), facts);
}

void DeltaRun::carry_edges(const Context& context, const Columns& columns, const model::Model& model,
                           score::ScoredPairs& pairs) {
  edges_ = delta::carry_edges(context, *previous_, changes_, columns, model, pairs);
  std::vector<RecordId>().swap(changes_.new_ids);
}

Warnings DeltaRun::measure_drift(const Context& context, const Columns& columns, const block::BlockPlan& plan,
                                 const model::Model& frozen, double frozen_threshold) {
  drift_ = delta::measure_drift(context, columns, plan, frozen, frozen_threshold);
  if (!drift_) return {};
  context.progress.say(fmt::format("drift: a fresh model would decide {:.2f} % of the links otherwise; threshold {}",
                                   100 * drift_->share(), drift_->threshold));
  return warn_of_drift(context.job, *drift_);
}

Warnings DeltaRun::warnings(const config::Job& job) const {
  using progress::with_thousands;
  Warnings warnings;
  for (std::size_t s = 0; s < changes_.sources.size(); ++s)
    if (const auto count = changes_.sources[s].num_unknown_deletions; count > 0)
      warnings.push_back(
          {"unknown_deletions",
           fmt::format("source {}: {} id{} to be deleted {} no record in the previous result. Was this delta applied "
                       "before, or is one missing between the previous result and this run?",
                       job.sources[s].name, with_thousands(count), count == 1 ? "" : "s",
                       count == 1 ? "has" : "have")});
  for (const std::uint32_t s : changes_.reread)
    warnings.push_back(
        {"delta_scored_again",
         fmt::format("source {}: its values are cleansed, blocked or compared in another way than in the previous "
                     "result, so all pairs of its records are scored again. The result is right; the run takes longer",
                     job.sources[s].name)});
  return warnings;
}

void DeltaRun::write(result::ResultWriter& writer, std::uint64_t num_pairs_scored) const {
  result::DeltaTable table;
  const auto add = [](std::vector<std::int64_t>& column, std::uint64_t count) {
    column.push_back(static_cast<std::int64_t>(count));
  };
  for (const SourceChanges& of : changes_.sources) {
    add(table.num_new, of.num_new);
    add(table.changed, of.num_changed);
    add(table.unchanged, of.num_unchanged);
    add(table.deleted, of.num_deleted);
    add(table.unknown_deletions, of.num_unknown_deletions);
  }
  add(table.edges_carried, edges_.num_carried);
  add(table.edges_dropped, edges_.num_dropped);
  add(table.pairs_scored, num_pairs_scored);
  table.write(writer);
  if (!drift_) return;
  using result::DeltaTable;
  DeltaTable::kDriftWeight.write_once(writer, drift_->weights);
  DeltaTable::kDriftThreshold.write_once(writer, std::vector<double>{drift_->threshold});
  DeltaTable::kDriftLinks.write_once(writer, std::vector<double>{drift_->links});
  DeltaTable::kDriftLinksGained.write_once(writer, std::vector<double>{drift_->links_gained});
  DeltaTable::kDriftLinksLost.write_once(writer, std::vector<double>{drift_->links_lost});
}

}  // namespace onefold::delta
