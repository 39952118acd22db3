#include "model/joint_em.hpp"

#include <algorithm>
#include <cmath>

#include "model/flat_levels.hpp"
#include "model/level_shares.hpp"

namespace onefold::model {

namespace {

// In the classes that EM found in files without duplicates: .11 to .18, once .46; among true matches .53 and more.
constexpr double kLeastAgreement = 0.35;
// Of what is personal, as given names are: relatives and colleagues agree in hardly anything of it.
constexpr double kLeastPersonalAgreement = 0.15;
constexpr double kNeverSeen = 1e-9;
constexpr double kMostMatches = 0.5;
constexpr double kMostRelated = 0.3;
constexpr double kMostNeighbours = 0.15;
// The priors never reach 0, which EM could not leave: this many pairs of the whole input.
constexpr double kLeastMatches = 0.1;
constexpr double kLeastRelated = 0.01;
// If rules seem to propose a smaller share of the related pairs, the number of the others is a guess.
constexpr double kLeastProposed = 0.02;

LevelTable zeros_like(const LevelTable& table) {
  LevelTable zeros = table;
  for (auto& levels : zeros) std::fill(levels.begin(), levels.end(), 0.0);
  return zeros;
}

double present_of(const std::vector<double>& expected) {
  double sum = 0;
  for (std::size_t level = 1; level < expected.size(); ++level) sum += expected[level];
  return sum;
}

// A table as one array, by cell.
std::vector<double> flat_zeros(const LevelTable& table) { return std::vector<double>(first_cells(table).back(), 0.0); }
void unflatten(const std::vector<double>& cells, LevelTable& table) {
  auto next = cells.begin();
  for (auto& levels : table)
    for (double& value : levels) value = *next++;
}

class JointEm {
 public:
  JointEm(const PatternSpace& space, const TrainingCounts& counts, const LevelTable& u, const JointEmOptions& options)
      : counts_(counts),
        u_(u),
        options_(options),
        num_all_pairs_(static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1))) {
    for (const auto& levels : count_levels(space, counts.random_pairs)) {
      double present = 0, all = 0;
      for (std::size_t level = 0; level < levels.size(); ++level) {
        all += static_cast<double>(levels[level]);
        if (level != comparison::kMissing) present += static_cast<double>(levels[level]);
      }
      present_.push_back(present > 0 ? present / all : 1);
    }
    for (const auto& rule : counts.rules) {
      all_pairs_.emplace_back(space, u, rule.all_pairs);
      new_pairs_.emplace_back(space, u, rule.new_pairs);
    }
  }

  [[nodiscard]] JointEmResult run(const JointEmStart& start) const {
    JointEmResult result{.m = start.m,
                         .prior = start.prior,
                         .related = start.related,
                         .neighbours = start.related.prior > 0 ? start.neighbours : Related{},
                         .of_rule = {}};
    result.of_rule.resize(counts_.rules.size());
    while (result.iterations < options_.max_iterations && !result.converged) {
      ++result.iterations;
      result.converged = step(result) < options_.convergence;
    }
    measure_likelihood(result);
    std::size_t num_below = 0;
    for (std::size_t c = 0; c < u_.size(); ++c) num_below += result.m[c][1] < u_[c][1];
    result.switched = 2 * num_below > u_.size() || agreement_of(result, false) < kLeastAgreement ||
                      agreement_of(result, true) < kLeastPersonalAgreement;
    for (auto& rule : result.of_rule) {
      rule.m = result.m;
      double unused = 0;
      for (std::size_t c = 0; c < rule.m.size(); ++c) update_shares(rule.expected[c], rule.m[c], unused);
      rule.iterations = result.iterations;
      rule.converged = result.converged;
      rule.switched = result.switched;
    }
    return result;
  }

