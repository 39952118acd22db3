#include "model/expected_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace onefold::model {

namespace {

// With fewer expected matches there is nothing to choose a threshold from.
constexpr double kFewestMatches = 1;
// Precision or recall below this is a reason for doubt.
constexpr double kPoor = 0.9;
// Odds above 2^this are practically certain; the limit keeps sums finite.
constexpr double kMostOddsLog2 = 50;
constexpr int kMostDecimals = 17;

double odds_of(double weight_log2) { return std::exp2(std::min(weight_log2, kMostOddsLog2)); }

// How many candidates of a record can be right; 0: any number.
double matches_per_record(const config::Job& job) {
  const bool all_unique =
      std::all_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return source.unique; });
  // Records without duplicates in their sources have at most one match in each other source.
  if (all_unique) return static_cast<double>(std::max<std::size_t>(job.sources.size(), 2) - 1);
  // Several matches of a record do not compete after training: see score/rival_probabilities.hpp.
  return job.model.expected_matches_per_record == 1 ? 1 : 0;
}

// Upper bound of the share of records that have a match, as in training.
constexpr double kMostWithMatch = 0.95;

// What candidates that compete weigh more than the model says. The model's prior is the share of matches among all
// candidate pairs. Before a candidate competes, its odds are higher, so that the share is right afterwards: training
// takes prior / (1 - share of records that have a match).
double competing_log2(const config::Job& job, const Model& model, const std::vector<CandidatePair>& pairs) {
  // Several matches of a record do not compete after training.
  if (job.model.train != config::Training::candidates || job.model.expected_matches_per_record != 1 || pairs.empty())
    return 0;
  std::uint64_t num_records = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) num_records += i == 0 || pairs[i].record != pairs[i - 1].record;
  const double mean_rivals = static_cast<double>(pairs.size()) / static_cast<double>(num_records) - 1;
  const double taken = std::min(kMostWithMatch, model.prior * (1 + mean_rivals));
  return std::log2((1 - model.prior) / (1 - taken));
}

struct Candidate {
  FixedWeight weight;
  double odds;
};

// Adds the candidates of one record. Each pair has two records, and each of them sees half of it.
void add_candidates(std::vector<Candidate>& of_record, double most, std::vector<WeightGroup>& groups) {
  std::sort(of_record.begin(), of_record.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
  double sum = 0;
  for (const auto& one : of_record) sum += one.odds;
  const auto is_kept = [&](std::size_t rank) { return most == 0 || static_cast<double>(rank) < most; };
  for (std::size_t i = 0; i < of_record.size(); ++i) {
    const auto& [weight, odds] = of_record[i];
    const double rivals = most == 0 ? 0 : std::max(0.0, sum - odds) / most;
    const double half = 0.5 * odds / (1 + odds + rivals);
    if (is_kept(i))
      groups.push_back({weight, 0.5, half, 0});
    else
      groups.push_back({weight, 0, 0, half});
  }
}

}  // namespace

ExpectedLinks::ExpectedLinks(std::vector<WeightGroup> groups) {
  // Stable, so that equal input gives equal sums.
  std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
  for (const auto& group : groups) {
    if (groups_.empty() || groups_.back().weight != group.weight) groups_.push_back({.weight = group.weight});
    groups_.back().pairs += group.pairs;
    groups_.back().true_links += group.true_links;
    groups_.back().lost_matches += group.lost_matches;
    matches_ += group.true_links + group.lost_matches;
  }
}

LinkForecast ExpectedLinks::at(FixedWeight threshold) const {
  LinkForecast forecast;
  double true_links = 0;
  for (const auto& group : groups_) {
    if (group.weight < threshold) break;
    forecast.links += group.pairs;
    true_links += group.true_links;
  }
  if (forecast.links > 0) forecast.precision = true_links / forecast.links;
  if (matches_ > 0) forecast.recall = true_links / matches_;
  if (forecast.links + matches_ > 0) forecast.f1 = 2 * true_links / (forecast.links + matches_);
  return forecast;
}

// The number nearest to `wanted`, with as few decimals as possible, that links the groups up to `last_group` and no
// others.
double ExpectedLinks::threshold_of(std::size_t last_group, double wanted) const {
  const FixedWeight highest = groups_[last_group].weight;
  const FixedWeight above =
      last_group + 1 < groups_.size() ? groups_[last_group + 1].weight : std::numeric_limits<FixedWeight>::min();
  const auto fits = [&](double probability) {
    if (!(probability > 0 && probability < 1)) return false;
    const FixedWeight weight = weight_of_probability(probability);
    return weight <= highest && weight > above;
  };
  if (last_group + 1 < groups_.size()) wanted = std::max(wanted, probability_of(above));
  wanted = std::min(wanted, probability_of(highest));
  double scale = 100;
  for (int decimals = 2; decimals <= kMostDecimals; ++decimals, scale *= 10)
    // The one below: the weight of a probability is rounded up, and may lie above the weight that it came from.
    for (const double rounded : {std::round(wanted * scale), std::floor(wanted * scale), std::ceil(wanted * scale),
                                 std::floor(wanted * scale) - 1})
      if (fits(rounded / scale)) return rounded / scale;
  // Two weights that probabilities cannot tell apart, or a weight beyond the last probability below 1.
  return std::clamp(probability_of(highest), std::numeric_limits<double>::min(), std::nextafter(1.0, 0.0));
}

