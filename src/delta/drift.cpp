#include "delta/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/estimate.hpp"
#include "progress/format.hpp"
#include "score/collect_counts.hpp"

namespace onefold::delta {

namespace {

constexpr std::uint64_t kRandomPairs = 200'000;
// A larger share of links that would be decided otherwise is worth a warning. Two models of the same records, trained
// on different samples, decide up to 5 % otherwise if a frequent pattern lies at the threshold.
constexpr double kLargeDrift = 0.1;
constexpr double kFewLinks = 100;

// The job as it would train. Its prior is the frozen one if it comes from rules.
config::Job job_of_training(const config::Job& job, const model::Model& frozen) {
  config::Job training = job;
  training.model.frozen = false;
  training.model.max_random_pairs = std::min(job.model.max_random_pairs, kRandomPairs);
  if (job.model.prior.kind == config::PriorConfig::Kind::rules) {
    training.model.prior.kind = config::PriorConfig::Kind::fixed;
    training.model.prior.probability = frozen.prior;
  }
  return training;
}

// Local. Expected links of both models among the candidate pairs of all rules.
void count_links(const model::TrainingCounts& counts, const model::Model& frozen, FixedWeight frozen_threshold,
                 const model::Model& fresh, FixedWeight fresh_threshold, Drift& drift) {
  const auto space = frozen.pattern_space();
  const model::RelatedTerm frozen_related(frozen), fresh_related(fresh);
  for (const auto& rule : counts.rules) {
    if (rule.sampled_share <= 0) continue;
    for (const auto& [pattern, count] : rule.new_pairs) {
      const double pairs = static_cast<double>(count) / rule.sampled_share;
      const bool before = model::weight_of_pattern(frozen, space, frozen_related, pattern) >= frozen_threshold;
      const bool now = model::weight_of_pattern(fresh, space, fresh_related, pattern) >= fresh_threshold;
      if (before) drift.links += pairs;
      if (now && !before) drift.links_gained += pairs;
      if (before && !now) drift.links_lost += pairs;
    }
  }
}

// Local. Compares the frozen model with one that is estimated from the counts.
Drift compare_models(const config::Job& job, const config::Job& training, const model::TrainingCounts& counts,
                     const model::Model& frozen, double frozen_threshold) {
  const model::Model fresh = model::estimate_model(training, counts);
  Drift drift;
  Warnings ignored;
  config::ClusterConfig cluster = job.cluster;
  const auto chosen = model::choose_threshold(cluster, model::expect_links(training, fresh, counts), ignored);
  drift.threshold = chosen.reason.empty() ? frozen_threshold : chosen.probability;
  count_links(counts, frozen, weight_of_probability(frozen_threshold), fresh, weight_of_probability(drift.threshold),
              drift);
  for (std::size_t c = 0; c < fresh.comparisons.size(); ++c)
    for (std::size_t l = 0; l < fresh.comparisons[c].levels.size(); ++l) {
      const auto& level = fresh.comparisons[c].levels[l];
      drift.weights.push_back(to_double(level.weight));
      // A sample hardly tells the weights of levels that few pairs of it have.
      constexpr double kRare = 0.01, kRareAtRandom = 1e-4;
      const double change = std::abs(to_double(level.weight - frozen.comparisons[c].levels[l].weight));
      if (l == 0 || std::max(level.m, level.u) < kRare || level.u < kRareAtRandom || change <= drift.largest_change)
        continue;
      drift.largest_change = change;
      drift.largest_comparison = c;
      drift.largest_level = l;
    }
  return drift;
}

}  // namespace

std::optional<Drift> measure_drift(const Context& context, const Columns& columns, const block::BlockPlan& plan,
                                   const model::Model& frozen, double frozen_threshold) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  if (job.model.train != config::Training::em || !job.model.labels.empty()) return std::nullopt;
  const config::Job training = job_of_training(job, frozen);
  const Context of_training{world, node, training, work, progress, statistics, options};
  block::BlockPlan all = plan;
  all.scope.changed = nullptr;
  all.has_sample.assign(all.rules.size(), true);
  for (std::size_t r = 0; r < all.rules.size(); ++r) all.rules[r].num_pairs = plan.num_pairs_of_all[r];
  const auto counts = score::collect_training_counts(of_training, columns, all);
  // One rank decides, because processors of different kinds could differ in the last bit.
  std::vector<double> numbers;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    const Drift drift = compare_models(context.job, training, counts, frozen, frozen_threshold);
    numbers = {drift.threshold,
               drift.links,
               drift.links_gained,
               drift.links_lost,
               drift.largest_change,
               static_cast<double>(drift.largest_comparison),
               static_cast<double>(drift.largest_level)};
    numbers.insert(numbers.end(), drift.weights.begin(), drift.weights.end());
  });
  world.broadcast(numbers);
  Drift drift{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
  drift.largest_comparison = static_cast<std::uint64_t>(numbers[5]);
  drift.largest_level = static_cast<std::uint64_t>(numbers[6]);
  drift.weights.assign(numbers.begin() + 7, numbers.end());
  return drift;
}

Warnings warn_of_drift(const config::Job& job, const Drift& drift) {
  if (drift.links < kFewLinks || drift.share() <= kLargeDrift) return {};
  Warnings warnings;
  warnings.push_back(
      {"model_drift",
       fmt::format("a model trained on all records of this run would decide {:.1f} % of the links otherwise (about {} "
                   "more, {} fewer), by a sample of pairs; the weights of {} differ most, by {:.1f} bits. Train it "
                   "again: run the full extracts once without delta",
                   100 * drift.share(), progress::with_thousands(static_cast<std::uint64_t>(drift.links_gained)),
                   progress::with_thousands(static_cast<std::uint64_t>(drift.links_lost)),
                   job.comparisons[drift.largest_comparison].name, drift.largest_change)});
  return warnings;
}

}  // namespace onefold::delta