 private:
  // What an average pair of the class agrees in, in bits, of what it could agree in if all its values were equal. The
  // class that EM found is not that of matches if its pairs hardly agree in what would tell who somebody is.
  [[nodiscard]] double agreement_of(const JointEmResult& result, bool only_personal) const {
    double agreement = 0, possible = 0;
    for (std::size_t c = 0; c < u_.size(); ++c) {
      if (only_personal && !is_held(options_.personal, c)) continue;
      // Values that no two records share cannot agree.
      std::size_t best = 1;
      while (best + 1 < u_[c].size() && u_[c][best] < kNeverSeen) ++best;
      possible -= std::log2(u_[c][best]);
      for (std::size_t level = 1; level < u_[c].size(); ++level)
        agreement += result.m[c][level] * std::log2(result.m[c][level] / u_[c][level]);
    }
    return possible > 0 ? agreement / possible : 1;
  }

  // Returns the largest change of a parameter.
  double step(JointEmResult& result) const {
    const FlatLevels levels({result.m, u_, result.prior, result.related, result.neighbours});
    const std::vector<double> zeros = flat_zeros(result.m);
    ExpectedLevels expected{zeros, zeros, zeros};
    for (std::size_t r = 0; r < counts_.rules.size(); ++r) expect_levels(r, levels, result, expected);
    LevelTable matches = zeros_like(result.m), relatives = matches, neighbours = matches;
    unflatten(expected.matches, matches);
    unflatten(expected.relatives, relatives);
    unflatten(expected.neighbours, neighbours);
    const double before = result.prior;
    expect_priors(levels, result);
    double change = std::abs(result.prior / before - 1);
    for (std::size_t c = 0; c < result.m.size(); ++c) {
      // A comparison that no rule with matches leaves free keeps its initial m.
      if (present_of(matches[c]) >= kFewMatches && !is_held(options_.m_held, c))
        update_shares(matches[c], result.m[c], change);
      double unused = 0;
      if (result.related.prior > 0 && !is_held(options_.r_held, c))
        update_shares(relatives[c], result.related.r[c], unused);
      const auto bounds = options_.exact_share.empty() ? std::nullopt : options_.exact_share[c];
      if (result.related.prior > 0 && bounds && present_of(relatives[c]) >= kFewMatches)
        set_exact_share(result.related.r[c],
                        std::clamp(relatives[c][1] / present_of(relatives[c]), bounds->least, bounds->most));
      if (result.neighbours.prior > 0 && is_held(options_.place, c))
        update_shares(neighbours[c], result.neighbours.r[c], unused);
    }
    return change;
  }

  // By cell.
  struct ExpectedLevels {
    std::vector<double> matches, relatives, neighbours;
  };

