// The inner loop of EM without branches and nested tables: the levels of all comparisons are cells of one array.
//
// class_probabilities() of match_odds.hpp defines the results. These are the same to the last bit: factors are
// multiplied in the same order, and a missing level has the factor 1. Local.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "comparison/comparison.hpp"
#include "model/match_odds.hpp"
#include "model/pattern.hpp"

namespace onefold::model {

/// The number of the first cell of each comparison; the last entry is the number of cells.
[[nodiscard]] inline std::vector<std::uint32_t> first_cells(const LevelTable& table) {
  std::vector<std::uint32_t> first = {0};
  for (const auto& levels : table) first.push_back(first.back() + static_cast<std::uint32_t>(levels.size()));
  return first;
}

/// Counted patterns with the cell of each comparison.
class FlatPatterns {
 public:
  FlatPatterns(const PatternSpace& space, const LevelTable& table, std::span<const PatternCount> patterns)
      : width_(space.num_comparisons()) {
    const auto first = first_cells(table);
    cells_.reserve(patterns.size() * width_);
    counts_.reserve(patterns.size());
    for (const auto& [pattern, count] : patterns) {
      counts_.push_back(static_cast<double>(count));
      for (std::size_t c = 0; c < width_; ++c) cells_.push_back(first[c] + space.level(pattern, c));
    }
  }
  [[nodiscard]] std::size_t size() const { return counts_.size(); }
  [[nodiscard]] double count(std::size_t i) const { return counts_[i]; }
  /// [comparison]
  [[nodiscard]] std::span<const std::uint32_t> cells(std::size_t i) const {
    return std::span(cells_).subspan(i * width_, width_);
  }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> cells_;  // [pattern * comparisons + comparison]
  std::vector<double> counts_;        // [pattern]
};

/// The parameters of a step of EM, by cell.
class FlatLevels {
 public:
  explicit FlatLevels(const ClassParameters& parameters)
      : prior_(parameters.prior),
        other_(1 - parameters.prior - parameters.related.prior - parameters.neighbours.prior),
        related_(parameters.related.prior),
        neighbours_(parameters.neighbours.prior) {
    for (std::size_t c = 0; c < parameters.u.size(); ++c)
      for (std::size_t level = 0; level < parameters.u[c].size(); ++level) {
        if (level == comparison::kMissing)
          factors_.push_back({1, 1, 1, 1});
        else
          factors_.push_back({parameters.m[c][level], parameters.u[c][level],
                              related_ > 0 ? parameters.related.r[c][level] : 1,
                              neighbours_ > 0 ? parameters.neighbours.r[c][level] : 1});
      }
  }
  [[nodiscard]] ClassProbabilities classes_of(std::span<const std::uint32_t> cells) const {
    double match = prior_, other = other_, relative = related_, neighbour = neighbours_;
    for (const std::uint32_t cell : cells) {
      const Factors& factors = factors_[cell];
      match *= factors.match;
      other *= factors.other;
      relative *= factors.related;
      neighbour *= factors.neighbour;
    }
    const double sum = match + other + relative + neighbour;
    return {match / sum, relative / sum, neighbour / sum, sum};
  }

 private:
  struct Factors {
    double match, other, related, neighbour;
  };
  double prior_, other_, related_, neighbours_;
  std::vector<Factors> factors_;  // [cell]
};

}  // namespace onefold::model
