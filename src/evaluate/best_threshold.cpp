#include "evaluate/best_threshold.hpp"

#include <algorithm>

#include "mpi/exchange_by_owner.hpp"
#include "record/hash.hpp"

namespace onefold::evaluate {

namespace {

// The number of weights that a rank proposes as borders between ranks.
constexpr std::size_t kNumSamples = 64;

struct Candidate {
  std::uint64_t numerator;  // of F1
  std::uint64_t denominator;
  std::uint64_t weight;
};

bool is_better(const Candidate& a, const Candidate& b) {
  const Uint128 left = Uint128{a.numerator} * b.denominator;
  const Uint128 right = Uint128{b.numerator} * a.denominator;
  return left != right ? left > right : a.weight > b.weight;
}

// Collective. Descending; rank r owns the weights above border r and not above border r - 1.
std::vector<std::uint64_t> make_borders(const mpi::Communicator& world, const std::vector<WeightStep>& steps) {
  std::vector<std::uint64_t> samples;
  const std::size_t count = std::min(kNumSamples, steps.size());
  for (std::size_t i = 0; i < count; ++i) samples.push_back(steps[steps.size() * i / count].weight);
  samples = world.gather_all(samples);
  std::sort(samples.rbegin(), samples.rend());
  std::vector<std::uint64_t> borders;
  const auto ranks = static_cast<std::size_t>(world.size());
  for (std::size_t r = 1; r < ranks && !samples.empty(); ++r) borders.push_back(samples[samples.size() * r / ranks]);
  return borders;
}

}  // namespace

std::optional<std::uint64_t> best_threshold(const mpi::Communicator& world, std::vector<WeightStep> steps,
                                            std::uint64_t actual_pairs) {
  const auto borders = make_borders(world, steps);
  steps = mpi::exchange_by_owner(world, std::move(steps), [&](const WeightStep& step) {
    return static_cast<int>(std::lower_bound(borders.begin(), borders.end(), step.weight, std::greater<>()) -
                            borders.begin());
  });
  std::sort(steps.begin(), steps.end(), [](const WeightStep& a, const WeightStep& b) { return a.weight > b.weight; });

  // Lower ranks hold the heavier steps, so start from the sums of those ranks.
  std::uint64_t true_positive = 0;
  std::uint64_t predicted = 0;
  for (const WeightStep& step : steps) {
    true_positive += step.true_positive;
    predicted += step.predicted;
  }
  true_positive = world.exclusive_sum(true_positive);
  predicted = world.exclusive_sum(predicted);
  std::vector<Candidate> best;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    true_positive += steps[i].true_positive;
    predicted += steps[i].predicted;
    if (i + 1 < steps.size() && steps[i + 1].weight == steps[i].weight) continue;
    Candidate candidate{2 * true_positive, predicted + actual_pairs, steps[i].weight};
    if (candidate.denominator == 0) candidate.numerator = candidate.denominator = 1;
    if (best.empty() || is_better(candidate, best[0])) best = {candidate};
  }
  best = world.gather_all(best);
  if (best.empty()) return std::nullopt;
  return std::min_element(best.begin(), best.end(), is_better)->weight;
}

}  // namespace onefold::evaluate
