#include <utility>

#include "block/known_pairs.hpp"
#include "files/read_everywhere.hpp"
#include "model/estimate.hpp"
#include "pipeline/stages.hpp"
#include "score/collect_counts.hpp"

namespace onefold::pipeline {

namespace {

// Collective. One rank estimates, because processors of different kinds could differ in the last bit.
model::Model estimate_on_one_rank(const Context& context, const model::TrainingCounts& counts) {
  std::string json;
  mpi::run_locally(context.world, [&] {
    if (context.world.is_root()) json = model::to_json(model::estimate_model(context.job, counts));
  });
  context.world.broadcast(json);
  return model::from_json(json, "of this run", context.job);
}

}  // namespace

void run_train_stage(const Context& context, RunState& state) {
  Stage stage(context, "train", "rules");
  const auto& job = context.job;
  if (!job.model.file.empty()) {
    state.model =
        model::from_json(files::read_everywhere(context.world, job.model.file, "model file"), job.model.file, job);
    return;
  }
  // 1. Count the agreement patterns of random pairs, and of the pairs that rules propose.
  auto counts = score::collect_training_counts(context, state.columns, state.blocks);
  // 2. Count them for pairs that people have labelled, or whose true ids are known.
  const auto count = [&](const block::Blocks& pairs) {
    return score::count_known_pairs(context, state.columns, state.blocks, pairs);
  };
  if (!job.model.labels.empty()) {
    counts.labelled_matches = count(block::blocks_of_labels(context.world, state.decisions.labels, true));
    counts.labelled_others = count(block::blocks_of_labels(context.world, state.decisions.labels, false));
  }
  if (job.model.train == config::Training::truth)
    counts.true_matches =
        count(block::blocks_of_true_ids(context.world, std::exchange(state.sources.local_true_ids, {})));
  // 3. Estimate m, u and the prior from the counts.
  state.model = estimate_on_one_rank(context, counts);
  // 4. Report what training could not estimate.
  const auto& label_notes = state.decisions.label_notes;
  state.model.notes.insert(state.model.notes.begin(), label_notes.begin(), label_notes.end());
  for (const auto& note : state.model.notes) context.progress.say("train: " + note);
  stage.finish(job.blocking.size(), "rules");
}

}  // namespace onefold::pipeline
