#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "block/known_pairs.hpp"
#include "files/read_everywhere.hpp"
#include "model/estimate.hpp"
#include "model/trained.hpp"
#include "pipeline/stages.hpp"
#include "result/cluster_tables.hpp"
#include "result/model_tables.hpp"
#include "score/collect_counts.hpp"

namespace onefold::pipeline {

namespace {

// Collective. One rank decides, because processors of different kinds could differ in the last bit. `model`: read from
// a file, if any; otherwise it is estimated.
model::Trained decide_on_one_rank(const Context& context, const model::TrainingCounts& counts,
                                  const std::optional<model::Model>& model) {
  const auto& job = context.job;
  std::string message;
  mpi::run_locally(context.world, [&] {
    if (!context.world.is_root()) return;
    model::Trained trained{model ? *model : model::estimate_model(job, counts), {}, {}};
    const auto expected = model::expect_links(job, trained.model, counts);
    trained.threshold = model::choose_threshold(job.cluster, expected, trained.model.warnings);
    trained.completeness = model::expect_completeness(trained.model, counts);
    add(trained.model.warnings, model::warn_of_completeness(trained.completeness));
    message = model::to_message(trained);
  });
  context.world.broadcast(message);
  return model::from_message(message, job);
}

// Collective. The model that the job names; nothing if it is to be trained.
std::optional<model::Model> read_given_model(const Context& context) {
  const auto& job = context.job;
  if (!job.model.file.empty())
    return model::from_json(files::read_everywhere(context.world, job.model.file, "model file"), job.model.file, job);
  if (!job.model.frozen) return std::nullopt;
  std::optional<model::Model> model;
  const std::string& previous = job.identity.previous;
  mpi::run_locally(context.world, [&] {
    model = model::from_json(result::ModelTable::kJson.read_row(result::ResultReader(previous), 0), previous, job);
  });
  return model;
}

// Collective.
model::Threshold read_previous_threshold(const Context& context) {
  model::Threshold threshold;
  mpi::run_locally(context.world, [&] {
    const result::ResultReader previous(context.job.identity.previous);
    threshold.probability = result::ClusterTable::kThreshold.read_row(previous, 0);
    threshold.reason = "as in the previous result";
  });
  return threshold;
}

}  // namespace

void run_train_stage(const Context& context, RunState& state) {
  Stage stage(context, "train", "rules");
  const auto& job = context.job;
  const auto read = read_given_model(context);
  if (read) {
    state.model = *read;
    if (state.delta) {
      if (job.cluster.threshold_rule.kind != config::ThresholdRule::Kind::fixed)
        state.threshold = read_previous_threshold(context);
      add(state.warnings, state.delta->measure_drift(
                              context, state.columns, state.blocks, state.model,
                              state.threshold.reason.empty() ? job.cluster.threshold : state.threshold.probability));
      return;
    }
    // Pairs are counted all the same if the threshold follows from them.
    if (job.cluster.threshold_rule.kind == config::ThresholdRule::Kind::fixed) return;
    if (job.model.frozen) {
      state.threshold = read_previous_threshold(context);
      return;
    }
  }
  // 1. Count the agreement patterns of random pairs, and of the pairs that rules propose.
  auto counts = score::collect_training_counts(context, state.columns, state.blocks);
  // 2. Count them for pairs that people have labelled, or whose true ids are known.
  const auto count = [&](const block::Blocks& pairs) {
    return score::count_known_pairs(context, state.columns, state.blocks, pairs);
  };
  if (!read && !job.model.labels.empty()) {
    counts.labelled_matches = count(block::blocks_of_labels(context.world, state.decisions.labels, true));
    counts.labelled_others = count(block::blocks_of_labels(context.world, state.decisions.labels, false));
  }
  if (!read && job.model.train == config::Training::truth)
    counts.true_matches =
        count(block::blocks_of_true_ids(context.world, std::exchange(state.sources.local_true_ids, {})));
  // 3. Estimate m, u and the prior from the counts, and decide the threshold.
  auto trained = decide_on_one_rank(context, counts, read);
  state.model = std::move(trained.model);
  state.threshold = std::move(trained.threshold);
  state.completeness = std::move(trained.completeness);
  add(state.warnings, state.model.warnings);
  if (!state.threshold.reason.empty())
    context.progress.say(fmt::format("train: threshold {}, {}", state.threshold.probability, state.threshold.reason));
  // 4. Report what training could not estimate.
  if (!read) {
    const auto& label_notes = state.decisions.label_notes;
    state.model.notes.insert(state.model.notes.begin(), label_notes.begin(), label_notes.end());
    for (const auto& note : state.model.notes) context.progress.say("train: " + note);
  }
  stage.finish(job.blocking.size(), "rules");
}

}  // namespace onefold::pipeline