  // Adds the expected pairs of each class at each level, for comparisons that rule r leaves free.
  void expect_levels(std::size_t r, const FlatLevels& levels, JointEmResult& result, ExpectedLevels& sums) const {
    const auto& is_free = counts_.rules[r].free_comparisons;
    const FlatPatterns& pairs = all_pairs_[r];
    const bool has_related = result.related.prior > 0;
    EmResult& of_rule = result.of_rule[r];
    std::vector<double> expected = flat_zeros(result.m);
    of_rule.expected_matches = 0;
    double num_pairs = 0;
    std::vector<std::size_t> free;
    for (std::size_t c = 0; c < u_.size(); ++c)
      if (is_free[c]) free.push_back(c);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto cells = pairs.cells(i);
      const double n = pairs.count(i);
      const auto p = levels.classes_of(cells);
      num_pairs += n;
      of_rule.expected_matches += p.match * n;
      for (const std::uint32_t cell : cells) expected[cell] += p.match * n;
      for (const std::size_t c : free) sums.matches[cells[c]] += p.match * n;
      if (!has_related) continue;
      for (const std::size_t c : free) sums.relatives[cells[c]] += p.related * n;
      for (const std::size_t c : free) sums.neighbours[cells[c]] += p.neighbours * n;
    }
    of_rule.expected = zeros_like(result.m);
    unflatten(expected, of_rule.expected);
    of_rule.lambda = num_pairs > 0 ? of_rule.expected_matches / num_pairs : 0;
  }

  // Both priors: expected pairs among all candidate pairs, each once, over all pairs of the input.
  void expect_priors(const FlatLevels& levels, JointEmResult& result) const {
    double matches = 0, related = 0, neighbours = 0;
    for (std::size_t r = 0; r < new_pairs_.size(); ++r) {
      const double share = counts_.rules[r].sampled_share;
      if (share <= 0) continue;
      for (std::size_t i = 0; i < new_pairs_[r].size(); ++i) {
        const auto p = levels.classes_of(new_pairs_[r].cells(i));
        const double count = new_pairs_[r].count(i);
        matches += p.match * count / share;
        related += p.related * count / share;
        neighbours += p.neighbours * count / share;
      }
    }
    result.prior = std::clamp(matches / num_all_pairs_, kLeastMatches / num_all_pairs_, kMostMatches);
    if (result.related.prior > 0)
      result.related.prior = std::clamp(related / share_proposed(result.related) / num_all_pairs_,
                                        kLeastRelated / num_all_pairs_, kMostRelated);
    if (result.neighbours.prior > 0)
      result.neighbours.prior = std::clamp(neighbours / share_proposed(result.neighbours) / num_all_pairs_,
                                           kLeastRelated / num_all_pairs_, kMostNeighbours);
  }

  // The share of related pairs that rules propose. Rules are made for matches and propose nearly all of them, but
  // hardly a pair of relatives if no rule is content with what they share. Those that are not proposed are as many as
  // the model says: a rule proposes the pairs that agree in what its key reads.
  [[nodiscard]] double share_proposed(const Related& related) const {
    double missed = 1;
    for (const auto& rule : counts_.rules) {
      // What its key reads is not compared, so nothing is known about it.
      if (std::ranges::count(rule.free_comparisons, false) == 0) return 1;
      double agrees = 1;
      for (std::size_t c = 0; c < u_.size(); ++c)
        if (!rule.free_comparisons[c]) agrees *= related.r[c][1] * present_[c];
      missed *= 1 - agrees;
    }
    return std::max(1 - missed, kLeastProposed);
  }

  static double log_likelihood_of(const FlatPatterns& pairs, const FlatLevels& levels) {
    double sum = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i)
      sum += pairs.count(i) * std::log(levels.classes_of(pairs.cells(i)).likelihood);
    return sum;
  }

  void measure_likelihood(JointEmResult& result) const {
    const FlatLevels levels({result.m, u_, result.prior, result.related, result.neighbours});
    for (std::size_t r = 0; r < all_pairs_.size(); ++r) {
      result.of_rule[r].log_likelihood = log_likelihood_of(all_pairs_[r], levels);
      const double share = counts_.rules[r].sampled_share;
      if (share > 0) result.log_likelihood += log_likelihood_of(new_pairs_[r], levels) / share;
    }
  }

  static bool is_held(const std::vector<bool>& held, std::size_t c) { return !held.empty() && held[c]; }

  const TrainingCounts& counts_;
  const LevelTable& u_;
  const JointEmOptions& options_;
  double num_all_pairs_;
  std::vector<double> present_;                      // [comparison] share of random pairs that have both values
  std::vector<FlatPatterns> all_pairs_, new_pairs_;  // [rule]
};

}  // namespace

void set_exact_share(std::vector<double>& levels, double share) {
  const double before = levels[1];
  for (std::size_t level = 2; level < levels.size(); ++level) levels[level] *= (1 - share) / (1 - before);
  levels[1] = share;
}

JointEmResult run_joint_em(const PatternSpace& space, const TrainingCounts& counts, const LevelTable& u,
                           std::span<const JointEmStart> starts, const JointEmOptions& options) {
  const JointEm em(space, counts, u, options);
  JointEmResult best;
  for (std::uint32_t s = 0; s < starts.size(); ++s) {
    auto result = em.run(starts[s]);
    result.start = s;
    const double margin = 1e-9 * std::abs(best.log_likelihood);
    const bool better =
        result.switched != best.switched ? best.switched : result.log_likelihood > best.log_likelihood + margin;
    if (s == 0 || better) best = std::move(result);
  }
  for (auto& rule : best.of_rule) rule.start = best.start;
  return best;
}

}  // namespace onefold::model
