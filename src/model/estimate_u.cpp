#include "model/estimate_u.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onefold::model {

namespace {

// Largest share of an observed u that is attributed to matches among the random pairs.
constexpr double kLargestMatchShare = 0.9;

}  // namespace

LevelTable observed_u(const config::Job& job, const TrainingCounts& counts, Model& model) {
  LevelTable u;
  const auto random_levels = count_levels(model.pattern_space(), counts.random_pairs);
  for (std::size_t c = 0; c < random_levels.size(); ++c) {
    const auto& levels = random_levels[c];
    double present = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) present += static_cast<double>(levels[level]);
    auto& shares = u.emplace_back(levels.size(), 0.0);
    const double smoothing = 0.5 / static_cast<double>(levels.size() - 1);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      shares[level] = (static_cast<double>(levels[level]) + smoothing) / (present + 0.5);
      auto& origin = model.comparisons[c].levels[level].u_origin;
      origin = fmt::format("{} of {:.0f} random pairs", levels[level], present);
    }
    // The value counts of all records give a better estimate for the exact level.
    const auto exact = exact_level(job.comparisons[c]);
    if (exact == 1 && counts.exact_collision[c] >= 0) {
      const double before = shares[exact];
      const double known = std::clamp(counts.exact_collision[c], 1e-12, 1 - 1e-6);
      for (std::size_t level = 2; level < levels.size(); ++level) shares[level] *= (1 - known) / (1 - before);
      shares[exact] = known;
      model.comparisons[c].levels[exact].u_origin = "value counts of all records";
    }
    for (std::size_t i = 0; i < job.comparisons[c].u.size(); ++i) {
      shares[i + 1] = job.comparisons[c].u[i];
      model.comparisons[c].levels[i + 1].u_origin = "job file";
    }
  }
  return u;
}

LevelTable u_of_others(const config::Job& job, const LevelTable& observed, const LevelTable& m, double prior) {
  LevelTable u = observed;
  for (std::size_t c = 0; c < u.size(); ++c) {
    if (!job.comparisons[c].u.empty()) continue;
    double sum = 0;
    for (std::size_t level = 1; level < u[c].size(); ++level) {
      const double freed = (observed[c][level] - prior * m[c][level]) / (1 - prior);
      u[c][level] = std::max(freed, (1 - kLargestMatchShare) * observed[c][level]);
      sum += u[c][level];
    }
    for (std::size_t level = 1; level < u[c].size(); ++level) u[c][level] /= sum;
  }
  return u;
}

}  // namespace onefold::model