std::size_t ExpectedLinks::best_group() const {
  std::size_t best = 0;
  double best_f1 = -1;
  double pairs = 0;
  double true_links = 0;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    pairs += groups_[g].pairs;
    true_links += groups_[g].true_links;
    const double f1 = 2 * true_links / (pairs + matches_);
    if (f1 <= best_f1) continue;
    best_f1 = f1;
    best = g;
  }
  return best;
}

std::optional<double> ExpectedLinks::best_f1() const {
  if (matches_ < kFewestMatches) return std::nullopt;
  const std::size_t best = best_group();
  return threshold_of(best, at(groups_[best].weight).f1 / 2);
}

std::optional<double> ExpectedLinks::of_precision(double precision) const {
  if (matches_ < kFewestMatches) return std::nullopt;
  std::optional<std::size_t> lowest;
  double pairs = 0;
  double true_links = 0;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    pairs += groups_[g].pairs;
    true_links += groups_[g].true_links;
    if (groups_[g].pairs > 0 && true_links >= precision * pairs) lowest = g;
  }
  if (!lowest) return std::nullopt;
  // Pairs that cost more false links than they find are left out, even if the precision would allow them.
  const std::size_t best = best_group();
  if (best < *lowest && at(groups_[best].weight).precision >= precision) lowest = best;
  return threshold_of(*lowest, probability_of(groups_[*lowest].weight));
}

FixedWeight weight_of_pattern(const Model& model, const PatternSpace& space, const RelatedTerm& related,
                              Pattern pattern) {
  FixedWeight weight = model.prior_weight - related(space, pattern);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    weight += model.comparisons[c].levels[space.level(pattern, c)].weight;
  for (const auto& pair : model.dependence)
    weight += pair.correction[std::size_t{space.level(pattern, pair.first)} * space.num_levels(pair.second) +
                              space.level(pattern, pair.second)];
  return weight;
}

ExpectedLinks expect_links(const config::Job& job, const Model& model, const TrainingCounts& counts) {
  const PatternSpace space = model.pattern_space();
  const RelatedTerm related(model);
  std::vector<WeightGroup> groups;
  for (const auto& rule : counts.rules) {
    if (rule.sampled_share <= 0) continue;
    for (const auto& [pattern, count] : rule.new_pairs) {
      const FixedWeight weight = weight_of_pattern(model, space, related, pattern);
      const double pairs = static_cast<double>(count) / rule.sampled_share;
      groups.push_back({weight, pairs, pairs * probability_of(weight), 0});
    }
  }
  const double most = matches_per_record(job);
  const double competing = competing_log2(job, model, counts.candidates);
  std::vector<Candidate> of_record;
  for (std::size_t i = 0; i < counts.candidates.size(); ++i) {
    const FixedWeight weight = weight_of_pattern(model, space, related, counts.candidates[i].pattern);
    of_record.push_back({weight, odds_of(to_double(weight) + competing)});
    if (i + 1 < counts.candidates.size() && counts.candidates[i + 1].record == counts.candidates[i].record) continue;
    add_candidates(of_record, most, groups);
    of_record.clear();
  }
  return ExpectedLinks(std::move(groups));
}

Threshold choose_threshold(const config::ClusterConfig& cluster, const ExpectedLinks& expected, Warnings& warnings) {
  using Kind = config::ThresholdRule::Kind;
  const auto& rule = cluster.threshold_rule;
  Threshold chosen{cluster.threshold, "", std::nullopt};
  const auto of_rule = rule.kind == Kind::fixed     ? std::optional(cluster.threshold)
                       : rule.kind == Kind::best_f1 ? expected.best_f1()
                                                    : expected.of_precision(rule.precision);
  if (of_rule) chosen.probability = *of_rule;
  if (!expected.groups().empty()) chosen.expected = expected.at(weight_of_probability(chosen.probability));
  const auto figures = [&] {
    return fmt::format("expected precision {:.4f}, recall {:.4f}", chosen.expected->precision, chosen.expected->recall);
  };
  if (rule.kind != Kind::fixed && !of_rule) {
    chosen.reason = rule.kind == Kind::precision && expected.matches() >= kFewestMatches
                        ? fmt::format("the default: no threshold has an expected precision of {}", rule.precision)
                        : "the default: the model expects no matches among the candidate pairs";
    warnings.push_back(
        {"no_threshold", fmt::format("[cluster] threshold is {}, {}; look at the model, or give a number",
                                     chosen.probability, chosen.reason)});
  } else if (rule.kind == Kind::best_f1) {
    chosen.reason = fmt::format("best expected F1 {:.4f} by the model: {}", chosen.expected->f1, figures());
  } else if (rule.kind == Kind::precision) {
    chosen.reason = fmt::format("lowest with an expected precision of {} by the model: {}", rule.precision, figures());
  }
  if (!chosen.expected || expected.matches() < kFewestMatches) return chosen;
  if (chosen.expected->links > 0 && chosen.expected->precision < kPoor)
    warnings.push_back({"low_expected_precision",
                        fmt::format("by the model only {:.2f} of the links are right at the threshold {}. Compare more "
                                    "attributes, or demand more: threshold = {{ precision = 0.95 }}",
                                    chosen.expected->precision, chosen.probability)});
  if (chosen.expected->recall < kPoor)
    warnings.push_back(
        {"low_expected_recall",
         fmt::format("by the model only {:.2f} of the matches among the candidate pairs are links at the "
                     "threshold {}. Compare more attributes{}",
                     chosen.expected->recall, chosen.probability,
                     rule.kind == Kind::best_f1 ? "" : ", or demand less: threshold = \"best_f1\"")});
  return chosen;
}

}  // namespace onefold::model
