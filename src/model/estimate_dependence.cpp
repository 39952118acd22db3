#include "model/estimate_dependence.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <boost/pending/disjoint_sets.hpp>

namespace onefold::model {

namespace {

// Match probabilities depend on the corrections, and the corrections on the probabilities. They are computed
// alternately, this many rounds per added pair of comparisons.
constexpr int kDependenceRounds = 4;
// Number of pairs with independent levels that are added to the counts for smoothing.
constexpr double kSmoothing = 2;
// Largest correction, up or down.
constexpr double kLargestLog2 = 20;

// Weighted counts of two levels within a group of pairs.
class JointCounts {
 public:
  JointCounts(std::size_t rows, std::size_t columns)
      : columns_(columns), cells_(rows * columns), rows_(rows), of_column_(columns) {}
  void add(std::size_t row, std::size_t column, double weight) {
    cells_[row * columns_ + column] += weight;
    rows_[row] += weight;
    of_column_[column] += weight;
    total_ += weight;
  }
  /// Adds the observed counts, and the counts that independent levels would show.
  void add_to(std::vector<double>& observed, std::vector<double>& independent) const {
    if (total_ <= 0) return;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      observed[i] += cells_[i];
      independent[i] += rows_[i / columns_] * of_column_[i % columns_] / total_;
    }
  }

 private:
  std::size_t columns_;
  std::vector<double> cells_, rows_, of_column_;
  double total_ = 0;
};

struct Group {
  std::span<const PatternCount> pairs;
  std::vector<bool> free_comparisons;
  std::vector<double> probability;  // [pattern] match probability
};

Correction correction_of(const PatternSpace& space, const std::vector<Group>& groups, const LevelTable& m,
                         std::size_t a, std::size_t b) {
  const std::size_t size = std::size_t{space.num_levels(a)} * space.num_levels(b);
  // index 0: matches, 1: other pairs
  std::vector<double> observed[2] = {std::vector<double>(size), std::vector<double>(size)};
  std::vector<double> independent[2] = {std::vector<double>(size), std::vector<double>(size)};
  for (const Group& group : groups) {
    if (!group.free_comparisons[a] || !group.free_comparisons[b]) continue;
    JointCounts matches(space.num_levels(a), space.num_levels(b)), others = matches;
    for (std::size_t p = 0; p < group.pairs.size(); ++p) {
      const auto i = space.level(group.pairs[p].pattern, a), j = space.level(group.pairs[p].pattern, b);
      if (i == comparison::kMissing || j == comparison::kMissing) continue;
      const auto count = static_cast<double>(group.pairs[p].count);
      matches.add(i, j, count * group.probability[p]);
      others.add(i, j, count * (1 - group.probability[p]));
    }
    matches.add_to(observed[0], independent[0]);
    others.add_to(observed[1], independent[1]);
  }
  Correction out{a, b, 0, std::vector<double>(size, 0.0)};
  for (std::size_t i = 1; i < space.num_levels(a); ++i)
    for (std::size_t j = 1; j < space.num_levels(b); ++j) {
      const std::size_t at = i * space.num_levels(b) + j;
      const auto log_ratio = [&](int k) {
        return std::log2((observed[k][at] + kSmoothing) / (independent[k][at] + kSmoothing));
      };
      out.log2[at] = std::clamp(log_ratio(0) - log_ratio(1), -kLargestLog2, kLargestLog2);
      out.bits += m[a][i] * m[b][j] * std::abs(out.log2[at]);
    }
  return out;
}

}  // namespace

std::vector<Correction> estimate_dependence(const TrainingCounts& counts, const PatternSpace& space,
                                            const ClassParameters& parameters, double minimum_bits) {
  const LevelTable& m = parameters.m;
  std::vector<Group> groups = {{counts.random_pairs, std::vector<bool>(space.num_comparisons(), true), {}}};
  for (const auto& rule : counts.rules) groups.push_back({rule.all_pairs, rule.free_comparisons, {}});
  // Kruskal's algorithm for a maximum spanning forest, one edge per step. Corrections are recomputed after each step,
  // because a dependence may vanish once a stronger one is corrected.
  std::vector<Correction> corrections;
  const std::size_t size = space.num_comparisons();
  std::vector<std::size_t> rank(size), parent(size);
  boost::disjoint_sets trees(rank.data(), parent.data());
  for (std::size_t c = 0; c < size; ++c) trees.make_set(c);
  const auto look_again = [&] {
    for (int round = 0; round < kDependenceRounds; ++round) {
      for (Group& group : groups) {
        group.probability.clear();
        for (const auto& item : group.pairs)
          group.probability.push_back(class_probabilities(space, item.pattern, parameters, corrections).match);
      }
      for (auto& pair : corrections) pair = correction_of(space, groups, m, pair.first, pair.second);
    }
  };
  for (std::size_t n = 0; n + 1 < size; ++n) {
    look_again();
    std::optional<Correction> strongest;
    for (std::size_t a = 0; a < size; ++a)
      for (std::size_t b = a + 1; b < size; ++b) {
        if (trees.find_set(a) == trees.find_set(b)) continue;
        auto pair = correction_of(space, groups, m, a, b);
        if (pair.bits >= minimum_bits && (!strongest || pair.bits > strongest->bits)) strongest = std::move(pair);
      }
    if (!strongest) break;
    trees.link(trees.find_set(strongest->first), trees.find_set(strongest->second));
    corrections.push_back(std::move(*strongest));
  }
  look_again();
  std::sort(corrections.begin(), corrections.end(), [](const Correction& x, const Correction& y) {
    return std::pair(x.first, x.second) < std::pair(y.first, y.second);
  });
  return corrections;
}

}  // namespace onefold::model
