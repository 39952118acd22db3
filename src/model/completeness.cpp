#include "model/completeness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/expected_links.hpp"

namespace onefold::model {

namespace {

// Fewer matches that are proposed twice say little.
constexpr double kFewestRecaptured = 20;
constexpr double kLeastRecaptured = 0.05;  // as a share of the matches that rules propose
constexpr double kOneSided95 = 1.645;
// A completeness below this is a reason for doubt.
// Where sources have different attributes, rules find different matches for that reason, and the estimate is far too
// low: between .44 and .75 on four data sets whose rules propose .88 to 1 of the matches.
constexpr double kPoorCompleteness = 0.4;

}  // namespace

std::optional<double> Completeness::estimate() const {
  std::optional<double> most;
  for (const auto& pair : recaptures) {
    // Each figure comes from a sample of its own, so m may exceed n, and n the number of matches that all rules find.
    const double n = std::min(pair.first_matches, found_matches), k = std::min(pair.second_matches, found_matches);
    const double m = std::min({pair.both_matches, n, k});
    if (m < std::max(kFewestRecaptured, kLeastRecaptured * found_matches)) continue;
    const double all = (n + 1) * (k + 1) / (m + 1) - 1;
    most = std::max(most.value_or(0), all * (1 - kOneSided95 * std::sqrt((n - m) * (k - m) / (n * k * m))));
  }
  if (!most) return std::nullopt;
  return found_matches / std::max(found_matches, *most);
}

Completeness expect_completeness(const Model& model, const TrainingCounts& counts) {
  const PatternSpace space = model.pattern_space();
  const RelatedTerm related(model);
  const auto matches = [&](std::span<const PatternCount> patterns, double share) {
    double sum = 0;
    for (const auto& [pattern, count] : patterns)
      sum += static_cast<double>(count) * probability_of(weight_of_pattern(model, space, related, pattern));
    return share > 0 ? sum / share : 0;
  };
  const auto& rules = counts.captures.empty() ? counts.rules : counts.captures;
  Completeness completeness;
  std::vector<double> of_rule;
  for (const auto& rule : rules) {
    of_rule.push_back(matches(rule.all_pairs, rule.sampled_share));
    completeness.found_matches += matches(rule.new_pairs, rule.sampled_share);
  }
  for (std::size_t second = 0; second < rules.size(); ++second)
    for (const auto& overlap : rules[second].overlaps)
      completeness.recaptures.push_back({overlap.rule, second, of_rule[overlap.rule], of_rule[second],
                                         matches(overlap.pairs, rules[second].sampled_share)});
  std::ranges::sort(completeness.recaptures, {}, [](const Recapture& r) { return std::pair(r.first, r.second); });
  return completeness;
}

Warnings warn_of_completeness(const Completeness& completeness) {
  const auto estimate = completeness.estimate();
  if (!estimate || *estimate >= kPoorCompleteness) return {};
  Warnings warnings;
  warnings.push_back(
      {"low_completeness",
       fmt::format("by the model the blocking rules propose only {:.2f} of all matches: rules that read different "
                   "attributes seldom find the same ones. Add rules on other attributes, or with coarser keys",
                   *estimate)});
  return warnings;
}

}  // namespace onefold::model
